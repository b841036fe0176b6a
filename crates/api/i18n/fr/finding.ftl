# Refus des règles : les constats d’un diagnostic

unknown-finding = Ce constat est inconnu
    .detail = Aucun constat du réseau ne porte cet identifiant. Cherchez-le dans la liste des constats du diagnostic.
finding-id-taken = Cet identifiant est déjà utilisé
    .detail = Un constat le porte déjà. Envoyez le vôtre avec un nouvel identifiant.
unknown-diagnostic-of-finding = Le diagnostic de ce constat est inconnu
    .detail = Cherchez son identifiant dans la liste des diagnostics.
finding-before-publication = Les tableaux de ce diagnostic ne sont pas publiés
    .detail = Un constat s’appuie sur des tableaux que chacun peut lire. Attendez la clôture du diagnostic.
unknown-question-of-finding = Ce constat s’appuie sur une question inconnue
    .detail = Vérifiez les numéros parmi les questions du diagnostic.
finding-withdrawn = Ce constat a été retiré
    .detail = Il ne change plus. Publiez-en un autre.

## Ce qui s’est passé (les mots sont dits dans activity.ftl)

activity-finding-published = { $who } a publié un constat
activity-finding-revised = { $who } a modifié un constat
activity-finding-withdrawn = { $who } a retiré un constat
