# Refusals of the rules: findings of a diagnostic

unknown-finding = This finding is unknown
    .detail = No finding of the network has this id. Look for it in the list of the diagnostic’s findings.
finding-id-taken = This id is in use
    .detail = A finding has it already. Send yours with a new id.
unknown-diagnostic-of-finding = The diagnostic of this finding is unknown
    .detail = Look for its id in the list of diagnostics.
finding-before-publication = The tables of this diagnostic are not published
    .detail = A finding rests on tables that everybody can read. Wait until the diagnostic has closed.
unknown-question-of-finding = This finding rests on an unknown question
    .detail = Check the numbers among the questions of the diagnostic.
finding-withdrawn = This finding was withdrawn
    .detail = It does not change any more. Publish another.

## What happened (the words are told in activity.ftl)

activity-finding-published = { $who } published a finding
activity-finding-revised = { $who } changed a finding
activity-finding-withdrawn = { $who } withdrew a finding
