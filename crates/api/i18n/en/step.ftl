# Refusals by the rules: the steps of the method

step-already-open = This step is open already
    .detail = There is nothing to open. To say differently what it is to reach, change its goal.
step-not-open = This step is not open
    .detail = It was never opened, or is closed. Open it first.

## What happened

activity-step-opened = { $who } opened the step “{ activity-step }”
activity-step-goal-set = { $who } set a goal for the step “{ activity-step }”
activity-step-closed = { $who } closed the step “{ activity-step }”
activity-step = { $word ->
        [diagnostic] Diagnostic
        [mobilisation] Mobilisation
        [specification] Specification
        [selection] Choice of the tool
        [tutoring] Tutoring
        [experiment] Experiment
        [evaluation] Evaluation
        [follow_up] Follow and animate
       *[other] { $word }
    }
