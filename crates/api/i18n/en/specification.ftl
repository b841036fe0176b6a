# Refusals by the rules: specifications

unknown-specification = This specification is unknown
    .detail = No specification of the network has this identifier. Look for it in the list of specifications.
specification-id-taken = This identifier is already in use
    .detail = A specification already has it. Send yours with a new identifier.
goals-not-a-question = What would ask for goals is no question
    .detail = Name a question of the network in “goals”, or give its text so that it is asked.
means-not-a-question = What would ask for means is no question
    .detail = Name a question of the network in “means”, or give its text so that it is asked.
goals-and-means-are-one = Both questions are the same
    .detail = A specification grows from two questions: what one wants to do together, and with what means. Name two.
specification-question-gone = One of the two questions takes no part any more
    .detail = It was withdrawn, merged or hidden. Name another one, or give a text so that it is asked.
specification-version-id-taken = This identifier is already in use
    .detail = A version already has it. Publish yours with a new identifier.
version-empty = There is nothing to publish
    .detail = No requirement stands. Propose one, or reinstate one that was rejected.
version-unchanged = Nothing has changed since the last version
    .detail = The requirements, their texts and their priorities are those of the last version. Publish when something has changed.
version-differs = This version is not what stands
    .detail = A version is how the requirements stand when it is published. Publish anew.
too-many-versions = This specification has as many versions as it can have
    .detail = There are at most 256. Open a new specification, from the last version if need be.
unknown-specification-version = This version is unknown
    .detail = Look for its number in the list of the specification’s versions.
adoption-decision-unknown = The decision by which the version would be adopted is unknown
    .detail = Check its identifier in the list of decisions.
adoption-not-decided = This decision has decided nothing
    .detail = Wait until its outcome is recorded. A decision that was declared void adopts nothing: propose another one.
adoption-not-linked = This decision was not opened on this version
    .detail = Whoever votes must know on what. Propose a decision, link it to the version, then open it.
adoption-of-several = This decision was opened on several versions
    .detail = Nobody could tell which one is adopted. Propose a decision that is linked to one version only.
adoption-not-passed = This decision did not adopt the version
    .detail = The proposal did not pass, or the method does not say yes or no. Revise the requirements, publish a version and decide anew.
already-adopted = This version is adopted already
    .detail = There is nothing to do: the adoption holds as long as its decision is not declared void and no other version is adopted.

## What happened (the words are told in activity.ftl)

activity-specification-opened = { $who } opened a specification
activity-specification-revised = { $who } replaced the title of a specification
activity-specification-version-published = { $who } published a version of a specification
activity-specification-adopted = { $who } recorded the adoption of a version of a specification

## The two questions

specification-question-goals = What do we want to do together?
specification-question-means = With what means?

## The Markdown file

specification-file-published = Version { $number }, published by { $network } on { $date } (position { $position } of the history).
specification-file-not-adopted = This version was not adopted.
specification-file-adopted = Adopted on { $date } by the decision “{ $question }” (`{ $decision }`).
specification-file-origin = Origin: { $origin }, specification `{ $specification }`.
specification-file-heading = { $kind ->
        [goal] Goals
        [means] Means
       *[constraint] Constraints
    }
specification-file-priority = { $priority ->
        [must] must
        [should] should
        [could] could
        [wont] not this time
       *[none] no priority
    }
specification-file-source = { $kind ->
        [contribution] Contribution
        [finding] Finding
        [merged] Merged requirement
       *[requirement] Requirement
    }: “{ $title }”
specification-file-source-by = { $kind ->
        [contribution] Contribution
       *[other] Text
    }: “{ $title }”, by { $who }
