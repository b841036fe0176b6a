# Refus des règles : les candidats au choix d’un outil

unknown-candidate = Ce candidat est inconnu
    .detail = Aucun candidat de ce choix d’outil ne porte cet identifiant. Cherchez-le dans la liste des candidats.
candidate-id-taken = Cet identifiant est déjà utilisé
    .detail = Un candidat le porte déjà. Envoyez le vôtre avec un nouvel identifiant.
unknown-candidate-selection = Ce choix d’outil est inconnu
    .detail = Un candidat se propose dans un choix d’outil que le réseau a préparé. Cherchez-le dans la liste.
candidate-too-late = On ne propose plus de candidats
    .detail = L’évaluation est ouverte et les candidats sont figés. Proposez l’outil dans un autre choix.
candidate-selection-over = Ce choix d’outil est terminé
    .detail = Un candidat a été choisi, ou le choix a été abandonné : rien n’y change plus.
too-many-candidates = Il y a trop de candidats
    .detail = Un choix d’outil a 32 candidats au plus, y compris ceux qui ont été retirés.
candidate-withdrawn = Ce candidat a été retiré
    .detail = On ne change plus un candidat retiré. Proposez-le de nouveau tant que le choix est en préparation.
correction-unexplained = Une correction dit pourquoi
    .detail = Des personnes évaluent ce candidat, ou l’ont évalué. Donnez la raison de la correction : tout le monde la lira.
one-off-cost-unfit = Le coût unique ne convient pas
    .detail = Donnez un montant positif ou nul, dans la monnaie de ce choix d’outil.
yearly-cost-unfit = Le coût annuel ne convient pas
    .detail = Donnez un montant positif ou nul, dans la monnaie de ce choix d’outil.
setup-cost-unfit = Le coût de mise en place ne convient pas
    .detail = Donnez un montant positif ou nul, dans la monnaie de ce choix d’outil.
unknown-setup-method = Cette manière de mettre en place est inconnue
    .detail = Donnez le numéro de l’une d’elles, ou le numéro suivant pour en ajouter une. Un numéro retiré ne sert plus.
too-many-setup-methods = Il y a trop de manières de mettre en place
    .detail = Un candidat en a 16 au plus, y compris celles qui ont été retirées.

## Ce qui s’est passé (les mots sont dits dans activity.ftl)

activity-candidate-proposed = { $who } a proposé un outil
activity-candidate-revised = { $who } a corrigé ce qui est dit d’un outil
activity-candidate-withdrawn = { $who } a retiré un outil du choix
activity-candidate-setup-method-set = { $who } a décrit une manière de mettre un outil en place
activity-candidate-setup-method-withdrawn = { $who } a retiré une manière de mettre un outil en place
