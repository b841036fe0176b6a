//! `POST /v1/networks/{network}/exchanges/{exchange}/withdrawal`

use actix_web::HttpResponse;
use domain::exchange::Command;
use domain::ids::ExchangeId;

use super::Exchange;
use crate::call::{ChangeHeaders, CommandHeaders, Doing, Empty, InNetwork, Write};
use crate::openapi::WriteProblems;
use crate::operation::{Operation, Plan, Written};
use crate::problem::Problem;

/// Withdraw a need or an offer
///
/// It leaves the list, and stays to be read. For whose it is, and who represents them.
#[utoipa::path(
    post, path = "/v1/networks/{network}/exchanges/{exchange}/withdrawal", operation_id = "withdrawExchange",
    tag = "exchanges",
    params(
        InNetwork,
        ("exchange" = uuid::Uuid, Path, description = "Its id"), Doing, CommandHeaders, ChangeHeaders
    ),
    responses((status = 200, description = "Withdrawn", body = Written<Exchange>), WriteProblems)
)]
pub async fn handler(write: Write) -> Result<HttpResponse, Problem> {
    write.carry_out::<Withdraw>().await
}

/// Withdrawing a need or an offer.
pub struct Withdraw;

impl Operation for Withdraw {
    const ID: &'static str = "withdrawExchange";
    type Body = Empty;
    type Resource = Exchange;

    async fn plan(write: &Write) -> Result<Plan, Problem> {
        let exchange: ExchangeId = write.caller.path("exchange")?;
        Ok(write.plan(exchange, Command::Withdraw(exchange)))
    }
}
