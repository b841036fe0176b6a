# Refus des règles : les cahiers des charges

unknown-specification = Ce cahier des charges est inconnu
    .detail = Aucun cahier des charges du réseau ne porte cet identifiant. Cherchez-le dans la liste des cahiers des charges.
specification-id-taken = Cet identifiant est déjà utilisé
    .detail = Un cahier des charges le porte déjà. Envoyez le vôtre avec un nouvel identifiant.
goals-not-a-question = Ce qui demanderait les objectifs n’est pas une question
    .detail = Nommez dans « goals » une question du réseau, ou donnez son texte pour qu’elle soit posée.
means-not-a-question = Ce qui demanderait les moyens n’est pas une question
    .detail = Nommez dans « means » une question du réseau, ou donnez son texte pour qu’elle soit posée.
goals-and-means-are-one = Les deux questions n’en font qu’une
    .detail = Un cahier des charges naît de deux questions : ce qu’on veut faire ensemble, et avec quels moyens. Nommez-en deux.
specification-question-gone = Une des deux questions n’est plus de la partie
    .detail = Elle a été retirée, fusionnée ou masquée. Nommez-en une autre, ou donnez un texte pour qu’elle soit posée.
specification-version-id-taken = Cet identifiant est déjà utilisé
    .detail = Une version le porte déjà. Publiez la vôtre avec un nouvel identifiant.
version-empty = Il n’y a rien à publier
    .detail = Aucune exigence n’est en vigueur. Proposez-en une, ou rétablissez-en une qui a été rejetée.
version-unchanged = Rien n’a changé depuis la dernière version
    .detail = Les exigences, leurs textes et leurs priorités sont ceux de la dernière version. Publiez quand quelque chose aura changé.
version-differs = Cette version n’est pas ce qui est en vigueur
    .detail = Une version est l’état des exigences au moment de sa publication. Publiez de nouveau.
too-many-versions = Ce cahier des charges a autant de versions qu’il peut en avoir
    .detail = Il y en a 256 au plus. Ouvrez un nouveau cahier des charges, à partir de la dernière version s’il le faut.
unknown-specification-version = Cette version est inconnue
    .detail = Cherchez son numéro dans la liste des versions du cahier des charges.
adoption-decision-unknown = La décision par laquelle la version serait adoptée est inconnue
    .detail = Vérifiez son identifiant dans la liste des décisions.
adoption-not-decided = Cette décision n’a rien décidé
    .detail = Attendez que son résultat soit inscrit. Une décision déclarée nulle n’adopte rien : proposez-en une autre.
adoption-not-linked = Cette décision n’a pas été ouverte sur cette version
    .detail = Qui vote doit savoir sur quoi. Proposez une décision, reliez-la à la version, puis ouvrez-la.
adoption-of-several = Cette décision a été ouverte sur plusieurs versions
    .detail = On ne saurait pas laquelle est adoptée. Proposez une décision qui ne soit reliée qu’à une version.
adoption-not-passed = Cette décision n’a pas adopté la version
    .detail = La proposition n’a pas été acceptée, ou la méthode ne dit pas oui ou non. Revoyez les exigences, publiez une version et décidez de nouveau.
already-adopted = Cette version est déjà adoptée
    .detail = Il n’y a rien à faire : l’adoption tient tant que sa décision n’est pas déclarée nulle ou qu’une autre version n’est pas adoptée.

## Ce qui s’est passé (les mots sont dits dans activity.ftl)

activity-specification-opened = { $who } a ouvert un cahier des charges
activity-specification-revised = { $who } a revu le titre d’un cahier des charges
activity-specification-version-published = { $who } a publié une version d’un cahier des charges
activity-specification-adopted = { $who } a inscrit l’adoption d’une version d’un cahier des charges

## Les deux questions

specification-question-goals = Que voulons-nous faire ensemble ?
specification-question-means = Avec quels moyens ?

## Le fichier Markdown

specification-file-published = Version { $number }, publiée par { $network } le { $date } (position { $position } de l’historique).
specification-file-not-adopted = Cette version n’a pas été adoptée.
specification-file-adopted = Adoptée le { $date } par la décision « { $question } » (`{ $decision }`).
specification-file-origin = Origine : { $origin }, cahier des charges `{ $specification }`.
specification-file-heading = { $kind ->
        [goal] Objectifs
        [means] Moyens
       *[constraint] Contraintes
    }
specification-file-priority = { $priority ->
        [must] indispensable
        [should] important
        [could] souhaité
        [wont] pas cette fois
       *[none] sans priorité
    }
specification-file-source = { $kind ->
        [contribution] Contribution
        [finding] Constat
        [merged] Exigence fusionnée
       *[requirement] Exigence
    } : « { $title } »
specification-file-source-by = { $kind ->
        [contribution] Contribution
       *[other] Texte
    } : « { $title } », par { $who }
