# Refus des règles : les décisions

unknown-decision = Cette décision est inconnue
    .detail = Aucune décision du réseau ne porte cet identifiant. Cherchez-la dans la liste des décisions.
decision-id-taken = Cet identifiant est déjà utilisé
    .detail = Une décision ou son urne le porte déjà. Envoyez la vôtre avec un nouvel identifiant.

## Ce qui est proposé

rules-senseless = Ces règles ne tiennent pas ensemble
    .detail = Un nombre sort de ses limites, ou deux se contredisent : une majorité simple se compte parmi les suffrages exprimés, par exemple. Revoyez les paramètres de la méthode.
ballot-mode-unfit = Cette méthode ne se compte pas avec ce mode de scrutin
    .detail = Le consentement demande des bulletins sous pseudonyme (« pseudonymous ») ; le tirage au sort ne connaît ni bulletin ni quorum (« roll_call », sans « quorum »).
ties-unfit = Les égalités ne peuvent pas se départager ainsi
    .detail = Seuls les projets d'un budget ont un coût. Choisissez une autre règle que « cheaper ».
closes-too-soon = Cette décision serait close trop tôt
    .detail = La clôture vient après l'ouverture, à un moment qui n'est pas passé. Choisissez un moment plus tardif.
closes-by-lot = Un tirage au sort n'a pas d'heure de clôture
    .detail = Personne ne vote : la décision est close au moment du tirage. N'indiquez pas « closes_at ».
draw-missing = Il manque le tirage public dont dépend le tirage au sort
    .detail = Nommez-le (« draw ») et dites après quel moment il a lieu (« draws_at ») : après l'ouverture, et pas avant la clôture.
unknown-elector = Un acteur nommé pour voter est inconnu, ou a quitté le réseau
    .detail = Vérifiez les identifiants dans la liste des acteurs.
draw-unneeded = Rien ici ne dépend d'un tirage au sort
    .detail = Retirez « draw » et « draws_at », ou choisissez des règles qui tirent au sort.
decision-opened = Cette décision a été ouverte
    .detail = Ses règles, ses options et son électorat ne changent plus. En cas d'erreur, un animateur peut la déclarer nulle ; proposez-en alors une autre.
decision-voided = Cette décision a été déclarée nulle
    .detail = Elle n'admet plus rien ; le motif s'y lit. Proposez une nouvelle décision.
decision-opens-later = L'heure de l'ouverture n'est pas venue
    .detail = La décision s'ouvrira d'elle-même à l'heure dite (« opens_at »). Modifiez-la pour l'ouvrir plus tôt.
too-few-options = Il n'y a pas de quoi choisir
    .detail = Un choix demande au moins deux options, un budget au moins un projet. Ajoutez-en avant l'ouverture.
unknown-option-candidate = Ce candidat est inconnu ou a été retiré
    .detail = Une option représente l’un des candidats en place d’un choix d’outil. Cherchez-le dans la liste des candidats.
option-candidate-twice = Une autre option représente déjà ce candidat
    .detail = Donnez à chaque option un autre candidat, ou aucun.
takes-no-options = Cette méthode n'a pas d'options
    .detail = On y répond à une seule proposition, ou on y tire au sort. Retirez les options, ou choisissez une autre méthode.
too-many-options = Cette décision a autant d'options qu'une décision peut en avoir
    .detail = Il y en a 512 au plus, celles qui ont été retirées comprises. Partagez la question en plusieurs décisions.
unknown-option = Cette option est inconnue
    .detail = Cherchez son numéro parmi les options de la décision ; une option retirée ne revient pas.
cost-unfit = Ce coût ne convient pas
    .detail = Un projet d'un budget a un coût, à partir de 0, dans la monnaie du budget. Ailleurs, une option n'a pas de coût.
cost-missing = Un projet de ce budget n'a pas de coût qui convienne
    .detail = Revoyez chaque projet : donnez-lui un coût dans la monnaie du budget, ou retirez-le.

## Ce à quoi elle est reliée

unknown-decision-origin = Ce à quoi relier cette décision est inconnu
    .detail = On la relie à une contribution, à une rencontre, à une exigence, à une version d’un cahier des charges, à un constat de diagnostic ou à une autre décision du réseau. Vérifiez l'identifiant dans leurs listes.
decision-origin-gone = Ce à quoi relier cette décision n'est plus de la partie
    .detail = On ne la relie ni à une contribution retirée, fusionnée ou masquée, ni à une rencontre annulée, ni à une exigence divisée, fusionnée ou rejetée, ni à un constat retiré, ni à une décision nulle. Choisissez autre chose.
too-many-links = Cette décision a autant de liens qu'une décision peut en avoir
    .detail = Il y en a 256 au plus. Retirez-en un pour en ajouter un autre.
decision-link-differs = Ce lien existe déjà, ou n'existe pas
    .detail = Une décision est reliée une seule fois à la même chose, et jamais à elle-même. Relisez ses liens.

## L'ouverture

secret-vote-too-large = Ce scrutin secret serait trop grand pour être publié
    .detail = Les bulletins d'un scrutin secret se publient ensemble. Réduisez le nombre des options ou l'électorat, ou choisissez des bulletins sous pseudonyme.
opening-differs = L'ouverture ne correspond pas à ce qui est proposé
    .detail = La décision a été modifiée entre-temps. Relisez-la, puis ouvrez-la de nouveau.

## Les bulletins

decision-not-open = Cette décision n'est pas ouverte
    .detail = On vote de son ouverture à sa clôture. Sa phase dit où elle en est.
ballot-late = Trop tard : le scrutin est clos
    .detail = Les bulletins sont figés depuis l'heure de la clôture (« closes_at »). Le résultat suit.
not-in-electorate = Vous ne faites pas partie de l'électorat
    .detail = Il a été figé à l'ouverture, selon la règle de la décision. Une organisation vote par la voix de qui la représente.
ballot-of-another-mode = On vote ici d'une autre façon
    .detail = Le mode de scrutin est dans les règles de la décision. Relisez-les, puis votez de nouveau.
ballot-of-another-method = Ce bulletin est celui d'une autre méthode
    .detail = Les règles de la décision disent ce qui est attendu : « say », « approve », « rank » ou « points ».
ballot-unknown-option = Ce bulletin nomme une option que cette décision n'a pas
    .detail = Vérifiez les numéros parmi ses options ; on ne vote pas pour une option retirée.
ballot-repeats = Ce bulletin nomme deux fois la même option
    .detail = Nommez chaque option une seule fois.
ballot-too-short = Ce bulletin nomme trop peu d'options
    .detail = Nommez-en davantage, ou aucune : un bulletin blanc compte comme une participation.
ballot-too-long = Ce bulletin nomme trop d'options
    .detail = Les règles de la décision disent combien en nommer au plus. Retirez-en.
ballot-points-out-of-range = Ce bulletin donne à une option trop ou trop peu de points
    .detail = Les règles de la décision disent combien en donner à chacune.
ballot-sum-out-of-range = Ce bulletin donne en tout trop ou trop peu de points
    .detail = Les règles de la décision disent combien en répartir.
ballot-over-budget = Ce que nomme ce bulletin coûte plus qu'un bulletin ne peut
    .detail = Retirez des projets jusqu'à tenir dans la limite.
objection-unreasoned = Une objection doit être motivée
    .detail = Pour dire non, soulevez une objection et dites pourquoi. Pour vous tenir à l'écart, abstenez-vous.
not-by-consent = Cette décision ne se prend pas par consentement
    .detail = On n'y soulève pas d'objection : votez.
no-objection = Vous n'avez pas d'objection à lever
    .detail = Il n'y a rien à faire.
ballot-was-differs = Votre bulletin précédent n'est pas celui qui est dit
    .detail = Il a été changé entre-temps. Votez de nouveau.
ballot-cast-already = Il y a déjà un bulletin de cette personne dans l'urne
    .detail = Elle peut le changer jusqu'à la clôture.
secret-ballot-told-apart = Un bulletin secret ne dit ni ce qu'il corrige, ni quand il a été rempli
    .detail = L'un et l'autre le distingueraient de ceux des autres. Votez de nouveau : le dernier bulletin compte.
nobody-votes = Personne ne vote ici : on tire au sort
    .detail = Attendez le tirage public ; un animateur en saisit les numéros.

## Les bulletins d'une rencontre

unknown-ballot-meeting = La rencontre où l'on aurait voté est inconnue
    .detail = Vérifiez son identifiant dans la liste des rencontres.
ballot-meeting-unfit = On n'a pas pu voter à cette rencontre
    .detail = Elle a été annulée, ou n'a pas commencé. Choisissez celle où l'on a voté.
secret-ballots-one-by-one = Les bulletins d'un scrutin secret se déposent un par un
    .detail = Chacun dépose le sien ; un animateur peut le saisir au nom d'une personne. Une main levée n'est pas secrète.
witness-missing = Il manque un témoin
    .detail = Nommez au moins un acteur qui a vu comment l'on a voté.
unknown-witness = Un témoin est inconnu, ou a quitté le réseau
    .detail = Vérifiez les identifiants dans la liste des acteurs.
more-ballots-than-voters = Il y aurait plus de bulletins que d'électeurs
    .detail = Quelqu'un a pu voter deux fois, à la rencontre et en ligne. Vérifiez les décomptes ; une saisie erronée se retire.
unknown-ballot-entry = Cette saisie est inconnue
    .detail = Cherchez son numéro parmi les bulletins de rencontre de la décision ; une saisie retirée ne revient pas. Si vous saisissiez des bulletins, une autre saisie a pu vous devancer : recommencez.

## La clôture, le tirage au sort et le résultat

urn-unreadable = L'urne ne peut pas être ouverte
    .detail = Ses bulletins ne se lisent plus, ou pas tous. Adressez-vous à qui tient le serveur ; la décision peut être déclarée nulle.
ballots-differ = Les bulletins publiés ne sont pas ceux qui ont été déposés
    .detail = Rien n'a été enregistré. Adressez-vous à qui tient le serveur.
decision-not-closed = Cette décision n'est pas close
    .detail = Son résultat se constate une fois tous les bulletins figés et publiés.
decision-decided = Le résultat de cette décision est déjà constaté
    .detail = Il ne change plus. Un animateur peut déclarer la décision nulle, en disant pourquoi.
tally-input-differs = Ce qui a été compté n'est pas ce qui a été déposé
    .detail = Rien n'a été enregistré. Le décompte recommence de lui-même.
lot-missing = Le tirage au sort dont dépend cette décision n'a pas eu lieu
    .detail = Une fois le tirage public passé, saisissez-en les numéros.
no-lot = Il n'y a pas de tirage au sort à faire
    .detail = Rien n'en dépend ici, ou il a déjà eu lieu.
draw-too-early = Le tirage public n'a pas encore eu lieu
    .detail = Attendez le moment dit (« draws_at »), puis saisissez les numéros tirés.
not-as-promised = Le secret ne répond pas à ce qui a été promis à l'ouverture
    .detail = Un tirage honnête n'est plus possible. Déclarez la décision nulle, et proposez-la de nouveau.

## Ce qui s'est passé (les mots sont dits dans activity.ftl)

activity-decision-proposed = { $who } a proposé une décision
activity-decision-amended = { $who } a modifié la proposition d'une décision
activity-decision-option-set = { $who } a ajouté ou modifié une option d'une décision
activity-decision-option-withdrawn = { $who } a retiré une option d'une décision
activity-decision-linked = { $who } a relié une décision à ce dont elle vient
activity-decision-unlinked = { $who } a défait un lien d'une décision
activity-decision-opened = { $who } a ouvert une décision
activity-decision-ballot-cast = { $who } a voté
activity-decision-meeting-ballots-entered = { $who } a saisi les bulletins d'une rencontre
activity-decision-meeting-ballots-withdrawn = { $who } a retiré des bulletins d'une rencontre
activity-decision-closed = { $who } a clos une décision
activity-decision-ballots-published-part = { $who } a publié les bulletins d'un scrutin secret
activity-decision-lot-drawn = { $who } a procédé à un tirage au sort
activity-decision-outcome-recorded = { $word ->
        [passed] la proposition est adoptée
        [rejected] la proposition est rejetée
        [elected] le choix est fait
        [drawn] des acteurs sont tirés au sort
        [nothing_elected] rien n'est retenu
        [no_quorum] le quorum n'est pas atteint
       *[other] le résultat d'une décision est constaté
    }
activity-decision-voided = { $who } a déclaré nulle une décision
