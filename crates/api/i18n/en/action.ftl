# Refusals by the rules: actions

unknown-action = This action is unknown
    .detail = No action of the network has this identifier. Look for it in the list of actions.
action-id-taken = This identifier is already in use
    .detail = An action already has it. Send yours with a new identifier.
unknown-origin = What this action would come from is unknown
    .detail = An action comes from a contribution, a meeting, a decision, a requirement, a version of a specification or a finding of the network. Check its identifier in their lists.
origin-gone = What this action would come from takes no part any more
    .detail = Nothing is planned from a contribution that was withdrawn, merged or hidden, from a cancelled meeting, from a requirement that was split, merged or rejected, from a finding that was withdrawn, nor from a void decision. Choose another one.
responsible-missing = Nobody would answer for this action
    .detail = Name at least one actor who answers for it.
unknown-responsible = An actor who would answer for this action is unknown
    .detail = Check the identifiers in the list of actors.
responsible-left = An actor who would answer for this action has left the network
    .detail = Name actors who take part in the network.
budget-negative = A budget is not less than nothing
    .detail = Give the amount in the currency's smallest unit, from 0 on, or leave the budget out.
action-over = This action is over
    .detail = It was completed or abandoned, and takes nothing more. Plan a new action.
action-blocked = Something holds this action up
    .detail = Say first that nothing holds it up any more, then go on. It can also be abandoned.
action-not-blocked = Nothing holds this action up
    .detail = There is no obstacle to lift.
unknown-milestone = This milestone is unknown
    .detail = Look for its identifier among the milestones of the action.
milestone-already-reached = This milestone is already reached
    .detail = There is nothing more to do for it. Set a new milestone for what is to come.
too-many-milestones = This action has as many milestones as an action can have
    .detail = Replace a milestone that is not reached yet, or plan another action.

## What happened (the words are told in activity.ftl)

activity-action-planned = { $who } planned an action
activity-action-replanned = { $who } replaced the plan of an action
activity-action-milestone-set = { $who } set a milestone of an action
activity-action-milestone-reached = { $who } reached a milestone of an action
activity-action-progressed = { $who } told how an action goes
activity-action-blocked = { $who } told what holds an action up
activity-action-unblocked = { $who } lifted what held an action up
activity-action-completed = { $who } completed an action
activity-action-abandoned = { $who } abandoned an action
