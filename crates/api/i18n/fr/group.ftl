# Refus des règles : les groupes de travail

unknown-group = Ce groupe est inconnu
    .detail = Aucun groupe de travail du réseau ne porte cet identifiant. Cherchez-le dans la liste des groupes.
group-dissolved = Ce groupe a été dissous
    .detail = Il ne change plus. Choisissez un autre groupe, ou demandez à un animateur d'en former un nouveau.
group-id-taken = Cet identifiant est déjà pris
    .detail = Un groupe le porte déjà. Formez le vôtre avec un nouvel identifiant.
unknown-member = Cet acteur ne prend pas part au réseau
    .detail = Seuls des acteurs qui prennent part au réseau travaillent dans un groupe. Choisissez-en un dans la liste des acteurs.
already-in-group = Cet acteur fait déjà partie du groupe
    .detail = Il n'y a rien à faire.
not-in-group = Cet acteur ne fait pas partie du groupe
    .detail = Il n'y a rien à quitter. Vérifiez le groupe et l'acteur dans la liste de ses membres.
convener-not-in-group = Le référent d'un groupe en est membre
    .detail = Ajoutez d'abord cet acteur au groupe, puis nommez-le référent, ou choisissez l'un des membres.
already-convener = Cet acteur est déjà le référent du groupe
    .detail = Il n'y a rien à faire.
group-not-at-work = Le groupe de travail indiqué est inconnu ou a été dissous
    .detail = Choisissez-en un dans la liste des groupes, ou n'en indiquez aucun.

## Ce qui s'est passé (les mots sont dits dans activity.ftl)

activity-group-formed = { $who } a formé un groupe de travail
activity-group-revised = { $who } a redéfini un groupe de travail
activity-group-member-added = { $whom } a rejoint un groupe de travail
activity-group-member-left = { $whom } a quitté un groupe de travail
activity-group-convener-named = { $whom } est désormais référent d'un groupe de travail
activity-group-dissolved = { $who } a dissous un groupe de travail
