# Refus des règles : le réseau

network-not-founded = Ce réseau n'existe pas encore
    .detail = Un réseau commence par sa fondation. Demandez à l'opérateur du serveur de le fonder.
network-already-founded = Ce réseau est déjà fondé
    .detail = Un réseau n'est fondé qu'une fois. Pour changer son nom ou ses langues, modifiez ses réglages.
network-archived = Ce réseau est archivé
    .detail = Il est clos pour toujours et ne se consulte plus qu'en lecture. Pour continuer, faites fonder un nouveau réseau.
other-network = Cette demande concerne un autre réseau
    .detail = Vérifiez l'identifiant du réseau, puis envoyez la demande à l'adresse de ce réseau.
language-missing = Il manque une langue
    .detail = Indiquez au moins une langue ; la première est la langue principale du réseau.
k-too-small = La taille minimale des groupes est trop petite
    .detail = Des chiffres sur si peu de personnes permettraient de les reconnaître. Choisissez 3 ou davantage.
retention-too-short = Une conservation aussi courte n'est pas possible
    .detail = Choisissez au moins 30 jours, pour que qui part par erreur puisse revenir, ou 0 pour conserver les données aussi longtemps que le réseau.

## Ce qui s'est passé (les mots sont dits dans activity.ftl)

activity-network-founded = le réseau a été fondé
activity-network-settings-changed = { $who } a changé les réglages du réseau
activity-network-archived = { $who } a clos le réseau pour de bon
