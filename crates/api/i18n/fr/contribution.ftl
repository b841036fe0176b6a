# Refus des règles : les contributions

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

## Ce qui s'est passé (les mots sont dits dans activity.ftl)

activity-contribution-question-asked = { $who } a posé une question au réseau
activity-contribution-submitted = { $who } a déposé { activity-kind }
activity-contribution-question-revised = { $who } a reformulé une question
activity-contribution-revised = { $who } a remanié { activity-kind }
activity-contribution-withdrawn = { $who } a retiré { activity-kind }
activity-contribution-linked = { $who } a relié { activity-kind } à une autre contribution
