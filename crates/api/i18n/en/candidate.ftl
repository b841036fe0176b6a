# Refusals of the rules: candidates

unknown-candidate = There is no such candidate
    .detail = No candidate of this selection has this id. Look for it in the list of candidates.
candidate-id-taken = This id is in use
    .detail = Another candidate has it. Send yours with a new id.
unknown-candidate-selection = There is no such selection
    .detail = A candidate is proposed in a selection that the network has prepared. Look for it in the list.
candidate-too-late = No candidates are proposed any more
    .detail = The assessment is open and the candidates are frozen. Propose the tool in another selection.
candidate-selection-over = This selection is over
    .detail = A candidate was chosen, or the selection was given up: nothing in it changes any more.
too-many-candidates = There are too many candidates
    .detail = A selection has 32 candidates at most, those that were withdrawn among them.
candidate-withdrawn = This candidate was withdrawn
    .detail = What was withdrawn is not changed any more. Propose it anew while the selection is being prepared.
correction-unexplained = A correction says why
    .detail = People assess this candidate, or have assessed it. Give the reason for the correction: everybody will read it.
one-off-cost-unfit = The one-off cost does not fit
    .detail = Give an amount that is not below zero, in the currency of the selection.
yearly-cost-unfit = The yearly cost does not fit
    .detail = Give an amount that is not below zero, in the currency of the selection.
setup-cost-unfit = The cost of setting it up does not fit
    .detail = Give an amount that is not below zero, in the currency of the selection.
unknown-setup-method = There is no such way to set it up
    .detail = Give the number of one that stands, or the next number to add one. A number that was withdrawn is not used again.
too-many-setup-methods = There are too many ways to set it up
    .detail = A candidate has 16 at most, those that were withdrawn among them.

## What happened (activity.ftl says what the words are)

activity-candidate-proposed = { $who } proposed a tool
activity-candidate-revised = { $who } corrected what is said of a tool
activity-candidate-withdrawn = { $who } withdrew a tool from a selection
activity-candidate-setup-method-set = { $who } described a way to set a tool up
activity-candidate-setup-method-withdrawn = { $who } withdrew a way to set a tool up
