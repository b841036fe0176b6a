# Refusals by the rules: invitations

invitation-id-taken = This identifier is already taken
    .detail = Issue the invitation again: another identifier will be drawn.
unknown-invitation = This invitation is unknown
    .detail = No invitation of the network has this identifier. Look for it in the list of invitations.
unknown-invitee = Nobody in the network is the person whom this is for
    .detail = An invitation may be for a person who joined before. Give that person's identifier, or leave it out to invite somebody new.
expiry-is-past = The invitation would be over before it begins
    .detail = Choose a moment to come until which it is valid.
expiry-too-far = The invitation would be valid for too long
    .detail = An invitation is valid for a year at the most. Choose an earlier moment.
invitation-closed = This invitation was used or revoked
    .detail = There is nothing left to revoke. Look in the list of invitations what became of it.
invitation-not-valid = This code opens nothing
    .detail = Check each letter of it. A code is good for one person, and for a limited time: ask whoever gave it to you for another one.

## What happened (the words are told in activity.ftl)

activity-invitation-issued = { $who } issued an invitation
activity-invitation-accepted = { $whom } accepted an invitation
activity-invitation-revoked = { $who } took an invitation back
