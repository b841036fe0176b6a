# Refusals by the rules: decisions

unknown-decision = This decision is unknown
    .detail = No decision of the network has this identifier. Look for it in the list of decisions.
decision-id-taken = This identifier is already in use
    .detail = A decision or its urn already has it. Send yours with a new identifier.

## What is proposed

rules-senseless = These rules do not hold together
    .detail = A number is out of its range, or two contradict each other: a simple majority is one of those expressed, for example. Look at the method's parameters again.
ballot-mode-unfit = This method is not counted in this ballot mode
    .detail = Consent wants ballots under pseudonyms (“pseudonymous”); drawing lots knows neither ballots nor a quorum (“roll_call”, without “quorum”).
ties-unfit = Ties cannot be broken so
    .detail = Only the projects of a budget have a cost. Choose another rule than “cheaper”.
closes-too-soon = This decision would close too soon
    .detail = It closes after it opens, at a moment that is still to come. Choose a later one.
closes-by-lot = Where lots are drawn there is no closing time
    .detail = Nobody votes: the decision closes when the lot is drawn. Leave “closes_at” out.
draw-missing = The public draw that the lot depends on is missing
    .detail = Name it (“draw”) and say after which moment it takes place (“draws_at”): after the opening, and not before the close.
unknown-elector = An actor who is named to vote is unknown, or has left the network
    .detail = Check the identifiers in the list of actors.
draw-unneeded = Nothing depends on a lot here
    .detail = Leave “draw” and “draws_at” out, or choose rules that draw lots.
decision-opened = This decision has been opened
    .detail = Its rules, its options and its electorate do not change any more. If something is wrong, a facilitator can declare it void and propose another one.
decision-voided = This decision was declared void
    .detail = It takes nothing more; the reason stands there. Propose a new decision.
decision-opens-later = The time for it to open has not come
    .detail = The decision opens by itself at its time (“opens_at”). Amend it to open it earlier.
too-few-options = There is nothing to choose between
    .detail = A choice wants two options at least, a budget one project. Add some before the opening.
unknown-option-candidate = There is no such candidate, or it was withdrawn
    .detail = An option stands for a candidate of a selection. Look for it in the list of candidates.
option-candidate-twice = Another option stands for this candidate
    .detail = Give each option another candidate, or none.
takes-no-options = This method has no options
    .detail = One says yes or no to a proposal there, or draws lots. Leave the options out, or choose another method.
too-many-options = This decision has as many options as a decision may have
    .detail = There are 512 at most, those that were withdrawn among them. Split the question into several decisions.
unknown-option = This option is unknown
    .detail = Look for its number among the options of the decision; an option that was withdrawn does not come back.
cost-unfit = This cost does not fit
    .detail = A project of a budget has a cost, from 0 on, in the budget's currency. Elsewhere an option has none.
cost-missing = A project of this budget has no cost that fits
    .detail = Look at each project: give it a cost in the budget's currency, or withdraw it.

## What it is linked to

unknown-decision-origin = What to link this decision to is unknown
    .detail = It is linked to a contribution, a meeting, a requirement, a version of a specification, a finding of a diagnostic or another decision of the network. Check the identifier in their lists.
decision-origin-gone = What to link this decision to takes no part any more
    .detail = It is not linked to a contribution that was withdrawn, merged or hidden, to a cancelled meeting, to a requirement that was split, merged or rejected, to a finding that was withdrawn, nor to a void decision. Choose another one.
too-many-links = This decision has as many links as a decision may have
    .detail = There are 256 at most. Take one back to add another.
decision-link-differs = This link is there already, or is not there
    .detail = A decision is linked to the same thing once, and never to itself. Read its links again.

## The opening

secret-vote-too-large = This secret vote would be too large to be published
    .detail = The ballots of a secret vote are published together. Have fewer options or a smaller electorate, or choose ballots under pseudonyms.
opening-differs = The opening is not what was proposed
    .detail = The decision was amended in the meantime. Read it again, then open it again.

## Ballots

decision-not-open = This decision is not open
    .detail = One votes from its opening to its close. Its phase tells how far it is.
ballot-late = Too late: this decision has closed
    .detail = The ballots are frozen since its closing time (“closes_at”). The outcome follows.
not-in-electorate = You are not among those who vote here
    .detail = The electorate was frozen at the opening. For an organisation, whoever represents it votes.
ballot-of-another-mode = One votes here in another way
    .detail = The ballot mode is in the rules of the decision. Read them again, then vote again.
ballot-of-another-method = This is a ballot of another method
    .detail = The rules of the decision tell what is wanted: “say”, “approve”, “rank” or “points”.
ballot-unknown-option = This ballot names an option that this decision does not have
    .detail = Check the numbers among its options; nobody votes for an option that was withdrawn.
ballot-repeats = This ballot names an option twice
    .detail = Name each option once.
ballot-too-short = This ballot names too few options
    .detail = Name more of them, or none: a blank ballot takes part too.
ballot-too-long = This ballot names too many options
    .detail = The rules of the decision tell how many to name at most. Leave some out.
ballot-points-out-of-range = This ballot gives an option too many points, or too few
    .detail = The rules of the decision tell how many to give to each.
ballot-sum-out-of-range = This ballot gives too many points in all, or too few
    .detail = The rules of the decision tell how many to share out.
ballot-over-budget = What this ballot names costs more than a ballot may
    .detail = Leave projects out until it is within the limit.
objection-unreasoned = An objection needs its reason
    .detail = To say no, raise an objection and say why. To stand aside, abstain.
not-by-consent = This decision is not taken by consent
    .detail = No objections are raised to it. Cast a ballot.
no-objection = You have no objection to lift
    .detail = There is nothing to do.
ballot-was-differs = Your ballot before is not the one that is told
    .detail = It was changed in the meantime. Vote again.
ballot-cast-already = A ballot of this person lies in the urn already
    .detail = They can change it until the close.
secret-ballot-told-apart = A secret ballot tells neither what it corrects nor when it was filled in
    .detail = Either would tell it from those of others. Vote again: the latest ballot counts.
nobody-votes = Nobody votes here: lots are drawn
    .detail = Wait for the public draw; a facilitator enters its numbers.

## Ballots of a meeting

unknown-ballot-meeting = The meeting where people would have voted is unknown
    .detail = Check its identifier in the list of meetings.
ballot-meeting-unfit = Nobody can have voted in this meeting
    .detail = It was cancelled, or has not begun. Choose the one where people voted.
secret-ballots-one-by-one = Secret ballots are cast one by one
    .detail = Everybody casts their own; a facilitator can enter it on a person's behalf. A show of hands is not secret.
witness-missing = A witness is missing
    .detail = Name at least one actor who saw how people voted.
unknown-witness = A witness is unknown, or has left the network
    .detail = Check the identifiers in the list of actors.
more-ballots-than-voters = There would be more ballots than voters
    .detail = Somebody may have voted twice, in the meeting and online. Check the counts; a wrong entry is taken out again.
unknown-ballot-entry = This entry is unknown
    .detail = Look for its number among the meeting ballots of the decision; an entry that was taken out does not come back. If you were entering ballots, another entry may have come before: try again.

## The close, the lot and the outcome

urn-unreadable = The urn cannot be opened
    .detail = Its ballots cannot be read any more, or not all of them. Ask whoever keeps the server; the decision can be declared void.
ballots-differ = The published ballots are not those that were cast
    .detail = Nothing was recorded. Ask whoever keeps the server.
decision-not-closed = This decision is not closed
    .detail = What came of it is recorded once all ballots are frozen and published.
decision-decided = What came of this decision is recorded already
    .detail = It does not change any more. A facilitator can declare the decision void, with a reason.
tally-input-differs = What was counted is not what was cast
    .detail = Nothing was recorded. It is counted again by itself.
lot-missing = The lot that this decision depends on is not drawn
    .detail = Once the public draw has taken place, enter its numbers.
no-lot = There is no lot to draw
    .detail = Nothing depends on one here, or it is drawn already.
draw-too-early = The public draw has not taken place
    .detail = Wait for its moment (“draws_at”), then enter its numbers.
not-as-promised = The secret is not what was promised at the opening
    .detail = The lot cannot be drawn honestly. Declare the decision void, and propose it anew.

## What happened (the words are told in activity.ftl)

activity-decision-proposed = { $who } proposed a decision
activity-decision-amended = { $who } amended a decision before its opening
activity-decision-option-set = { $who } added or revised an option of a decision
activity-decision-option-withdrawn = { $who } withdrew an option of a decision
activity-decision-linked = { $who } linked a decision to what it comes from
activity-decision-unlinked = { $who } took a link of a decision back
activity-decision-opened = { $who } opened a decision
activity-decision-ballot-cast = { $who } voted
activity-decision-meeting-ballots-entered = { $who } entered the ballots of a meeting
activity-decision-meeting-ballots-withdrawn = { $who } took ballots of a meeting out again
activity-decision-closed = { $who } closed a decision
activity-decision-ballots-published-part = { $who } published the ballots of a secret vote
activity-decision-lot-drawn = { $who } drew the lot
activity-decision-outcome-recorded = { $word ->
        [passed] the proposal passed
        [rejected] the proposal was rejected
        [elected] the choice is made
        [drawn] actors were drawn by lot
        [nothing_elected] nothing was chosen
        [no_quorum] too few took part
       *[other] what came of a decision was recorded
    }
activity-decision-voided = { $who } declared a decision void
