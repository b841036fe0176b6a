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
actor-not-left = Cet acteur n'a pas quitté le réseau
    .detail = Il n'y a rien à faire : il y participe.
role-still-holds = Ce rôle n'est pas arrivé à son terme
    .detail = Il prend fin de lui-même à sa date de fin. Pour y mettre fin avant, révoquez-le.
notice-not-current = Ce n'est pas la mention d'information en vigueur
    .detail = Relisez la mention d'information du réseau, et donnez le numéro qu'elle porte maintenant.
still-retained = Le réseau conserve encore ces données
    .detail = Le réseau efface de lui-même les données des personnes parties depuis assez longtemps. Pour les effacer avant, donnez une autre raison.

## Ce qui s'est passé (les mots sont dits dans activity.ftl)

activity-actor-joined = { $whom } a rejoint le réseau
activity-actor-profile-revised = { $whom } a un nouveau profil
activity-actor-organisation-described = { $whom } a une nouvelle description
activity-actor-representation-started = { $whom } représente désormais { $other }
activity-actor-representation-ended = { $whom } ne représente plus { $other }
activity-actor-role-granted = { $whom } a reçu le rôle { activity-role }
activity-actor-role-revoked = { $whom } n'a plus le rôle { activity-role }
activity-actor-left = { $whom } a quitté le réseau
activity-actor-personal-data-erased = les données personnelles ont été effacées pour { $whom }
activity-actor-reactivated = { $whom } est de retour dans le réseau
activity-actor-role-expired = le rôle { activity-role } a pris fin pour { $whom }
activity-actor-notice-acknowledged = { $whom } a pris connaissance de l'usage des données personnelles
