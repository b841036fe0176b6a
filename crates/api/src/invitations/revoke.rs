//! `DELETE /v1/networks/{network}/invitations/{invitation}`

use actix_web::HttpResponse;
use domain::ids::InvitationId;
use domain::invitation::{Command, Revoked};
use domain::server::Scope;

use super::Invitation;
use crate::call::{ChangeHeaders, CommandHeaders, Doing, Empty, InNetwork, Write};
use crate::openapi::WriteProblems;
use crate::operation::{Operation, Plan, Written};
use crate::problem::Problem;

/// Revoke an invitation
///
/// For stewards, with a key of scope `admin`, while nobody has come with it.
#[utoipa::path(
    delete, path = "/v1/networks/{network}/invitations/{invitation}", operation_id = "revokeInvitation",
    tag = "invitations",
    params(
        InNetwork,
        ("invitation" = uuid::Uuid, Path, description = "Its id"), Doing, CommandHeaders, ChangeHeaders
    ),
    responses((status = 200, description = "Revoked", body = Written<Invitation>), WriteProblems)
)]
pub async fn handler(write: Write) -> Result<HttpResponse, Problem> {
    write.carry_out::<Revoke>().await
}

/// Revoking an invitation.
pub struct Revoke;

impl Operation for Revoke {
    const ID: &'static str = "revokeInvitation";
    const SCOPE: Scope = Scope::Admin;
    type Body = Empty;
    type Resource = Invitation;

    async fn plan(write: &Write) -> Result<Plan, Problem> {
        let invitation: InvitationId = write.caller.path("invitation")?;
        Ok(write.plan(invitation, Command::Revoke(Revoked { invitation })))
    }
}
