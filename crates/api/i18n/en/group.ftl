# Refusals by the rules: working groups

unknown-group = This group is unknown
    .detail = No working group of the network has this identifier. Look for it in the list of groups.
group-dissolved = This group was dissolved
    .detail = It changes no more. Choose another group, or ask a facilitator to form a new one.
group-id-taken = This identifier is already in use
    .detail = A group already has it. Form yours with a new identifier.
unknown-member = This actor does not take part in the network
    .detail = Only actors who take part in the network work in a group. Choose one in the list of actors.
already-in-group = This actor already works in the group
    .detail = There is nothing to do.
not-in-group = This actor does not work in the group
    .detail = There is nothing to leave. Check the group and the actor in the list of its members.
convener-not-in-group = The convener of a group is one of its members
    .detail = First add this actor to the group, then name them convener, or choose one of the members.
already-convener = This actor already convenes the group
    .detail = There is nothing to do.
group-not-at-work = The working group that you name is unknown or was dissolved
    .detail = Choose one in the list of groups, or name none.

## What happened (the words are told in activity.ftl)

activity-group-formed = { $who } formed a working group
activity-group-revised = { $who } revised a working group
activity-group-member-added = { $whom } joined a working group
activity-group-member-left = { $whom } left a working group
activity-group-convener-named = { $whom } now convenes a working group
activity-group-dissolved = { $who } dissolved a working group
