# Refusals of the rules: diagnostics

unknown-diagnostic = This diagnostic is unknown
    .detail = No diagnostic of the network has this id. Look for it in the list of diagnostics.
diagnostic-id-taken = This id is in use
    .detail = A diagnostic has it already. Send yours with a new id.
unknown-followed-diagnostic = The diagnostic to follow is unknown
    .detail = Look for the id of the first campaign in the list of diagnostics.
followed-diagnostic-unpublished = The tables of the diagnostic to follow are not published
    .detail = A campaign is compared with one that is published. Wait until the first has closed, or draft this one without “follows”.
diagnostic-opened = This diagnostic was opened
    .detail = Its questions do not change any more, so that everybody answers the same. After an error, abandon it and draft another.
diagnostic-abandoned = This diagnostic was abandoned
    .detail = It takes nothing more; it says why. Draft another diagnostic.

## The questions

unknown-diagnostic-question = This question is unknown
    .detail = Look for its number among the questions of the diagnostic; one that was withdrawn does not come back.
too-many-questions = This diagnostic has as many questions as a diagnostic may have
    .detail = There are 64 at most, with those that were withdrawn. Replace a question instead of adding one.
repeats-unknown-question = The question to ask again is unknown
    .detail = A question of the diagnostic that is followed (“follows”) is asked again. Check its number, or leave out “repeats”.
repeats-another-kind = The question to ask again was of another kind
    .detail = To compare before and after, the question keeps its kind. Choose the same, or leave out “repeats”.
question-takes-no-choices = This question is not answered by choosing
    .detail = Only questions “single” and “multiple” have choices. Change the kind of the question first.
unknown-choice = This choice is unknown
    .detail = Look for its number among the choices of the question; one that was withdrawn does not come back.
too-many-choices = This question has as many choices as a question may have
    .detail = There are 32 at most, with those that were withdrawn. Replace a choice instead of adding one.

## The opening

diagnostic-without-questions = This diagnostic asks nothing
    .detail = Add at least one question before you open it.
too-few-choices = A question leaves nothing to choose between
    .detail = Give at least two choices to each question “single” or “multiple”.
repeats-differ = A question that is asked again has more or fewer choices than before
    .detail = To compare before and after, it keeps its choices in the same order. Restore them, or take “repeats” out of the question.
diagnostic-closes-too-soon = This diagnostic would close too soon
    .detail = It closes after it opens. Choose a moment that is to come.
diagnostic-opening-differs = The opening is not as the network is set
    .detail = The number below which a figure does not show is the network’s. Read it again, then open anew.

## The answers

diagnostic-not-open = This diagnostic is not open
    .detail = It is answered after it opens and until it closes. Read how far it is.
answers-late = This diagnostic has just closed
    .detail = The moment of its close has passed: answers do not change any more. The tables will be published shortly.
not-addressed = This diagnostic does not ask this person
    .detail = It is answered by persons of the network who belong to the audiences named at the opening. An organisation does not answer: its members do, each for themselves.
answers-missing = Nothing is answered
    .detail = Answer one question at least. To take your answers back, withdraw them.
answer-to-no-question = An answer belongs to no question
    .detail = Check the numbers among the questions of the diagnostic.
answer-of-another-kind = An answer is not of the kind of its question
    .detail = Read how this question is answered (“kind”).
answer-unknown-choice = An answer names an unknown choice
    .detail = Look for the numbers among the choices of the question.
answer-not-in-order = An answer is not in order, or repeats itself
    .detail = Put the choices or actors in ascending order, each once.
answer-out-of-scale = An answer is out of the scale
    .detail = The scale goes from 1 to 5.
answer-empty = An answer says nothing
    .detail = Write something, or leave the question out.
answer-too-long = An answer is too long
    .detail = A text has 4,000 characters at most; an answer in words, 5 words of 60 characters at most; 64 actors are named at most.
answers-too-long = The answers are too long together
    .detail = They fit in 64 KiB. Shorten the texts.
tie-unfit = An actor that is named does not fit
    .detail = One names actors of the network, and not oneself. Look for their ids in the list of actors.
answers-was-differs = What is told of the answers before is not so
    .detail = In the meantime you answered, or took your answers back. Read them again, then try once more.
not-answered = You have not answered this diagnostic
    .detail = There is nothing to read or to withdraw.

## The publication

diagnostic-closed = This diagnostic was closed
    .detail = Its tables are published or will be: it is not abandoned any more.
diagnostic-not-closed = This diagnostic was not closed
    .detail = Tables are published after the close. Wait for its moment, or ask a facilitator to close it.
respondents-differ = The number of people who answered is another
    .detail = The server counts again by itself. If it does not get there, tell whoever runs it.
table-published = This table is published already
    .detail = There is nothing to do: read the report of the diagnostic.
table-unfit = This table is not published like that
    .detail = It is not of the shape of its question, or shows too small a group. Tell whoever runs the server.

## What happened (the words are told in activity.ftl)

activity-diagnostic-drafted = { $who } drafted a diagnostic
activity-diagnostic-revised = { $who } changed a diagnostic
activity-diagnostic-question-set = { $who } wrote a question of a diagnostic
activity-diagnostic-question-withdrawn = { $who } withdrew a question of a diagnostic
activity-diagnostic-choice-set = { $who } wrote a choice of a diagnostic
activity-diagnostic-choice-withdrawn = { $who } withdrew a choice of a diagnostic
activity-diagnostic-opened = { $who } opened a diagnostic
activity-diagnostic-closed = { $who } closed a diagnostic
activity-diagnostic-base-published = { $who } counted the answers to a diagnostic
activity-diagnostic-table-published = { $who } published a table of a diagnostic
activity-diagnostic-abandoned = { $who } abandoned a diagnostic
