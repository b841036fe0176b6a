# Why a part of a request does not fit

reason-unknown-field = There is no field of this name.
reason-unknown-parameter = There is no parameter of this name here.
reason-missing = It is missing.
reason-given-twice = It was given twice.
reason-wrong-type = { $wanted ->
        [text] A text is wanted.
        [number] A whole number is wanted that is not too large.
        [boolean] Either true or false is wanted.
        [list] A list is wanted.
        [object] An object with fields is wanted.
        [short-list] A short list is wanted in which nothing stands twice.
        [id] An identifier (UUID) is wanted.
        [time] A time is wanted as in 2026-03-05T17:02:11Z.
        [moment] A position or a time is wanted, as in 42 or 2026-03-05T17:02:11Z.
        [language] A language tag is wanted, as in fr or pt-BR.
        [time-zone] A time zone of the IANA database is wanted, as in Europe/Paris.
        [territory] The code of a territory is wanted: up to 12 capitals, digits and hyphens.
        [slug] A name for addresses is wanted: up to 40 lower-case letters, digits and hyphens, with no hyphen at either end.
        [source] A source is wanted, as in polis:conversation.
        [e-mail] An e-mail address is wanted.
        [web-address] An address on the web is wanted, as in https://vallee.example/enter.
        [currency] The code of a currency is wanted: three capitals, such as EUR.
        [origin] What it comes from is wanted, as in contribution:<identifier>, meeting:<identifier> or decision:<identifier>.
       *[other] It is not of the kind that is wanted.
    }
reason-not-one-of = One of these is wanted: { $words }.
reason-empty = It must not be empty.
reason-too-long = It may have { $max } characters at the most.
reason-control-characters = It has characters that are no text; line breaks have a place in long texts only.
reason-out-of-bounds = A number from { $min } to { $max } is wanted.
reason-not-in-the-future = It must lie in the future.
reason-for-persons-only = Only persons have one.
reason-not-for-questions = A question has none.
reason-does-not-fit = It is not of the kind that is wanted.
reason-only-on-behalf = It is for what is entered on somebody's behalf, with on_behalf_of.
reason-only-with-evidence = It is for what is entered on somebody's behalf, with its evidence.
reason-not-tried-for-others = What a person does unseen is entered for them, and not only tried.
reason-in-the-future = It has not come yet.
