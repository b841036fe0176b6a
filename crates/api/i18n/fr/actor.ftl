# Refus des règles : les acteurs

unknown-actor = Cet acteur est inconnu
    .detail = Aucun acteur du réseau ne porte cet identifiant. Cherchez-le dans la liste des acteurs.
actor-left = Cet acteur a quitté le réseau
    .detail = Il ne peut plus prendre part au réseau. Choisissez un acteur qui en fait partie.
actor-already-joined = Cet acteur fait déjà partie du réseau
    .detail = Il n'y a rien à faire : retrouvez-le dans la liste des acteurs.
not-a-person = Cet acteur n'est pas une personne
    .detail = Seule une personne a un profil et représente une organisation ou un service. Choisissez une personne, ou modifiez plutôt la description de l'organisation.
not-an-organisation = Cet acteur n'est ni une organisation ni un service
    .detail = Seuls une organisation ou un service ont une description et se font représenter. Choisissez-en un, ou modifiez plutôt le profil de la personne.
until-is-past = La date de fin est déjà passée
    .detail = Choisissez une date à venir, ou laissez la date vide pour un rôle sans fin.
last-steward = Le réseau perdrait son dernier responsable
    .detail = Un réseau garde toujours au moins un responsable (« steward ») dont le rôle n'a pas de date de fin. Donnez d'abord ce rôle, sans date de fin, à un autre acteur.
contact-taken = Cette adresse est déjà celle d'une autre personne
    .detail = Une adresse n'appartient qu'à une personne du réseau. Indiquez-en une autre, ou demandez de l'aide à un responsable du réseau.
not-represented = Cette personne ne représente pas cette organisation
    .detail = Il n'y a pas de représentation à terminer. Vérifiez la personne et l'organisation.
role-not-held = Cet acteur n'a pas ce rôle
    .detail = Il n'y a rien à retirer. Vérifiez l'acteur et le rôle dans la liste des acteurs.
unknown-subject = Personne dans le réseau n'est celui pour qui vous saisissez ceci
    .detail = On ne saisit que ce qu'a fait un acteur qui prend part au réseau. Ajoutez d'abord la personne, puis saisissez de nouveau.
evidence-missing = Il manque ce sur quoi repose cette saisie
    .detail = Qui saisit ce qu'un autre a fait dit d'où cela vient : papier, main levée ou téléphone. Donnez-le par le paramètre « evidence ».
already-erased = Les données de cette personne ont déjà été effacées
    .detail = Il ne reste rien à effacer.
