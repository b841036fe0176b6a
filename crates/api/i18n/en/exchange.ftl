# Refusals by the rules: needs and offers

unknown-exchange = This need or offer is unknown
    .detail = Nothing has this identifier. Look for it in the list of needs and offers.
exchange-withdrawn = This need or offer was withdrawn
    .detail = It changes no more. You can declare a new one.
exchange-id-taken = This identifier is already in use
    .detail = A need or an offer already has it. Declare yours with a new identifier.

## What happened (the words are told in activity.ftl)

activity-exchange-declared = { $word ->
        [need] { $who } declared a need
       *[offer] { $who } made an offer
    }
activity-exchange-revised = { $who } revised a need or an offer
activity-exchange-withdrawn = { $who } withdrew a need or an offer
