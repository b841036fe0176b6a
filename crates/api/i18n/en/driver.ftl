# Refusals by the rules: drivers

unknown-driver = The actor to invite is unknown
    .detail = Check the identifier in the list of actors.
no-such-driver = This actor has never been a driver
    .detail = No actor of this identifier was invited to drive the mobilisation or had the role. Look for it in the list of drivers.
driver-left = This actor has left the network
    .detail = Invite another one, or let this one come back first.
already-driving = This actor drives already
    .detail = There is nothing to invite them to: they can commit to audiences.
already-invited-to-drive = This actor is invited already
    .detail = Wait for the answer, or talk to them.
not-invited-to-drive = No invitation waits for an answer
    .detail = The actor is not invited to drive the mobilisation, or has answered. Ask a facilitator for an invitation.
not-the-driver = Everyone answers and commits for themselves
    .detail = Ask the actor, or whoever represents it.
not-driving = This actor does not hold the role of driver
    .detail = It takes the role to commit to an audience: accept an invitation, or ask a facilitator for the role.
already-committed = This actor is committed to this audience already
    .detail = There is nothing to do. To change the goal, send the commitment with the new one.
not-committed = This actor is not committed to this audience
    .detail = There is no commitment to release.

## What happened (the words are told in activity.ftl)

activity-driver-invited = { $who } invited { $whom } to drive the mobilisation
activity-driver-accepted = { $whom } agreed to drive the mobilisation
activity-driver-declined = { $whom } declined to drive the mobilisation
activity-driver-stepped-back = { $whom } drives the mobilisation no more
activity-driver-committed = { $whom } committed to an audience
activity-driver-released = { $whom } is committed to an audience no more

## What remains to be done for the network to reach its audiences; $name is the audience, the actor or the meeting

mobilisation-no-audience = The network has not said whom it wants to reach: define its audiences.
mobilisation-no-driver = Nobody drives the mobilisation: invite drivers.
mobilisation-launch-not-planned = No launch is planned: choose a date for all to begin together.
mobilisation-launch-not-held = The launch “{ $name }” is still to come: let it be known.
mobilisation-invitation-pending = An invitation to drive the mobilisation waits for an answer: { $name }.
mobilisation-driver-without-audience = A driver is committed to no audience: { $name }.
mobilisation-no-estimate = Nobody has estimated how many people the audience “{ $name }” counts: do so.
mobilisation-audience-without-driver = No driver is committed to the audience “{ $name }”.
mobilisation-audience-not-met = The audience “{ $name }” has not been met yet: plan a meeting, or hold the one that is planned.
mobilisation-audience-without-actors = Nobody of the audience “{ $name }” takes part in the network.
mobilisation-meeting-not-counted = The meeting “{ $name }” was held: record how many people came.
