# Refus des règles : les actions

unknown-action = Cette action est inconnue
    .detail = Aucune action du réseau ne porte cet identifiant. Cherchez-la dans la liste des actions.
action-id-taken = Cet identifiant est déjà utilisé
    .detail = Une action le porte déjà. Envoyez la vôtre avec un nouvel identifiant.
unknown-origin = Ce dont cette action viendrait est inconnu
    .detail = Une action vient d'une contribution, d'une rencontre, d'une décision, d'une exigence, d'une version d'un cahier des charges ou d'un constat de diagnostic du réseau. Vérifiez son identifiant dans leurs listes.
origin-gone = Ce dont cette action viendrait n'est plus de la partie
    .detail = Rien ne se planifie à partir d'une contribution retirée, fusionnée ou masquée, ni d'une rencontre annulée, ni d'une exigence divisée, fusionnée ou rejetée, ni d'un constat retiré, ni d'une décision nulle. Choisissez autre chose.
responsible-missing = Personne ne répondrait de cette action
    .detail = Nommez au moins un acteur qui en répond.
unknown-responsible = Un acteur qui répondrait de cette action est inconnu
    .detail = Vérifiez les identifiants dans la liste des acteurs.
responsible-left = Un acteur qui répondrait de cette action a quitté le réseau
    .detail = Nommez des acteurs qui prennent part au réseau.
budget-negative = Un budget n'est pas inférieur à zéro
    .detail = Donnez le montant dans la plus petite unité de la monnaie, à partir de 0, ou ne donnez pas de budget.
action-over = Cette action est terminée
    .detail = Elle a été achevée ou abandonnée et n'admet plus rien. Planifiez une nouvelle action.
action-blocked = Quelque chose bloque cette action
    .detail = Dites d'abord que plus rien ne la bloque, puis continuez. Elle peut aussi être abandonnée.
action-not-blocked = Rien ne bloque cette action
    .detail = Il n'y a pas d'obstacle à lever.
unknown-milestone = Ce jalon est inconnu
    .detail = Cherchez son identifiant parmi les jalons de l'action.
milestone-already-reached = Ce jalon est déjà atteint
    .detail = Il n'y a plus rien à y faire. Fixez un nouveau jalon pour la suite.
too-many-milestones = Cette action a autant de jalons qu'une action peut en avoir
    .detail = Remplacez un jalon qui n'est pas encore atteint, ou planifiez une autre action.

## Ce qui s'est passé (les mots sont dits dans activity.ftl)

activity-action-planned = { $who } a planifié une action
activity-action-replanned = { $who } a revu le plan d'une action
activity-action-milestone-set = { $who } a fixé un jalon d'une action
activity-action-milestone-reached = { $who } a atteint un jalon d'une action
activity-action-progressed = { $who } a dit où en est une action
activity-action-blocked = { $who } a signalé un obstacle à une action
activity-action-unblocked = { $who } a levé l'obstacle à une action
activity-action-completed = { $who } a achevé une action
activity-action-abandoned = { $who } a abandonné une action
