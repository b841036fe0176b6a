# Refus des règles : les diagnostics

unknown-diagnostic = Ce diagnostic est inconnu
    .detail = Aucun diagnostic du réseau ne porte cet identifiant. Cherchez-le dans la liste des diagnostics.
diagnostic-id-taken = Cet identifiant est déjà utilisé
    .detail = Un diagnostic le porte déjà. Envoyez le vôtre avec un nouvel identifiant.
unknown-followed-diagnostic = Le diagnostic à suivre est inconnu
    .detail = Cherchez l’identifiant de la première campagne dans la liste des diagnostics.
followed-diagnostic-unpublished = Les tableaux du diagnostic à suivre ne sont pas publiés
    .detail = On compare une campagne à une campagne publiée. Attendez la clôture de la première, ou préparez celle-ci sans « follows ».
diagnostic-opened = Ce diagnostic a été ouvert
    .detail = Ses questions ne changent plus, pour que chacun réponde aux mêmes. En cas d’erreur, abandonnez-le et préparez-en un autre.
diagnostic-abandoned = Ce diagnostic a été abandonné
    .detail = Il n’admet plus rien ; le motif s’y lit. Préparez un autre diagnostic.

## Les questions

unknown-diagnostic-question = Cette question est inconnue
    .detail = Cherchez son numéro parmi les questions du diagnostic ; une question retirée ne revient pas.
too-many-questions = Ce diagnostic a autant de questions qu’un diagnostic peut en avoir
    .detail = Il y en a 64 au plus, celles qui ont été retirées comprises. Remplacez une question plutôt que d’en ajouter une.
repeats-unknown-question = La question à reposer est inconnue
    .detail = On repose une question du diagnostic qui est suivi (« follows »). Vérifiez son numéro, ou retirez « repeats ».
repeats-another-kind = La question à reposer n’était pas du même genre
    .detail = Pour comparer avant et après, la question garde son genre. Choisissez le même, ou retirez « repeats ».
question-takes-no-choices = On ne répond pas à cette question par un choix
    .detail = Seules les questions « single » et « multiple » ont des choix. Changez le genre de la question d’abord.
unknown-choice = Ce choix est inconnu
    .detail = Cherchez son numéro parmi les choix de la question ; un choix retiré ne revient pas.
too-many-choices = Cette question a autant de choix qu’une question peut en avoir
    .detail = Il y en a 32 au plus, ceux qui ont été retirés compris. Remplacez un choix plutôt que d’en ajouter un.

## L’ouverture

diagnostic-without-questions = Ce diagnostic ne demande rien
    .detail = Ajoutez au moins une question avant d’ouvrir.
too-few-choices = Une question ne laisse pas de quoi choisir
    .detail = Donnez au moins deux choix à chaque question « single » ou « multiple ».
repeats-differ = Une question reposée n’a pas autant de choix qu’avant
    .detail = Pour comparer avant et après, elle garde ses choix, dans le même ordre. Rétablissez-les, ou retirez « repeats » de la question.
diagnostic-closes-too-soon = Ce diagnostic serait clos trop tôt
    .detail = La clôture vient après l’ouverture. Choisissez un moment à venir.
diagnostic-opening-differs = L’ouverture ne correspond pas aux réglages du réseau
    .detail = Le seuil en dessous duquel un chiffre ne se montre pas est celui du réseau. Relisez-le, puis ouvrez de nouveau.

## Les réponses

diagnostic-not-open = Ce diagnostic n’est pas ouvert
    .detail = On y répond après l’ouverture et jusqu’à la clôture. Relisez où il en est.
answers-late = Ce diagnostic est clos depuis peu
    .detail = L’heure de la clôture est passée : les réponses ne changent plus. Les tableaux seront publiés sous peu.
not-addressed = Ce diagnostic ne s’adresse pas à cette personne
    .detail = Y répondent les personnes du réseau qui appartiennent aux publics nommés à l’ouverture. Une organisation ne répond pas : ses membres le font, chacun pour soi.
answers-missing = Il n’y a pas de réponse
    .detail = Répondez à une question au moins. Pour reprendre vos réponses, retirez-les.
answer-to-no-question = Une réponse ne correspond à aucune question
    .detail = Vérifiez les numéros parmi les questions du diagnostic.
answer-of-another-kind = Une réponse n’est pas du genre de sa question
    .detail = Relisez comment on répond à cette question (« kind »).
answer-unknown-choice = Une réponse nomme un choix inconnu
    .detail = Cherchez les numéros parmi les choix de la question.
answer-not-in-order = Une réponse n’est pas dans l’ordre, ou se répète
    .detail = Rangez les choix ou les acteurs par ordre croissant, chacun une seule fois.
answer-out-of-scale = Une réponse sort de l’échelle
    .detail = L’échelle va de 1 à 5.
answer-empty = Une réponse ne dit rien
    .detail = Écrivez quelque chose, ou laissez la question de côté.
answer-too-long = Une réponse est trop longue
    .detail = Un texte a 4 000 caractères au plus ; une réponse en mots, 5 mots de 60 caractères au plus ; on nomme 64 acteurs au plus.
answers-too-long = Les réponses sont trop longues toutes ensemble
    .detail = Elles tiennent dans 64 Kio. Raccourcissez les textes.
tie-unfit = Un acteur nommé ne convient pas
    .detail = On nomme des acteurs du réseau, et pas soi-même. Cherchez leurs identifiants dans la liste des acteurs.
answers-was-differs = Ce qui est dit des réponses d’avant ne correspond pas
    .detail = Entre-temps, vous avez répondu ou retiré vos réponses. Relisez-les, puis recommencez.
not-answered = Vous n’avez pas répondu à ce diagnostic
    .detail = Il n’y a rien à lire ni à retirer.

## La publication

diagnostic-closed = Ce diagnostic a été clos
    .detail = Ses tableaux sont publiés ou vont l’être : il ne s’abandonne plus.
diagnostic-not-closed = Ce diagnostic n’a pas été clos
    .detail = Les tableaux se publient après la clôture. Attendez son heure, ou demandez à un animateur de le clore.
respondents-differ = Le nombre des personnes qui ont répondu ne correspond pas
    .detail = Le serveur recompte de lui-même. S’il n’y parvient pas, signalez-le à qui l’administre.
table-published = Ce tableau est déjà publié
    .detail = Il n’y a rien à faire : lisez le rapport du diagnostic.
table-unfit = Ce tableau ne se publie pas ainsi
    .detail = Il n’a pas la forme de sa question, ou montre un trop petit groupe. Signalez-le à qui administre le serveur.

## Ce qui s’est passé (les mots sont dits dans activity.ftl)

activity-diagnostic-drafted = { $who } a préparé un diagnostic
activity-diagnostic-revised = { $who } a modifié un diagnostic
activity-diagnostic-question-set = { $who } a écrit une question d’un diagnostic
activity-diagnostic-question-withdrawn = { $who } a retiré une question d’un diagnostic
activity-diagnostic-choice-set = { $who } a écrit un choix d’un diagnostic
activity-diagnostic-choice-withdrawn = { $who } a retiré un choix d’un diagnostic
activity-diagnostic-opened = { $who } a ouvert un diagnostic
activity-diagnostic-closed = { $who } a clos un diagnostic
activity-diagnostic-base-published = { $who } a compté les réponses à un diagnostic
activity-diagnostic-table-published = { $who } a publié un tableau d’un diagnostic
activity-diagnostic-abandoned = { $who } a abandonné un diagnostic
