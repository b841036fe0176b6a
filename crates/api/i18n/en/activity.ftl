# What happened, in a sentence: who acted, whom it concerns, the kind of the contribution. The sentence of every
# type of event is in the file of its aggregate. A name begins with a small letter where it is none; the sentence is
# given a capital.

activity-titled = { $sentence }: “{ $title }”
activity-about = { $sentence }, about “{ $title }”
activity-operator = the operator of the server
activity-system = the server
activity-somebody = { $kind ->
        [organisation] an organisation
        [service] a public service
       *[person] a person of the network
    }
activity-kind = { $kind ->
        [question] a question
        [idea] an idea
        [proposal] a proposal
        [argument_for] an argument for
        [argument_against] an argument against
        [comment] a comment
        [answer] an answer
        [resource] a resource
        [statement] a statement
       *[other] a contribution
    }
activity-role = { $word ->
        [driver] driver
        [tutor] tutor
        [facilitator] facilitator
        [moderator] moderator
        [steward] steward
        [auditor] auditor
       *[other] { $word }
    }
