# Refusals by the rules: cooperations

unknown-cooperation = This cooperation is unknown
    .detail = No cooperation of the network has this identifier. Look for it in the list of cooperations.
cooperation-id-taken = This identifier is already in use
    .detail = A cooperation already has it. Send yours with a new identifier.
too-few-parties = Nobody cooperates alone
    .detail = Name at least two actors, yourself or whom you represent among them.
unknown-party = An actor who would cooperate is unknown
    .detail = Check the identifiers in the list of actors.
party-left = An actor who would cooperate has left the network
    .detail = Propose the cooperation anew, between actors who take part in the network.
proposer-missing = Whoever proposes a cooperation takes part in it
    .detail = Name yourself among the actors, or an organisation that you represent.
not-a-party = Only those who are to cooperate answer
    .detail = Ask one of the actors between whom it was proposed to answer for themselves.
already-accepted = This actor has already accepted
    .detail = There is nothing to do: wait until the others have answered.
cooperation-answered = This cooperation takes no more answers
    .detail = It was declined, or has started. Propose another one if need be.
not-all-accepted = Not all have accepted yet
    .detail = A cooperation starts when each of its actors has accepted. Ask those who have not answered.
cooperation-not-running = This cooperation is not under way
    .detail = Only a cooperation that has started and has not ended is reviewed and ended.

## What happened (the words are told in activity.ftl)

activity-cooperation-proposed = { $who } proposed a cooperation
activity-cooperation-accepted = { $who } accepted a cooperation
activity-cooperation-declined = { $who } declined a cooperation
activity-cooperation-started = { $who } started a cooperation
activity-cooperation-reviewed = { $who } told what comes of a cooperation
activity-cooperation-ended = { $who } ended a cooperation
