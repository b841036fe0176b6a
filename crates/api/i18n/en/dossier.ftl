# The dossier of a decision: the page to read and print. What is counted chooses singular or plural.

dossier-verify = The command counts the ballots that are published in this file again, without a server, and compares with the recorded outcome; the hash of an event is the SHA-256 of a zero byte and its bytes, as the history serves them.

## Words

dossier-quoted = “{ $title }”
dossier-untitled = option { $number }
dossier-list = { $first } and { $last }
dossier-others = { $count ->
        [one] { $count } other
       *[other] { $count } others
    }
dossier-persons = { $count } persons of the network
dossier-times = { $name } (× { $count })
dossier-with = { $option } { $has }
dossier-money = { $symbol ->
        [EUR] €{ $amount }
       *[other] { $symbol } { $amount }
    }
dossier-about = about { $amount }
dossier-moment = { $date } at { $time }
dossier-date = { $day } { $month ->
        [m1] January
        [m2] February
        [m3] March
        [m4] April
        [m5] May
        [m6] June
        [m7] July
        [m8] August
        [m9] September
        [m10] October
        [m11] November
       *[m12] December
    } { $year }
dossier-counted = { $word ->
        [approvals] { $count ->
            [one] { $count } approval
           *[other] { $count } approvals
        }
        [points] { $count ->
            [one] { $count } point
           *[other] { $count } points
        }
        [borda] { $count ->
            [one] { $count } rank point
           *[other] { $count } rank points
        }
        [ranks] { $count ->
            [one] { $count } ballot
           *[other] { $count } ballots
        }
        [grade] the grade { $count }
       *[votes] { $count ->
            [one] { $count } vote
           *[other] { $count } votes
        }
    }
dossier-says = { $yes } yes, { $no } no, { $abstain ->
        [one] { $abstain } abstention
       *[other] { $abstain } abstentions
    }
dossier-says-consent = { $yes } with nothing against it, { $no ->
        [one] { $no } standing objection
       *[other] { $no } standing objections
    }, { $abstain ->
        [one] { $abstain } abstention
       *[other] { $abstain } abstentions
    }
dossier-untold = nothing to add up, or too few ballots to be told

## The page

dossier-title = Dossier: { $question }
dossier-kind = Dossier of a decision
dossier-no-question = Erased question
dossier-skip = Skip to the content
dossier-contents = On this page
dossier-read-at = Read at position { $position } of the history, whose last event is of { $at }.
dossier-proposed-by = Proposed by { $who } on { $at }.

dossier-section-outcome = What came out
dossier-section-rules = The rules
dossier-section-trace = The count, step by step
dossier-section-origins = What led to it
dossier-section-objections = The objections
dossier-section-follow-up = What came of it
dossier-section-history = The history
dossier-section-verify = Check it

dossier-phase = { $word ->
        [proposed] Proposed
        [open] Open
        [closed] Closed
        [decided] Decided
       *[voided] Void
    }

## In a sentence

dossier-outcome-proposed = Nothing is decided: the vote is not open yet.
dossier-outcome-open = Nothing is decided: the vote is open.
dossier-outcome-open-until = Nothing is decided: the vote is open until { $at }.
dossier-outcome-closed = The vote is closed; the ballots are still to be counted.
dossier-outcome-closed-lot = The vote is closed; the outcome waits for a public draw.
dossier-outcome-voided = This decision was declared void on { $at }.
dossier-outcome-voided-why = Why: { $reason }
dossier-outcome-passed = The proposal passed: { $told }.
dossier-outcome-rejected = The proposal did not pass: { $told }.
dossier-outcome-passed-untold = The proposal passed.
dossier-outcome-rejected-untold = The proposal did not pass.
dossier-outcome-elected = { $count ->
        [one] The choice is { $options }{ $word ->
            [told] , with { $with }
           *[untold] {""}
        }.
       *[other] The choice is { $options }.
    }
dossier-outcome-funded = { $count ->
        [one] One project is funded, for { $cost } of { $budget }: { $options }.
       *[other] { $count } projects are funded, for { $cost } of { $budget }: { $options }.
    }
dossier-outcome-drawn = The lot fell on { $actors }.
dossier-outcome-nothing = Nothing is chosen: no option meets what the rules ask for.
dossier-outcome-no-quorum = Nothing is decided: too few took part ({ $cast } of { $electorate }).
dossier-outcome-attested = Too few voted in secret for the ballots to be published: the server attests to this outcome, and it cannot be recounted.

## What came out

dossier-chart = { $word ->
        [approvals] How many approve each option
        [points] The points of each option
        [borda] The rank points of each project
        [ranks] First choices, in the first round
        [grade] The median grade of each option
        [votes] The votes of each project
        [consent] What the ballots say
       *[says] What the ballots say
    }
dossier-chart-part = The chart shows the first { $shown }; the table has all of them.
dossier-column-option = Option
dossier-column-answer = Answer
dossier-column-sum = { $word ->
        [approvals] Approvals
        [points] Points
        [borda] Rank points
        [ranks] First choices
        [grade] Median grade
        [votes] Votes
       *[says] Ballots
    }
dossier-column-cost = Cost
dossier-column-outcome = Outcome
dossier-won = { $word ->
        [funded] funded
       *[elected] chosen
    }
dossier-lost = –
dossier-say = { $word ->
        [yes] Yes
        [no] No
        [objections] Standing objections
        [nothing_against] Nothing against it
       *[abstain] Abstention
    }
dossier-drawn-heading = Who was drawn
dossier-draw = Public draw, as it was announced: { $draw }
dossier-lot = Numbers of the public draw: { $numbers }. They were entered on { $at }.
dossier-option-withdrawn = withdrawn

dossier-turnout-heading = Who might vote, and how many did
dossier-electorate = Those who might vote: { $who }.
dossier-electorate-is = { $word ->
        [persons] all persons of the network
        [imported] the persons known from an imported set
        [organisations] organisations and services, by whoever represents them
        [role_driver] the drivers
        [role_tutor] the tutors
        [role_facilitator] the facilitators
        [role_moderator] the moderators
        [role_steward] the stewards
        [role_auditor] the auditors
       *[listed] actors who are named one by one
    }
dossier-electorate-audience = the persons of the audience “{ $name }”
dossier-electorate-group = the members of the group “{ $name }”
dossier-electorate-some-audience = the persons of an audience
dossier-electorate-some-group = the members of a working group
dossier-turnout = { $cast ->
        [one] { $cast } ballot
       *[other] { $cast } ballots
    } of { $electorate } who might vote ({ $percent }%).
dossier-turnout-lot = { $electorate ->
        [one] { $electorate } actor could be drawn.
       *[other] { $electorate } actors could be drawn.
    }
dossier-opened = Opened on { $at }; who might vote was frozen at position { $position }.
dossier-closed = Closed on { $at }.
dossier-hands = { $how ->
        [show_of_hands] By a show of hands
       *[paper] On paper
    }, in the meeting “{ $meeting }”: { $count ->
        [one] { $count } ballot
       *[other] { $count } ballots
    }, entered by { $who }{ $witnesses ->
        [none] {""}
       *[other] ; witnesses: { $witnesses }
    }.
dossier-hands-withdrawn = (taken out again)

## The rules

dossier-mode = { $word ->
        [roll_call] Open vote: each ballot bears the name of whoever cast it.
        [pseudonymous] Each ballot is public under a pseudonym of this decision alone.
       *[secret] Secret vote: ballots are published after the close, without their voters.
    }
dossier-quorum-none = No quorum is asked for.
dossier-quorum-ballots = { $count ->
        [one] At least { $count } ballot is needed.
       *[other] At least { $count } ballots are needed.
    }
dossier-quorum-percent = At least { $percent }% of those who may must vote.
dossier-ties = Among equals comes first { $word ->
        [listed_first] the option that was listed first
        [listed_last] the option that was listed last
        [cheaper] the cheaper option, then the one that was listed first
       *[lot] the one that the lot falls on
    }.
dossier-rule-consent = The proposal passes if no reasoned objection stands at the close.
dossier-rule-majority = The proposal passes { $word ->
        [simple] if more say yes than no.
        [absolute] if more than half of { $base ->
            [expressed] those who say yes or no
            [cast] those who vote
           *[electorate] those who may vote
        } say yes.
       *[two_thirds] if at least two thirds of { $base ->
            [expressed] those who say yes or no
            [cast] those who vote
           *[electorate] those who may vote
        } say yes.
    }
dossier-rule-approval = { $winners ->
        [one] Everybody approves as many options as they like; the most approved one is chosen.
       *[other] Everybody approves as many options as they like; the { $winners } most approved ones are chosen.
    }
dossier-rule-approval-most = { $count ->
        [one] A ballot names at most { $count } option.
       *[other] A ballot names at most { $count } options.
    }
dossier-rule-approval-least = To be chosen, an option must be approved by at least { $percent }% of those who vote.
dossier-rule-score = { $winners ->
        [one] Everybody gives each option 0 to { $highest } points; the greatest sum wins.
       *[other] Everybody gives each option 0 to { $highest } points; the { $winners } greatest sums win.
    }
dossier-rule-judgement = Everybody gives each option a grade from 0 to { $best }; the best median grade wins (majority judgement). What is not graded gets 0. Of options with the same grade, one median grade each is taken away until they differ.
dossier-rule-runoff = Everybody ranks the options; the one that the fewest rank first is taken out, and its ballots go to the next one on them, until one has more than half.
dossier-rule-sortition = { $seats ->
        [one] One is drawn by lot: the one whose SHA-256 of seed and id is the smallest.
       *[other] { $seats } are drawn by lot: those whose SHA-256 of seed and id is the smallest.
    }
dossier-rule-budget = There is { $budget } to share out among projects.
dossier-rule-budget-ballot = { $word ->
        [approval] Everybody ticks the projects they approve.
        [choose_1] Everybody chooses one project.
        [ordinal] Everybody ranks projects.
        [cumulative] Everybody shares out points among projects.
       *[scoring] Everybody gives points to projects.
    }
dossier-rule-budget-limits = A ballot that is not blank has { $limits }.
dossier-limit-min-length = { $count ->
        [one] at least { $count } project
       *[other] at least { $count } projects
    }
dossier-limit-max-length = { $count ->
        [one] at most { $count } project
       *[other] at most { $count } projects
    }
dossier-limit-min-points = { $count ->
        [one] at least { $count } point for each project
       *[other] at least { $count } points for each project
    }
dossier-limit-max-points = { $count ->
        [one] at most { $count } point for each project
       *[other] at most { $count } points for each project
    }
dossier-limit-min-sum-points = { $count ->
        [one] at least { $count } point in all
       *[other] at least { $count } points in all
    }
dossier-limit-max-sum-points = { $count ->
        [one] at most { $count } point in all
       *[other] at most { $count } points in all
    }
dossier-limit-cost = projects for at most { $cost }
dossier-satisfaction = { $word ->
        [votes] 1
        [cost] its cost
        [points] its points
        [points_times_cost] its points times its cost
        [borda_0] the number of projects ranked behind it
        [borda_1] the number of projects ranked behind it, plus 1
       *[borda_1_times_cost] the number of projects ranked behind it, plus 1, times its cost
    }
dossier-rule-greedy = A project counts { $satisfaction } on each ballot that names it; those that count most are funded first, and what does not fit into the budget any more is skipped.
dossier-rule-shares = Every voter has an equal share of the budget; a project is bought when those who named it can pay for it together (Method of Equal Shares).
dossier-rule-shares-worth = A project is worth { $satisfaction } to whoever named it.
dossier-rule-shares-completion = { $word ->
        [none] What is left is not spent.
        [add_one] If money is left, it is counted again with one unit more for everybody, as long as all fits into the budget.
       *[add_one_then_utilitarian] If money is left, it is counted again with one unit more for everybody, as long as all fits into the budget; then come the projects that count most, as far as what is left goes.
    }

## The count

dossier-step-quorum = { $cast ->
        [one] { $cast } ballot
       *[other] { $cast } ballots
    } of { $electorate } who might vote; { $word ->
        [none] no quorum is asked for.
        [met] at least { $needed } had to: the quorum is met.
       *[missed] at least { $needed } had to: the quorum is not met.
    }
dossier-step-summed = The ballots come to: { $told }.
dossier-step-held = { $yes } of { $of } say yes; at least { $needed } had to.
dossier-step-short = { $option }: { $has }; at least { $needed } were needed.
dossier-step-tied = Equal: { $options }. First comes { $first }, { $word ->
        [listed_first] which was listed first
        [listed_last] which was listed last
        [cheaper] the cheaper one, or listed first
       *[lot] by lot
    }.
dossier-step-won = { $option } wins with { $with }.
dossier-step-graded = { $option }: median grade { $median } ({ $counts }).
dossier-grade-count = { $count } × grade { $grade }
dossier-step-regraded = { $removed ->
        [one] Without one median grade of each
       *[other] Without { $removed } median grades of each
    }: { $medians }.
dossier-step-round = Round { $round }: { $counts }{ $exhausted ->
        [0] {""}
        [one] ; { $exhausted } ballot ranks none of these any more
       *[other] ; { $exhausted } ballots rank none of these any more
    }.
dossier-step-taken-out = { $option } is taken out.
dossier-step-drawn = The lot falls on { $actor } (key { $key }…).
dossier-step-funded = { $option }, with { $votes }, is funded for { $cost }; { $left } is left.
dossier-step-skipped = { $option }, for { $cost }, does not fit into the { $left } that is left.
dossier-step-shared = Everybody has { $share }.
dossier-step-shared-more = Everybody has { $share }, { $added } of it added.
dossier-step-bought = { $option } is bought for { $cost } by { $payers ->
        [one] { $payers } voter, who gives at most
       *[other] { $payers } voters, who each give at most
    } { $word ->
        [cost] { $price }% of its cost
        [each] { $price }
       *[unit] { $price } for each unit that it is worth to them
    }{ $emptied ->
        [0] {""}
        [one] ; { $emptied } of them gives all that is left to them
       *[other] ; { $emptied } of them give all that is left to them
    }.
dossier-step-completed = The count ends there: { $word ->
        [exceeds] one unit more for everybody would cost more than the budget
       *[nothing] nothing more fits into the budget
    }.
dossier-step-completed-more = The count with { $added } more for everybody stands: { $word ->
        [exceeds] one unit more would cost more than the budget
       *[nothing] nothing more fits into the budget
    }.
dossier-trace-none = { $word ->
        [proposed] The count begins at the close.
        [open] The count begins at the close.
        [waiting] The count waits for the close and the published ballots.
        [voided] It was declared void before anything was counted.
       *[untold] The ballots are not published: there is nothing to recount.
    }
dossier-trace-beyond = { $count ->
        [one] { $count } other step is in the dossier as JSON.
       *[other] { $count } other steps are in the dossier as JSON.
    }

## What led to it, and what came of it

dossier-origins-none = The decision is linked to nothing.
dossier-contribution-kind = { $word ->
        [question] Question
        [idea] Idea
        [proposal] Proposal
        [argument_for] Argument for
        [argument_against] Argument against
        [comment] Comment
        [answer] Answer
        [resource] Resource
       *[statement] Statement
    }
dossier-meeting-kind = { $word ->
        [outreach] Outreach
        [launch] Launch
        [presentation] Presentation
        [workshop] Workshop
        [training] Training
        [convivial] Convivial meeting
       *[steering] Steering meeting
    }
dossier-decision-kind = Decision
dossier-by = by { $who }, { $at }
dossier-at-position = position { $position }
dossier-supports = { $supports ->
        [one] { $supports } supporter
       *[other] { $supports } supporters
    }, { $replies ->
        [one] { $replies } reply
       *[other] { $replies } replies
    }
dossier-hidden = Text hidden by moderators.
dossier-withdrawn = Withdrawn by its author.
dossier-meeting-when = { $from }, until { $to }
dossier-attendance = { $count ->
        [one] { $count } came
       *[other] { $count } came
    }
dossier-cancelled = cancelled
dossier-minutes = Minutes
dossier-minutes-approved = Approved on { $at } by { $who }.
dossier-minutes-none = No approved minutes.
dossier-objections-none = Nobody objected.
dossier-objection-stands = stands
dossier-objection-lifted = lifted on { $at }
dossier-objection-raised = Objection of { $at }
dossier-objections-beyond = { $count ->
        [one] { $count } other objection is in the dossier as JSON.
       *[other] { $count } other objections are in the dossier as JSON.
    }
dossier-follow-up-none = Nothing was planned from this decision yet.
dossier-action-kind = Action
dossier-action-phase = { $word ->
        [planned] planned
        [under_way] under way
        [blocked] blocked
        [completed] completed
       *[abandoned] abandoned
    }
dossier-action-progress = Progress: { $percent }%
dossier-action-responsible = Responsible: { $who }
dossier-action-budget = Budget: { $budget }
dossier-action-obstacle = { $word ->
        [abandoned] Why it was abandoned:
       *[blocked] What holds it up:
    }
dossier-action-results = What came of it:
dossier-milestones = Milestones
dossier-milestone-reached = reached on { $at }
dossier-milestone-due = due on { $at }

## The history

dossier-column-position = Position
dossier-column-event = What happened
dossier-column-leaf = Hash
dossier-history-intro = The events of the decision itself, in the order in which they were recorded; ballots are not among them. The hash is the beginning of the event’s leaf in the verifiable history.
dossier-history-left-out = { $count ->
        [one] { $count } event is not shown.
       *[other] { $count } events are not shown.
    }
dossier-event = { $word ->
        [proposed] Decision proposed
        [amended] Proposal amended
        [option_set] Option listed or revised
        [option_withdrawn] Option withdrawn
        [linked] Link added
        [unlinked] Link taken back
        [opened] Vote opened
        [meeting_ballots_entered] Ballots of a meeting entered
        [meeting_ballots_withdrawn] Ballots of a meeting taken out
        [closed] Vote closed
        [ballots_published_part] Ballots published
        [lot_drawn] Lot drawn
        [outcome_recorded] Outcome recorded
       *[voided] Decision declared void
    }
dossier-event-by = by { $who }
dossier-event-for = by { $who }, for { $whom }

## Checking

dossier-verify-how = Save the dossier and count it again, without a server:
dossier-verify-compare = { $command } counts the published ballots again and compares with the recorded outcome. The hash of an event is the SHA-256 of a zero byte and its bytes, as the history serves them.
dossier-verify-export = What a recount needs, alone (JSON)
dossier-verify-electorate = Hash of who might vote (SHA-256 of the ids, in order)
dossier-verify-input = Hash of what was counted (SHA-256)
dossier-verify-origin = Name of the network in signed checkpoints
dossier-verify-id = Id of the decision

## Specifications and findings

dossier-requirement-kind = { $word ->
        [goal] Goal
        [means] Means
       *[constraint] Constraint
    }
dossier-requirement-text = Text no. { $number }, that of the opening.
dossier-requirement-priority = { $word ->
        [must] must
        [should] should
        [could] could
       *[wont] not this time
    }
dossier-specification-version = Version { $number } of a specification
dossier-finding-kind = Finding of a diagnostic
dossier-selection-kind = Selection of a tool
dossier-selection-assessors = { $count ->
        [one] { $count } person assessed the candidates
       *[other] { $count } people assessed the candidates
    }
dossier-selection-score = rank { $rank }, score { $score } of 1000
dossier-selection-unranked = without rank
dossier-selection-cost = { $amount } in { $years ->
        [one] { $years } year
       *[other] { $years } years
    }
