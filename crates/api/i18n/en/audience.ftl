# Refusals by the rules: audiences

no-such-audience = This audience is unknown
    .detail = No audience of the network has this identifier. Look for it in the list of audiences.
audience-retired = This audience was retired
    .detail = It changes no more. Define a new one, or choose another in the list of audiences.
audience-id-taken = This identifier is already in use
    .detail = An audience already has it. Define yours with a new identifier.
size-is-zero = An audience counts at least one person
    .detail = Say about how many people it counts, or leave the estimate out as long as you do not know.
unknown-audience = The audience that you name is unknown or was retired
    .detail = Choose one in the list of audiences, or name none.

## What happened (the words are told in activity.ftl)

activity-audience-defined = { $who } defined an audience
activity-audience-revised = { $who } revised an audience
activity-audience-retired = { $who } retired an audience
