# Refusals by the rules: tensions

unknown-tension = This tension is unknown
    .detail = No tension of the network has this identifier. Look for it in the list of tensions.
tension-id-taken = This identifier is already in use
    .detail = A tension already has it. Send yours with a new identifier.
tension-over = This tension is closed
    .detail = It was settled or left open, and takes nothing more. Raise a new one if it comes back.
tension-confidential = This tension was raised confidentially
    .detail = What is said of it stays between who raised it and the mediator. Deal with it confidentially.
tension-open = This tension was raised openly
    .detail = What is said of it is for all members. Deal with it openly, or raise another one confidentially.
unknown-mediator = The mediator is unknown
    .detail = Look for the person in the list of actors.
mediator-left = The mediator has left the network
    .detail = Choose a person who takes part in the network.
mediator-not-a-person = Only a person mediates
    .detail = Choose a person rather than an organisation or a service.
own-tension = Nobody mediates their own tension
    .detail = Choose a person who neither raised it nor represents whoever did.
not-the-raiser = Only who raised this tension does this
    .detail = Who raised it chooses the mediator, and may take it back.
raiser-not-in-person = What who raised a confidential tension does cannot be entered by somebody else
    .detail = It stays unknown who that is. They do it themselves, with their own key.
not-the-mediator = Only the mediator of this tension does this
    .detail = Ask the person who was named to mediate it.
mediation-not-accepted = The mediator has not accepted yet
    .detail = Accept to mediate first.
mediation-already-accepted = The mediator has already accepted
    .detail = There is nothing to do: go on with agreeing what to do.

## What happened (the words are told in activity.ftl)

activity-tension-raised = { $who } raised a tension
activity-tension-mediator-named = { $whom } was asked to mediate a tension
activity-tension-mediation-accepted = { $who } accepted to mediate a tension
activity-tension-mediation-declined = { $who } declined to mediate a tension, or stopped
activity-tension-steps-agreed = { $who } told what was agreed to do about a tension
activity-tension-steps-agreed-confidentially = it was agreed what to do about a confidential tension
activity-tension-settled = { $who } told how a tension was settled
activity-tension-settled-confidentially = a confidential tension was settled
activity-tension-left-open = { $who } told why a tension is left open
activity-tension-left-open-confidentially = a confidential tension is left open
