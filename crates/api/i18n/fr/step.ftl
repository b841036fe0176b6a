# Refus des règles : les étapes de la méthode

step-already-open = Cette étape est déjà ouverte
    .detail = Il n’y a pas à l’ouvrir. Pour dire autrement ce qu’elle vise, changez son objectif.
step-not-open = Cette étape n’est pas ouverte
    .detail = Elle n’a jamais été ouverte, ou elle est close. Ouvrez-la d’abord.

## Ce qui s’est passé

activity-step-opened = { $who } a ouvert l’étape « { activity-step } »
activity-step-goal-set = { $who } a fixé un objectif à l’étape « { activity-step } »
activity-step-closed = { $who } a clos l’étape « { activity-step } »
activity-step = { $word ->
        [diagnostic] Diagnostic
        [mobilisation] Mobilisation
        [specification] Cahier des charges
        [selection] Choix de l’outil
        [tutoring] Tutorat
        [experiment] Expérimentation
        [evaluation] Évaluation
        [follow_up] Suivi et animation
       *[other] { $word }
    }
