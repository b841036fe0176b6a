# The interface's English texts. One message a code, the code's "_" written "-":
# its title, then ".detail", what one can do next. The same messages in the same order as fr.ftl.

## Refusals by the rules: the network

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

## Refusals by the rules: actors

unknown-actor = This actor is unknown
    .detail = No actor of the network has this identifier. Look for the actor in the list of actors.
actor-left = This actor has left the network
    .detail = They no longer take part in the network. Choose an actor who does.
actor-already-joined = This actor is already part of the network
    .detail = There is nothing to do: you will find them in the list of actors.
not-a-person = This actor is not a person
    .detail = Only a person has a profile and represents an organisation or a service. Choose a person, or change the organisation's description instead.
not-an-organisation = This actor is neither an organisation nor a service
    .detail = Only an organisation or a service has a description and is represented. Choose one of them, or change the person's profile instead.
until-is-past = The end date is already past
    .detail = Choose a date to come, or leave the date empty for a role without end.
last-steward = The network would lose its last steward
    .detail = A network always keeps at least one steward whose role has no end date. First give this role, without an end date, to another actor.
contact-taken = This address is already another person's
    .detail = An address belongs to one person of the network only. Give another one, or ask a steward of the network for help.
not-represented = This person does not represent this organisation
    .detail = There is no representation to end. Check the person and the organisation.
role-not-held = This actor does not have this role
    .detail = There is nothing to revoke. Check the actor and the role in the list of actors.

## Refusals by the rules: contributions

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

## Refusals by the rules: votes on statements

unknown-statement = This statement is unknown
    .detail = No contribution of the network has this identifier. Look for the statement under its question.
not-a-statement = Only statements are voted on
    .detail = This contribution is not a statement. Choose a statement under a question, or support this contribution instead.
statement-withdrawn = This statement was withdrawn
    .detail = It can no longer be voted on; the votes already cast still count. Choose another statement.
was-differs = The previous vote given is not the right one
    .detail = Your vote has changed in the meantime. Read it again, then vote again.

## Refusals by the rules: the server

slug-taken = This address name is already taken
    .detail = Another network of this server has this name. Choose another one.
network-already-registered = This network is already registered on this server
    .detail = There is nothing to do: you will find it in the list of networks.
key-exists = This key already exists
    .detail = Ask for a new key: its identifier and its secret will be drawn at random.
scope-missing = This key lacks a scope
    .detail = Give at least one scope: reading (read), acting (write), administering (admin) or importing (import).
unknown-key = This key is unknown
    .detail = No key has this identifier. Look for it in the list of keys.
key-already-revoked = This key is already revoked
    .detail = It no longer works. There is nothing to do.

## Requests that are not answered as asked

malformed-json = The body is not valid JSON
    .detail = Correct it at line { $line }, column { $column }, then send the request again.
too-deep = The body is nested too deeply
    .detail = Brackets may be nested { $max } deep at the most. Send a flatter body.
invalid-header = The header { $name } does not fit
    .detail = Correct it or leave it out: the documentation at /docs/ says which requests take it, and how it is written.
authentication-required = Say first who you are
    .detail = Send a key of this network as "Authorization: Bearer …". The network's facilitators add actors; an actor's key is issued by the actor or by a steward.
invalid-credentials = This key does not work
    .detail = It is unknown, has expired or was revoked, or the header is not "Authorization: Bearer …". Ask a steward of the network, or the operator, for a new key.
forbidden = This is not yours to do
    .detail = The role that it takes is in the documentation at /docs/. Ask somebody who has it, or a steward of the network to give it to you.
insufficient-scope = This key is not for that
    .detail = The request needs a key with the scope { $scope }. Use another key, or have one issued with this scope.
not-found = There is nothing here
    .detail = Check the address. What you may not know of is not here for you either: send a key of the network if you have one.
method-not-allowed = This method does not go with this address
    .detail = The address takes { $allow }. The documentation is at /docs/.
already-issued = This was done before, and a secret is not shown twice
    .detail = The first request with this Idempotency-Key succeeded. If its answer was lost, revoke the key it issued and have another one issued with a new Idempotency-Key.
request-in-progress = The first request with this Idempotency-Key is not done yet
    .detail = Wait a moment, then send the same request again.
stale-version = It has changed since you saw it
    .detail = Its version is now { $current }. Read it again, then send your change with this version as If-Match.
body-too-large = The body is too large
    .detail = It may have { $max } bytes at the most. Shorten it, or divide it into several requests.
too-large = This is too much at once
    .detail = Divide it into several requests.
unsupported-media-type = The body must be JSON
    .detail = Send it as plain JSON with "Content-Type: application/json".
invalid-value = A value does not fit
    .detail = Correct what "errors" points at, then send the request again.
invalid-parameter = A parameter of the address does not fit
    .detail = Correct or leave out the parameter that "errors" names, then send the request again.
position-past-head = This moment has not come yet
    .detail = The history has { $head } events. Ask for a position up to that, or for a time that has passed.
idempotency-key-reused = This Idempotency-Key came before with another request
    .detail = Send a new request with a new key; repeat an earlier one unchanged.
internal = Something is wrong on the server's side
    .detail = It is noted in the server's log. Try again later; if it happens again, tell the operator of the server.
not-folded-yet = The network has not come that far yet
    .detail = Send the request again in a moment, or ask for less with "at_least".
busy = Too many requests are waiting
    .detail = Nothing was recorded. Send the request again in a moment.
outcome-unknown = It is not known whether this was recorded
    .detail = Send the same request again with the same Idempotency-Key: it is recorded once at the most. Without one, look first whether it is there.
writes-stopped = Nothing can be recorded at the moment
    .detail = Reading goes on. Try again later; if it lasts, tell the operator of the server.
network-damaged = This network cannot be opened
    .detail = Its files are damaged or its keys are missing; the server's log says more. Tell the operator of the server.
disk-full = The server's disk is full
    .detail = Nothing was recorded. Tell the operator of the server, then send the request again.

## Why a part of a request does not fit

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
