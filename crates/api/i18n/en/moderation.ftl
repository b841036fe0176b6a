# Refusals by the rules: moderation

nothing-to-moderate = This contribution is unknown
    .detail = No contribution of the network has this identifier. Look for it in the list of contributions.
already-reported = You have already reported this contribution
    .detail = A report counts once a person. The moderators will see it.
already-hidden = This contribution is already hidden
    .detail = There is nothing to report: nobody reads it any more but moderators and its author.
own-contribution = This contribution is your own
    .detail = Nobody decides on what is their own, or of an organisation that they represent. Leave it to another moderator.
rule-missing = The rule is missing
    .detail = Whoever hides a contribution or returns it says by which rule. Cite it in "rule".
not-to-be-returned = Nobody could revise this contribution
    .detail = It was withdrawn or merged, or its author has left. Keep it or hide it instead.
another-text = This is not the text that stands
    .detail = The contribution was revised in the meantime. Read it again, then review it.
appeal-pending = An appeal is to be decided first
    .detail = Its author appealed against the last review. Another moderator decides that appeal.
settled-by-appeal = An appeal has settled this
    .detail = It is reviewed again only after a new report or a new version of its text.
nothing-to-appeal = There is nothing to appeal against
    .detail = The last review of this contribution hides nothing, or there was none.
already-appealed = This review was already appealed
    .detail = A review is appealed once. Read under "moderation" what became of it.
no-appeal = There is no appeal to decide
    .detail = Its author has not appealed against the last review, or the appeal is decided.
same-moderator = You made the review yourself
    .detail = Another moderator decides the appeal against it.

## What happened (the words are told in activity.ftl; $word is what was decided)

activity-moderation-reviewed = { $word ->
        [hidden] { $who } reviewed { activity-kind } and hid it
        [returned] { $who } reviewed { activity-kind } and returned it to its author
       *[kept] { $who } reviewed { activity-kind } and kept it
    }
activity-moderation-appealed = { $who } appealed against a decision of moderators
activity-moderation-appeal-decided = { $who } decided an appeal against a decision of moderators
