# Refusals by the rules: the network

network-not-founded = This network does not exist yet
    .detail = A network begins with its founding. Ask the operator of the server to found it.
network-already-founded = This network is already founded
    .detail = A network is founded only once. To change its name or its languages, change its settings.
network-archived = This network is archived
    .detail = It is closed for good and can only be read. To go on, have a new network founded.
other-network = This request is about another network
    .detail = Check the network's identifier, then send the request to that network's address.
language-missing = A language is missing
    .detail = Give at least one language; the first is the network's main language.
k-too-small = The smallest size of groups is too small
    .detail = Figures about so few people would let others recognise them. Choose 3 or more.
retention-too-short = Data cannot be kept for so short a time
    .detail = Choose at least 30 days, so that whoever leaves by mistake can come back, or 0 to keep data as long as the network.

## What happened (the words are told in activity.ftl)

activity-network-founded = the network was founded
activity-network-settings-changed = { $who } changed the network's settings
activity-network-archived = { $who } closed the network for good
