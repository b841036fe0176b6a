# Refusals by the rules: actors

unknown-actor = This actor is unknown
    .detail = No actor of the network has this identifier. Look for the actor in the list of actors.
actor-left = This actor has left the network
    .detail = They no longer take part in the network. Choose an actor who does.
actor-already-joined = This actor is already part of the network
    .detail = There is nothing to do: you will find them in the list of actors.
not-a-person = This actor is not a person
    .detail = Only a person has a profile and represents an organisation or a service. Choose a person, or change the organisation's description instead.
not-an-organisation = This actor is neither an organisation nor a service
    .detail = Only an organisation or a service has a description and is represented. Choose one of them, or change the person's profile instead.
until-is-past = The end date is already past
    .detail = Choose a date to come, or leave the date empty for a role without end.
last-steward = The network would lose its last steward
    .detail = A network always keeps at least one steward whose role has no end date. First give this role, without an end date, to another actor.
contact-taken = This address is already another person's
    .detail = An address belongs to one person of the network only. Give another one, or ask a steward of the network for help.
not-represented = This person does not represent this organisation
    .detail = There is no representation to end. Check the person and the organisation.
role-not-held = This actor does not have this role
    .detail = There is nothing to revoke. Check the actor and the role in the list of actors.
unknown-subject = Nobody in the network is the one for whom you enter this
    .detail = Only what an actor did who takes part can be entered. Add the person first, then enter it again.
evidence-missing = What stands behind this entry is missing
    .detail = Whoever enters what somebody else did says where it comes from: paper, a show of hands or a telephone call. Give it as the parameter "evidence".
already-erased = This person's data was erased before
    .detail = There is nothing left to erase.
actor-not-left = This actor has not left the network
    .detail = There is nothing to do: they take part in it.
role-still-holds = This role has not come to its end
    .detail = It ends by itself at its end date. To end it before, revoke it.
notice-not-current = This is not the information notice in force
    .detail = Read the network's information notice again, and give the number that it has now.
still-retained = The network keeps this data for now
    .detail = The network erases by itself the data of persons who left long enough ago. To erase it before, give another reason.

## What happened (the words are told in activity.ftl)

activity-actor-joined = { $whom } joined the network
activity-actor-profile-revised = { $whom } has a new profile
activity-actor-organisation-described = { $whom } has a new description
activity-actor-representation-started = { $whom } now represents { $other }
activity-actor-representation-ended = { $whom } no longer represents { $other }
activity-actor-role-granted = { $whom } received the role of { activity-role }
activity-actor-role-revoked = { $whom } no longer has the role of { activity-role }
activity-actor-left = { $whom } left the network
activity-actor-personal-data-erased = the personal data of { $whom } were erased
activity-actor-reactivated = { $whom } is back in the network
activity-actor-role-expired = the role of { activity-role } ended for { $whom }
activity-actor-notice-acknowledged = { $whom } took note of the use of personal data
