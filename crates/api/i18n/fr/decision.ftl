# Refus des règles : les décisions

unknown-decision = Cette décision est inconnue
    .detail = Aucune décision du réseau ne porte cet identifiant. Cherchez-la dans la liste des décisions.
decision-id-taken = Cet identifiant est déjà utilisé
    .detail = Une décision ou son urne le porte déjà. Envoyez la vôtre avec un nouvel identifiant.
rules-senseless = Ces règles ne permettent aucun dépouillement
    .detail = Un nombre est hors de ses limites, ou deux se contredisent. Vérifiez les paramètres de la méthode.
ballot-mode-unfit = Cette méthode ne se vote pas sous cette forme
    .detail = Le consentement se demande toujours sous pseudonyme. Là où l'on tire au sort, personne ne vote : choisissez le vote nominal, sans quorum.
ties-unfit = Les égalités ne se départagent pas ainsi
    .detail = Seuls les projets d'un budget ont un coût à comparer. Choisissez une autre règle pour les égalités.
closes-too-soon = La décision serait close avant qu'on ait pu voter
    .detail = Choisissez une heure de clôture à venir, et après l'ouverture.
closes-by-lot = Une décision par tirage au sort est close quand le sort est tiré
    .detail = N'indiquez pas d'heure de clôture, mais après quel moment a lieu le tirage public.
draw-missing = Le tirage public dont dépend cette décision manque, ou vient trop tôt
    .detail = Nommez un tirage public, et un moment à venir, après l'ouverture et pas avant la clôture, après lequel il a lieu.
draw-unneeded = Rien dans cette décision ne dépend d'un tirage
    .detail = N'indiquez ni tirage ni heure de tirage, ou choisissez des règles où le sort décide.
unknown-elector = Quelqu'un de la liste des votants ne prend pas part au réseau
    .detail = Vérifiez les identifiants dans la liste des acteurs, et ne nommez que ceux qui y prennent part.
decision-opened = Cette décision est ouverte ou l'a été
    .detail = Ses règles, ses options et ses votants ne changent plus. S'il y a une erreur, faites-la déclarer nulle et proposez-en une autre.
decision-voided = Cette décision a été déclarée nulle
    .detail = Elle n'admet plus rien. Proposez-en une autre s'il le faut.
decision-opens-later = L'heure d'ouverture de cette décision n'est pas venue
    .detail = Attendez-la, ou modifiez-la d'abord.
too-few-options = Il n'y a pas de choix à faire
    .detail = Donnez au moins deux options, ou un projet si l'on décide d'un budget.
takes-no-options = Cette décision porte sur une seule proposition
    .detail = Sa méthode n'admet pas d'options. S'il y en a plusieurs, modifiez d'abord la méthode.
too-many-options = Cette décision a autant d'options qu'une décision peut en avoir
    .detail = Remplacez l'une d'elles, ou mettez-en une partie dans une autre décision.
unknown-option = Cette option est inconnue
    .detail = La décision n'en a pas de ce numéro, ou elle a été retirée. Une nouvelle prend le numéro qui suit le dernier.
cost-unfit = Le coût de cette option ne convient pas
    .detail = Un projet d'un budget a un coût à partir de 0, dans la monnaie du budget. Les options des autres décisions n'en ont pas.
cost-missing = Un projet n'a pas de coût dans la monnaie du budget
    .detail = La méthode a changé après que les options ont été données. Indiquez le coût de chaque projet, puis ouvrez.
unknown-decision-origin = Ce à quoi cette décision serait reliée est inconnu
    .detail = Une décision se relie à une contribution, à une rencontre ou à une autre décision du réseau. Vérifiez l'identifiant dans leurs listes.
decision-origin-gone = Ce à quoi cette décision serait reliée n'est plus de la partie
    .detail = Cela a été retiré, fusionné, masqué, annulé ou déclaré nul. Choisissez autre chose.
too-many-links = Cette décision a autant de liens qu'une décision peut en avoir
    .detail = Retirez d'abord un lien qui compte moins.
decision-link-differs = Ce lien ne peut pas être posé ou retiré
    .detail = Il y est déjà, ou n'y est pas, ou mènerait à la décision elle-même. Relisez les liens de la décision.
secret-vote-too-large = Ce vote est trop grand pour être secret
    .detail = Ses bulletins ne pourraient pas être publiés d'un seul coup. Prévoyez moins d'options ou de votants, ou des pseudonymes.
opening-differs = Cette ouverture n'est pas celle de la décision
    .detail = La décision a changé entre-temps. Relisez-la, puis ouvrez-la.
decision-not-open = Cette décision n'est pas ouverte
    .detail = On vote après son ouverture et avant sa clôture. Regardez où elle en est.
ballot-late = Il est trop tard pour voter
    .detail = La décision a été close à son heure. Ce qui a été voté avant compte.
not-in-electorate = Vous n'êtes pas de ceux qui peuvent voter sur cette décision
    .detail = Qui peut voter a été fixé à l'ouverture. Lisez qui sont les votants.
ballot-of-another-mode = On vote autrement sur cette décision
    .detail = L'ouverture dit si les bulletins sont publics, sous pseudonyme ou secrets.
ballot-of-another-method = Ce bulletin n'est pas de la méthode de la décision
    .detail = Lisez la méthode : elle attend une réponse, un choix, un classement ou des points.
ballot-unknown-option = Le bulletin nomme une option qui n'est pas en lice
    .detail = Choisissez parmi les options qui l'étaient à l'ouverture.
ballot-repeats = Le bulletin nomme une option deux fois, ou pas dans l'ordre
    .detail = Nommez chaque option une fois, dans l'ordre croissant des numéros ; un classement a son propre ordre.
ballot-too-short = Le bulletin nomme trop peu d'options
    .detail = Nommez-en autant que les règles le demandent, ou aucune : un bulletin blanc en est un.
ballot-too-long = Le bulletin nomme trop d'options
    .detail = N'en nommez pas plus que les règles ne le permettent.
ballot-points-out-of-range = Le bulletin donne trop ou trop peu de points à une option
    .detail = Restez entre le minimum et le maximum de points pour une option.
ballot-sum-out-of-range = Le bulletin donne en tout trop ou trop peu de points
    .detail = Restez, pour la somme de vos points, dans ce que les règles permettent.
ballot-over-budget = Ce que le bulletin nomme coûte plus qu'un bulletin ne le peut
    .detail = Renoncez à des projets jusqu'à ce que la somme de leurs coûts tienne dans la limite.
objection-unreasoned = Une objection a besoin de sa raison
    .detail = Faites une objection avec sa raison plutôt qu'un bulletin, pour que d'autres puissent y répondre. Celle qui a été faite en rencontre se saisit pour qui la fait.
not-by-consent = Cette décision ne se prend pas par consentement
    .detail = On ne fait d'objection que là où l'on demande le consentement. Votez plutôt.
no-objection = Vous n'avez pas d'objection à cette proposition
    .detail = Il n'y a pas d'objection à lever.
ballot-was-differs = Le bulletin précédent indiqué n'est pas le bon
    .detail = Votre bulletin a changé entre-temps. Relisez-le, puis votez de nouveau.
ballot-cast-already = Ce votant a déjà voté
    .detail = Un vote change sans être inscrit de nouveau dans l'historique. Votez de nouveau comme la première fois.
secret-ballot-told-apart = Un bulletin secret ne dit ni ce qu'il corrige, ni quand il a été rempli
    .detail = L'un et l'autre le distingueraient de ceux des autres. Votez de nouveau : le dernier bulletin compte.
nobody-votes = Personne ne vote sur cette décision
    .detail = On tire au sort parmi ceux qui peuvent être tirés. Attendez le tirage.
unknown-ballot-meeting = La rencontre où l'on a voté est inconnue
    .detail = Cherchez-la dans la liste des rencontres.
ballot-meeting-unfit = On n'a pas voté dans cette rencontre
    .detail = Elle a été annulée, ou n'a pas commencé. Choisissez celle où l'on a voté.
secret-ballots-one-by-one = Des bulletins secrets ne se saisissent pas ensemble
    .detail = Chacun met le sien dans l'urne, ou le fait saisir pour lui. Sinon, rien ne dirait qu'il y en a un par votant.
witness-missing = Personne n'est nommé qui ait vu comment on a voté
    .detail = Nommez au moins un témoin.
unknown-witness = Un témoin ne prend pas part au réseau
    .detail = Choisissez les témoins dans la liste des acteurs.
more-ballots-than-voters = Il y aurait plus de bulletins que de votants
    .detail = Les votes en ligne et ceux saisis pour des rencontres comptent ensemble. Faites vérifier les saisies : l'une a pu être faite deux fois.
unknown-ballot-entry = Cette saisie des votes d'une rencontre est inconnue
    .detail = La décision n'en a pas de ce numéro, ou elle a été retirée. Lisez les saisies de la décision.
urn-unreadable = L'urne de ce vote ne s'ouvre pas
    .detail = Ses bulletins ou leur clé ne sont pas complets, et rien ne peut être compté. Faites voir cela à l'opérateur, ou faites déclarer nulle la décision.
ballots-differ = Ce qui est dit des bulletins n'est pas ce qui a été voté
    .detail = Relisez la décision et ses bulletins.
decision-not-closed = Cette décision n'est pas encore close
    .detail = On inscrit ce qu'il en résulte une fois qu'elle est close et que tous ses bulletins sont publiés.
decision-decided = Cette décision est prise
    .detail = Ce qu'il en résulte est inscrit une fois pour toutes. Si cela ne doit pas valoir, faites-la déclarer nulle.
tally-input-differs = Ce qui a été compté n'est pas ce qui a été voté
    .detail = Comptez de nouveau, avec les bulletins de la décision tels qu'ils sont.
lot-missing = Le sort dont dépend cette décision n'est pas tiré
    .detail = Saisissez d'abord les numéros du tirage public, une fois qu'il a eu lieu.
no-lot = Il n'y a pas de sort à tirer
    .detail = Rien dans cette décision n'en dépend, ou il est déjà tiré.
draw-too-early = Le tirage public n'a pas encore eu lieu
    .detail = Attendez le moment annoncé à l'ouverture.
not-as-promised = Ce qui est révélé n'est pas ce qui a été promis à l'ouverture
    .detail = Le sort se tire de ce qui a été promis et de rien d'autre. Faites voir cela à l'opérateur.
    .detail = Une décision le porte déjà. Envoyez la vôtre avec un nouvel identifiant.

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
    .detail = On la relie à une contribution, à une rencontre ou à une autre décision du réseau. Vérifiez l'identifiant dans leurs listes.
decision-origin-gone = Ce à quoi relier cette décision n'est plus de la partie
    .detail = On ne la relie ni à une contribution retirée, fusionnée ou masquée, ni à une rencontre annulée, ni à une décision nulle. Choisissez autre chose.
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
activity-decision-amended = { $who } a modifié une décision avant son ouverture
activity-decision-option-set = { $who } a donné une option d'une décision
activity-decision-option-withdrawn = { $who } a retiré une option d'une décision
activity-decision-linked = { $who } a dit d'où vient une décision ou où elle a été prise
activity-decision-unlinked = { $who } a retiré un lien d'une décision
activity-decision-opened = { $who } a ouvert le vote sur une décision
activity-decision-ballot-cast = { $who } a voté nominalement sur une décision
activity-decision-meeting-ballots-entered = { $who } a saisi les votes d'une rencontre sur une décision
activity-decision-meeting-ballots-withdrawn = { $who } a retiré les votes d'une rencontre saisis sur une décision
activity-decision-closed = { $who } a clos le vote sur une décision
activity-decision-ballots-published-part = des bulletins d'un vote secret ont été publiés, sans leurs votants
activity-decision-lot-drawn = { $who } a tiré le sort d'une décision
activity-decision-outcome-recorded = le résultat d'une décision a été inscrit
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
