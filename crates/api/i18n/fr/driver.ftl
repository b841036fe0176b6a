# Refus des règles : les acteurs moteurs

unknown-driver = L’acteur à inviter est inconnu
    .detail = Vérifiez son identifiant dans la liste des acteurs.
no-such-driver = Cet acteur n’a jamais été moteur
    .detail = Aucun acteur de cet identifiant n’a été invité à mener la mobilisation ni n’en a eu le rôle. Cherchez-le dans la liste des acteurs moteurs.
driver-left = Cet acteur a quitté le réseau
    .detail = Invitez-en un autre, ou faites d’abord revenir celui-ci.
already-driving = Cet acteur est déjà moteur
    .detail = Il n’y a pas à l’inviter : il peut s’engager auprès de publics.
already-invited-to-drive = Cet acteur est déjà invité
    .detail = Attendez sa réponse, ou parlez-lui de vive voix.
not-invited-to-drive = Aucune invitation n’attend de réponse
    .detail = L’acteur n’est pas invité à mener la mobilisation, ou il a déjà répondu. Demandez à l’animation de l’inviter.
not-the-driver = Chacun répond et s’engage pour soi-même
    .detail = Demandez-le à l’acteur lui-même, ou à qui le représente.
not-driving = Cet acteur n’a pas le rôle d’acteur moteur
    .detail = Il faut l’avoir pour s’engager auprès d’un public : acceptez une invitation, ou demandez le rôle à l’animation.
already-committed = Cet acteur est déjà engagé auprès de ce public
    .detail = Il n’y a rien à faire. Pour changer d’objectif, envoyez l’engagement avec le nouveau.
not-committed = Cet acteur n’est pas engagé auprès de ce public
    .detail = Il n’y a pas d’engagement à lever.

## Ce qui s’est passé (les mots sont dits dans activity.ftl)

activity-driver-invited = { $who } a proposé le rôle d’acteur moteur : { $whom }
activity-driver-accepted = { $whom } accepte de mener la mobilisation
activity-driver-declined = { $whom } ne mènera pas la mobilisation
activity-driver-stepped-back = { $whom } ne mène plus la mobilisation
activity-driver-committed = { $whom } s’engage auprès d’un public
activity-driver-released = { $whom } n’est plus engagé auprès d’un public

## Ce qui reste à faire pour que le réseau touche ses publics ; $name est le public, l’acteur ou la rencontre

mobilisation-no-audience = Le réseau n’a pas dit à qui il s’adresse : définissez ses publics cibles.
mobilisation-no-driver = Personne ne mène la mobilisation : invitez des acteurs moteurs.
mobilisation-launch-not-planned = Aucun lancement n’est prévu : choisissez une date pour commencer ensemble.
mobilisation-launch-not-held = Le lancement « { $name } » est à venir : faites-le savoir.
mobilisation-invitation-pending = Une invitation à mener la mobilisation attend une réponse : { $name }.
mobilisation-driver-without-audience = Un acteur moteur n’est engagé auprès d’aucun public : { $name }.
mobilisation-no-estimate = On ne sait pas combien de personnes compte le public « { $name } » : estimez-le.
mobilisation-audience-without-driver = Aucun acteur moteur n’est engagé auprès du public « { $name } ».
mobilisation-audience-not-met = Le public « { $name } » n’a pas encore été rencontré : prévoyez une rencontre, ou tenez celle qui est prévue.
mobilisation-audience-without-actors = Personne du public « { $name } » ne prend part au réseau.
mobilisation-meeting-not-counted = La rencontre « { $name } » a eu lieu : enregistrez combien de personnes sont venues.
