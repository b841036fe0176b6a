# Refusals by the rules: themes and tags

no-such-theme = This theme is unknown
    .detail = No theme of the network has this identifier. Look for it in the list of themes.
theme-retired = This theme was retired
    .detail = It changes no more. Define a new one, or choose another in the list of themes.
theme-id-taken = This identifier is already in use
    .detail = A theme already has it. Define yours with a new identifier.
unknown-theme = The theme that you name is unknown or was retired
    .detail = Choose one in the list of themes, or name none.
no-such-tag = This tag is unknown
    .detail = No tag of the network has this identifier. Look for it in the list of tags.
tag-retired = This tag was retired
    .detail = It changes no more. Define a new one, or choose another in the list of tags.
tag-id-taken = This identifier is already in use
    .detail = A tag already has it. Define yours with a new identifier.
unknown-tag = One of the tags that you name is unknown or was retired
    .detail = Choose them in the list of tags, and leave out those that are there no more.

## What happened (the words are told in activity.ftl)

activity-theme-defined = { $who } defined a theme
activity-theme-relabelled = { $who } relabelled a theme
activity-theme-retired = { $who } retired a theme
activity-tag-defined = { $who } defined a tag
activity-tag-relabelled = { $who } relabelled a tag
activity-tag-retired = { $who } retired a tag
