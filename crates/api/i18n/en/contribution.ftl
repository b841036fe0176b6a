# Refusals by the rules: contributions

unknown-contribution = This contribution is unknown
    .detail = No contribution of the network has this identifier. Look for it in the list of contributions.
contribution-withdrawn = This contribution was withdrawn
    .detail = It no longer takes part in the discussion. You can submit a new one.
contribution-id-taken = This identifier is already in use
    .detail = A contribution already has it. Send yours with a new identifier.
title-missing = A title is missing
    .detail = An idea, a proposal or a resource needs a title. Add one.
title-not-expected = A title has no place here
    .detail = Only questions, ideas, proposals and resources have a title. Remove it and put everything into the text.
parent-missing = The contribution that this one belongs under is missing
    .detail = An argument, a comment, an answer or a statement belongs under another contribution. Say which.
unknown-parent = The contribution that this one belongs under is unknown
    .detail = Check its identifier in the list of contributions.
parent-withdrawn = The contribution that this one belongs under was withdrawn
    .detail = Nobody replies to a withdrawn contribution any more. Choose another one.
parent-of-wrong-kind = This contribution cannot stand under that one
    .detail = An answer or a statement stands under a question, an argument under an idea or a proposal. Choose a contribution that fits.
thread-too-deep = This thread is too deep
    .detail = Reply further up in the thread, or begin a new one.
not-a-question = This contribution is not a question
    .detail = Revise it as its author's contribution, or choose a question.
is-a-question = This contribution is a question
    .detail = A question's text is the network's: ask a facilitator to revise it.
already-supported = You already support this contribution
    .detail = Support counts once a person. There is nothing to do.
not-supported = You do not support this contribution
    .detail = There is no support to take back.
unknown-target = The contribution to link to is unknown
    .detail = Check the second contribution's identifier in the list of contributions.
linked-to-itself = A contribution is not linked to itself
    .detail = Choose two different contributions.
already-linked = These two contributions are already linked in this way
    .detail = There is nothing to do: the link exists.

## What happened (the words are told in activity.ftl)

activity-contribution-question-asked = { $who } put a question to the network
activity-contribution-submitted = { $who } submitted { activity-kind }
activity-contribution-question-revised = { $who } reworded a question
activity-contribution-revised = { $who } revised { activity-kind }
activity-contribution-withdrawn = { $who } withdrew { activity-kind }
activity-contribution-linked = { $who } linked { activity-kind } to another contribution
