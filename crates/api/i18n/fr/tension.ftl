# Refus des règles : les tensions

unknown-tension = Cette tension est inconnue
    .detail = Aucune tension du réseau ne porte cet identifiant. Cherchez-la dans la liste des tensions.
tension-id-taken = Cet identifiant est déjà utilisé
    .detail = Une tension le porte déjà. Envoyez la vôtre avec un nouvel identifiant.
tension-over = Cette tension est close
    .detail = Elle a été réglée ou laissée ouverte et n'admet plus rien. Signalez-en une nouvelle si elle revient.
tension-confidential = Cette tension a été signalée confidentiellement
    .detail = Ce qui s'en dit reste entre qui l'a signalée et le médiateur. Traitez-la confidentiellement.
tension-open = Cette tension a été signalée ouvertement
    .detail = Ce qui s'en dit est pour tous les membres. Traitez-la ouvertement, ou signalez-en une autre confidentiellement.
unknown-mediator = Le médiateur est inconnu
    .detail = Cherchez la personne dans la liste des acteurs.
mediator-left = Le médiateur a quitté le réseau
    .detail = Choisissez une personne qui prend part au réseau.
mediator-not-a-person = Seule une personne est médiatrice
    .detail = Choisissez une personne plutôt qu'une organisation ou un service.
own-tension = On n'est pas médiateur de sa propre tension
    .detail = Choisissez une personne qui ne l'a pas signalée et ne représente pas qui l'a signalée.
not-the-raiser = Seul qui a signalé cette tension fait cela
    .detail = Qui l'a signalée choisit le médiateur et peut la reprendre.
raiser-not-in-person = Ce que fait qui a signalé une tension confidentielle ne se saisit pas par un autre
    .detail = On ne sait pas qui c'est, et il en reste ainsi. Cette personne le fait elle-même, avec sa propre clé.
not-the-mediator = Seul le médiateur de cette tension fait cela
    .detail = Adressez-vous à la personne nommée pour la médiation.
mediation-not-accepted = Le médiateur n'a pas encore accepté
    .detail = Acceptez d'abord la médiation.
mediation-already-accepted = Le médiateur a déjà accepté
    .detail = Il n'y a rien à faire : convenez à présent de ce qu'il y a à faire.

## Ce qui s'est passé (les mots sont dits dans activity.ftl)

activity-tension-raised = { $who } a signalé une tension
activity-tension-mediator-named = on a sollicité { $whom } pour la médiation d'une tension
activity-tension-mediation-accepted = { $who } a accepté la médiation d'une tension
activity-tension-mediation-declined = { $who } a décliné ou quitté la médiation d'une tension
activity-tension-steps-agreed = { $who } a dit ce qui est convenu au sujet d'une tension
activity-tension-steps-agreed-confidentially = on a convenu de ce qu'il y a à faire au sujet d'une tension confidentielle
activity-tension-settled = { $who } a dit comment une tension s'est réglée
activity-tension-settled-confidentially = une tension confidentielle s'est réglée
activity-tension-left-open = { $who } a dit pourquoi une tension reste ouverte
activity-tension-left-open-confidentially = une tension confidentielle reste ouverte
