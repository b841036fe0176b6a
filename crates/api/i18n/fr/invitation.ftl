# Refus par les règles : invitations

invitation-id-taken = Cet identifiant est déjà pris
    .detail = Émettez l'invitation à nouveau : un autre identifiant sera tiré.
unknown-invitation = Cette invitation est inconnue
    .detail = Aucune invitation du réseau ne porte cet identifiant. Cherchez-la dans la liste des invitations.
unknown-invitee = Personne dans le réseau n'est celle à qui s'adresse cette invitation
    .detail = Une invitation peut s'adresser à une personne déjà venue. Donnez son identifiant, ou omettez-le pour inviter quelqu'un de nouveau.
expiry-is-past = L'invitation serait finie avant de commencer
    .detail = Choisissez un moment à venir jusqu'auquel elle est valable.
expiry-too-far = L'invitation serait valable trop longtemps
    .detail = Une invitation est valable un an au plus. Choisissez un moment plus proche.
invitation-closed = Cette invitation a été utilisée ou révoquée
    .detail = Il n'y a plus rien à révoquer. La liste des invitations dit ce qu'elle est devenue.
invitation-not-valid = Ce code n'ouvre rien
    .detail = Vérifiez-en chaque lettre. Un code vaut pour une seule personne et pour un temps limité : demandez-en un autre à qui vous l'a donné.

## Ce qui s'est passé (les mots sont dits dans activity.ftl)

activity-invitation-issued = { $who } a émis une invitation
activity-invitation-accepted = { $whom } a accepté une invitation
activity-invitation-revoked = { $who } a retiré une invitation
