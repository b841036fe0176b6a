# Refus des règles : les coopérations

unknown-cooperation = Cette coopération est inconnue
    .detail = Aucune coopération du réseau ne porte cet identifiant. Cherchez-la dans la liste des coopérations.
cooperation-id-taken = Cet identifiant est déjà utilisé
    .detail = Une coopération le porte déjà. Envoyez la vôtre avec un nouvel identifiant.
too-few-parties = On ne coopère pas tout seul
    .detail = Nommez au moins deux acteurs, dont vous-même ou une organisation que vous représentez.
unknown-party = Un acteur qui coopérerait est inconnu
    .detail = Vérifiez les identifiants dans la liste des acteurs.
party-left = Un acteur qui coopérerait a quitté le réseau
    .detail = Proposez de nouveau la coopération, entre des acteurs qui prennent part au réseau.
proposer-missing = Qui propose une coopération y prend part
    .detail = Nommez-vous parmi les acteurs, ou une organisation que vous représentez.
not-a-party = Seuls ceux qui coopéreraient répondent
    .detail = Demandez à l'un des acteurs entre lesquels elle est proposée de répondre pour lui-même.
already-accepted = Cet acteur a déjà accepté
    .detail = Il n'y a rien à faire : attendez que les autres aient répondu.
cooperation-answered = Cette coopération n'attend plus de réponse
    .detail = Elle a été déclinée ou a commencé. Proposez-en une autre s'il le faut.
not-all-accepted = Tous n'ont pas encore accepté
    .detail = Une coopération commence quand chacun de ses acteurs a accepté. Sollicitez ceux qui n'ont pas répondu.
cooperation-not-running = Cette coopération n'est pas en cours
    .detail = Seule une coopération commencée et non terminée donne lieu à un bilan et prend fin.

## Ce qui s'est passé (les mots sont dits dans activity.ftl)

activity-cooperation-proposed = { $who } a proposé une coopération
activity-cooperation-accepted = { $who } a accepté une coopération
activity-cooperation-declined = { $who } a décliné une coopération
activity-cooperation-started = { $who } a lancé une coopération
activity-cooperation-reviewed = { $who } a fait le bilan d'une coopération
activity-cooperation-ended = { $who } a mis fin à une coopération
