# Refus des règles : la modération

nothing-to-moderate = Cette contribution est inconnue
    .detail = Aucune contribution du réseau ne porte cet identifiant. Cherchez-la dans la liste des contributions.
already-reported = Vous avez déjà signalé cette contribution
    .detail = Un signalement compte une fois par personne. Les modérateurs le verront.
already-hidden = Cette contribution est déjà masquée
    .detail = Il n'y a rien à signaler : seuls les modérateurs et son auteur la lisent encore.
own-contribution = Cette contribution est la vôtre
    .detail = On ne décide pas de ce qui est à soi, ni à une organisation qu'on représente. Laissez-la à un autre modérateur.
rule-missing = Il manque la règle
    .detail = Qui masque ou renvoie une contribution dit d'après quelle règle. Citez-la dans « rule ».
not-to-be-returned = Personne ne pourrait modifier cette contribution
    .detail = Elle a été retirée ou fusionnée, ou son auteur est parti. Gardez-la ou masquez-la plutôt.
another-text = Ce n'est pas le texte en vigueur
    .detail = La contribution a été modifiée entre-temps. Relisez-la, puis examinez-la.
appeal-pending = Un recours est d'abord à trancher
    .detail = Son auteur conteste le dernier examen. Un autre modérateur tranche ce recours.
settled-by-appeal = Un recours a tranché
    .detail = Elle n'est examinée de nouveau qu'après un nouveau signalement ou une nouvelle version de son texte.
nothing-to-appeal = Il n'y a rien à contester
    .detail = Le dernier examen de cette contribution ne masque rien, ou il n'y en a pas eu.
already-appealed = Cet examen a déjà été contesté
    .detail = Un examen se conteste une fois. Lisez sous « moderation » ce qu'il en est advenu.
no-appeal = Il n'y a pas de recours à trancher
    .detail = Son auteur n'a pas contesté le dernier examen, ou le recours est tranché.
same-moderator = Vous avez fait cet examen vous-même
    .detail = Un autre modérateur tranche le recours.

## Ce qui s'est passé (les mots sont dits dans activity.ftl ; $word est ce qui a été décidé)

activity-moderation-reviewed = { $word ->
        [hidden] { $who } a examiné { activity-kind }, à masquer
        [returned] { $who } a examiné { activity-kind }, à revoir par son auteur
       *[kept] { $who } a examiné { activity-kind }, à garder
    }
activity-moderation-appealed = { $who } a fait appel d'une décision de modération
activity-moderation-appeal-decided = { $who } a tranché un appel contre une décision de modération
