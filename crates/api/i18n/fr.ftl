# Les textes français de l'interface. Un message par code, les « _ » du code devenant des « - » :
# son titre, puis « .detail », ce que l'on peut faire ensuite. Mêmes messages, même ordre que en.ftl.

## Refus des règles : le réseau

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

## Refus des règles : les acteurs

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

## Refus des règles : les contributions

unknown-contribution = Cette contribution est inconnue
    .detail = Aucune contribution du réseau ne porte cet identifiant. Cherchez-la dans la liste des contributions.
contribution-withdrawn = Cette contribution a été retirée
    .detail = Elle ne prend plus part à la discussion. Vous pouvez en soumettre une nouvelle.
contribution-id-taken = Cet identifiant est déjà pris
    .detail = Une contribution le porte déjà. Envoyez la vôtre avec un nouvel identifiant.
title-missing = Il manque un titre
    .detail = Une idée, une proposition ou une ressource a besoin d'un titre. Ajoutez-en un.
title-not-expected = Un titre n'a pas sa place ici
    .detail = Seules les questions, les idées, les propositions et les ressources ont un titre. Retirez-le et mettez tout dans le texte.
parent-missing = Il manque la contribution à laquelle celle-ci se rattache
    .detail = Un argument, un commentaire, une réponse ou un énoncé se rattache à une autre contribution. Indiquez laquelle.
unknown-parent = La contribution à laquelle celle-ci se rattache est inconnue
    .detail = Vérifiez son identifiant dans la liste des contributions.
parent-withdrawn = La contribution à laquelle celle-ci se rattache a été retirée
    .detail = On ne répond plus à une contribution retirée. Choisissez-en une autre.
parent-of-wrong-kind = Cette contribution ne peut pas se rattacher à celle-là
    .detail = Une réponse ou un énoncé se rattache à une question, un argument à une idée ou à une proposition. Choisissez une contribution qui convient.
thread-too-deep = Ce fil de discussion est trop profond
    .detail = Répondez plus haut dans le fil, ou commencez un nouveau fil.
not-a-question = Cette contribution n'est pas une question
    .detail = Modifiez-la comme une contribution de son auteur, ou choisissez une question.
is-a-question = Cette contribution est une question
    .detail = Le texte d'une question est celui du réseau : demandez à un animateur de le modifier.
already-supported = Vous soutenez déjà cette contribution
    .detail = Un soutien compte une fois par personne. Il n'y a rien à faire.
not-supported = Vous ne soutenez pas cette contribution
    .detail = Il n'y a pas de soutien à retirer.
unknown-target = La contribution à relier est inconnue
    .detail = Vérifiez l'identifiant de la seconde contribution dans la liste des contributions.
linked-to-itself = Une contribution ne se relie pas à elle-même
    .detail = Choisissez deux contributions différentes.
already-linked = Ces deux contributions sont déjà reliées ainsi
    .detail = Il n'y a rien à faire : ce lien existe.

## Refus des règles : les votes sur les énoncés

unknown-statement = Cet énoncé est inconnu
    .detail = Aucune contribution du réseau ne porte cet identifiant. Cherchez l'énoncé sous sa question.
not-a-statement = On ne vote que sur des énoncés
    .detail = Cette contribution n'est pas un énoncé. Choisissez un énoncé sous une question, ou soutenez plutôt cette contribution.
statement-withdrawn = Cet énoncé a été retiré
    .detail = On ne peut plus voter sur lui ; les votes déjà donnés restent comptés. Choisissez un autre énoncé.
was-differs = Le vote précédent indiqué n'est pas le bon
    .detail = Votre vote a changé entre-temps. Relisez-le, puis votez de nouveau.

## Refus des règles : le serveur

slug-taken = Ce nom d'adresse est déjà pris
    .detail = Un autre réseau de ce serveur porte ce nom. Choisissez-en un autre.
network-already-registered = Ce réseau est déjà enregistré sur ce serveur
    .detail = Il n'y a rien à faire : retrouvez-le dans la liste des réseaux.
key-exists = Cette clé existe déjà
    .detail = Demandez une nouvelle clé : son identifiant et son secret seront tirés au sort.
scope-missing = Il manque un usage à cette clé
    .detail = Indiquez au moins un usage permis : lire (read), agir (write), administrer (admin) ou importer (import).
unknown-key = Cette clé est inconnue
    .detail = Aucune clé ne porte cet identifiant. Cherchez-la dans la liste des clés.
key-already-revoked = Cette clé est déjà révoquée
    .detail = Elle ne fonctionne plus. Il n'y a rien à faire.
