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

## Demandes auxquelles il n'est pas répondu comme demandé

malformed-json = Le corps de la demande n'est pas du JSON valable
    .detail = Corrigez-le à la ligne { $line }, colonne { $column }, puis renvoyez la demande.
too-deep = Le corps de la demande est trop imbriqué
    .detail = Les crochets et accolades s'imbriquent sur { $max } niveaux au plus. Envoyez un corps moins profond.
invalid-header = L'en-tête { $name } ne convient pas
    .detail = Corrigez-le ou retirez-le : la documentation, à l'adresse /docs/, dit quelles demandes l'acceptent et comment il s'écrit.
authentication-required = Dites d'abord qui vous êtes
    .detail = Envoyez une clé de ce réseau sous la forme « Authorization: Bearer … ». Les animateurs du réseau ajoutent les acteurs ; la clé d'un acteur est délivrée par lui-même ou par un responsable.
invalid-credentials = Cette clé ne fonctionne pas
    .detail = Elle est inconnue, échue ou révoquée, ou l'en-tête n'est pas « Authorization: Bearer … ». Demandez une nouvelle clé à un responsable du réseau, ou à l'opérateur.
forbidden = Cela ne vous revient pas
    .detail = Le rôle nécessaire est indiqué dans la documentation, à l'adresse /docs/. Demandez à quelqu'un qui l'a, ou à un responsable du réseau de vous le donner.
insufficient-scope = Cette clé n'est pas faite pour cela
    .detail = La demande exige une clé qui permet l'usage { $scope }. Utilisez une autre clé, ou faites-en délivrer une avec cet usage.
not-found = Il n'y a rien ici
    .detail = Vérifiez l'adresse. Ce que vous ne pouvez pas connaître n'est pas ici pour vous non plus : envoyez une clé du réseau si vous en avez une.
method-not-allowed = Cette méthode ne va pas avec cette adresse
    .detail = L'adresse accepte { $allow }. La documentation se trouve à l'adresse /docs/.
already-issued = C'est déjà fait, et un secret ne se montre pas deux fois
    .detail = La première demande avec cette Idempotency-Key a réussi. Si sa réponse s'est perdue, révoquez la clé délivrée et faites-en délivrer une autre avec une nouvelle Idempotency-Key.
request-in-progress = La première demande avec cette Idempotency-Key n'est pas encore terminée
    .detail = Attendez un instant, puis renvoyez la même demande.
stale-version = Cela a changé depuis que vous l'avez vu
    .detail = La version est maintenant { $current }. Relisez, puis renvoyez votre modification avec cette version comme If-Match.
body-too-large = Le corps de la demande est trop grand
    .detail = Il peut avoir { $max } octets au plus. Raccourcissez-le, ou divisez-le en plusieurs demandes.
too-large = C'est trop à la fois
    .detail = Divisez en plusieurs demandes.
unsupported-media-type = Le corps de la demande doit être du JSON
    .detail = Envoyez-le comme simple JSON, avec « Content-Type: application/json ».
invalid-value = Une valeur ne convient pas
    .detail = Corrigez ce que désigne « errors », puis renvoyez la demande.
invalid-parameter = Un paramètre de l'adresse ne convient pas
    .detail = Corrigez ou retirez le paramètre que nomme « errors », puis renvoyez la demande.
position-past-head = Ce moment n'est pas encore venu
    .detail = L'historique compte { $head } événements. Demandez une position jusque-là, ou une date passée.
idempotency-key-reused = Cette Idempotency-Key a déjà servi à une autre demande
    .detail = Envoyez une nouvelle demande avec une nouvelle clé ; répétez une demande précédente sans la changer.
internal = Quelque chose ne va pas du côté du serveur
    .detail = Le journal du serveur en garde la trace. Réessayez plus tard ; si cela se répète, prévenez l'opérateur du serveur.
not-folded-yet = Le réseau n'en est pas encore là
    .detail = Renvoyez la demande dans un instant, ou demandez moins avec « at_least ».
busy = Trop de demandes attendent
    .detail = Rien n'a été enregistré. Renvoyez la demande dans un instant.
outcome-unknown = On ne sait pas si cela a été enregistré
    .detail = Renvoyez la même demande avec la même Idempotency-Key : elle est enregistrée une fois au plus. Sans une telle clé, regardez d'abord si c'est fait.
writes-stopped = Rien ne peut être enregistré pour le moment
    .detail = La lecture reste possible. Réessayez plus tard ; si cela dure, prévenez l'opérateur du serveur.
network-damaged = Ce réseau ne peut pas être ouvert
    .detail = Ses fichiers sont abîmés ou ses clés manquent ; le journal du serveur en dit plus. Prévenez l'opérateur du serveur.
disk-full = Le disque du serveur est plein
    .detail = Rien n'a été enregistré. Prévenez l'opérateur du serveur, puis renvoyez la demande.

## Pourquoi une partie de la demande ne convient pas

reason-unknown-field = Aucun champ ne porte ce nom.
reason-unknown-parameter = Aucun paramètre ne porte ce nom ici.
reason-missing = Il manque.
reason-given-twice = Il est donné deux fois.
reason-wrong-type = { $wanted ->
        [text] Il faut un texte.
        [number] Il faut un nombre entier qui ne soit pas trop grand.
        [boolean] Il faut true (vrai) ou false (faux).
        [list] Il faut une liste.
        [object] Il faut un objet avec des champs.
        [short-list] Il faut une liste courte, sans répétition.
        [id] Il faut un identifiant (UUID).
        [time] Il faut une date et une heure, comme 2026-03-05T17:02:11Z.
        [moment] Il faut une position ou une date, comme 42 ou 2026-03-05T17:02:11Z.
        [language] Il faut le code d'une langue, comme fr ou pt-BR.
        [time-zone] Il faut un fuseau horaire de la base IANA, comme Europe/Paris.
        [territory] Il faut le code d'un territoire : jusqu'à 12 majuscules, chiffres et traits d'union.
        [slug] Il faut un nom d'adresse : jusqu'à 40 minuscules, chiffres et traits d'union, sans trait d'union aux extrémités.
        [source] Il faut une source, comme polis:conversation.
        [e-mail] Il faut une adresse électronique.
       *[other] Ce n'est pas de la sorte attendue.
    }
reason-not-one-of = Il faut l'une de ces valeurs : { $words }.
reason-empty = Il ne faut pas que ce soit vide.
reason-too-long = Il faut { $max } caractères au plus.
reason-control-characters = Certains caractères ne sont pas du texte ; les retours à la ligne n'ont leur place que dans les textes longs.
reason-out-of-bounds = Il faut un nombre de { $min } à { $max }.
reason-not-in-the-future = La date doit être à venir.
reason-for-persons-only = Seules les personnes en ont.
reason-not-for-questions = Une question n'en a pas.
reason-does-not-fit = Ce n'est pas de la sorte attendue.
