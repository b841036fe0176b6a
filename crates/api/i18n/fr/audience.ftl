# Refus des règles : les publics

no-such-audience = Ce public est inconnu
    .detail = Aucun public du réseau ne porte cet identifiant. Cherchez-le dans la liste des publics.
audience-retired = Ce public n'a plus cours
    .detail = Il ne change plus. Définissez-en un nouveau, ou choisissez-en un autre dans la liste des publics.
audience-id-taken = Cet identifiant est déjà pris
    .detail = Un public le porte déjà. Définissez le vôtre avec un nouvel identifiant.
size-is-zero = Un public compte au moins une personne
    .detail = Indiquez combien de personnes il compte à peu près, ou laissez l'estimation vide tant que vous ne le savez pas.
unknown-audience = Le public indiqué est inconnu ou n'a plus cours
    .detail = Choisissez-en un dans la liste des publics, ou n'en indiquez pas.

## Ce qui s'est passé (les mots sont dits dans activity.ftl)

activity-audience-defined = { $who } a défini un public
activity-audience-revised = { $who } a redéfini un public
activity-audience-retired = { $who } a retiré un public
