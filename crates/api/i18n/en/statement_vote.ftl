# Refusals by the rules: votes on statements

unknown-statement = This statement is unknown
    .detail = No contribution of the network has this identifier. Look for the statement under its question.
not-a-statement = Only statements are voted on
    .detail = This contribution is not a statement. Choose a statement under a question, or support this contribution instead.
statement-withdrawn = This statement was withdrawn
    .detail = It can no longer be voted on; the votes already cast still count. Choose another statement.
was-differs = The previous vote given is not the right one
    .detail = Your vote has changed in the meantime. Read it again, then vote again.
statement-merged = This statement was merged into another
    .detail = The votes already cast still count for it. Vote on the statement in its "merged_into".
statement-hidden = This statement is hidden
    .detail = Moderators decided so; it cannot be voted on as long as that holds. Choose another statement.
