//! `GET /v1/networks/{network}/steps`

use actix_web::HttpResponse;
use domain::step;

use super::{Step, render};
use crate::answer::{PAGE, Page, page};
use crate::call::{InNetwork, Moment, Read};
use crate::openapi::ReadProblems;
use crate::problem::Problem;

/// List the steps of the method
///
/// All eight in their order on one page, those that were never opened too. Texts are opened with `expand=texts`.
#[utoipa::path(
    get, path = "/v1/networks/{network}/steps", operation_id = "listSteps", tag = "steps",
    params(InNetwork, Moment),
    responses((status = 200, description = "The steps", body = Page<Step>), ReadProblems)
)]
pub async fn handler(read: Read) -> Result<HttpResponse, Problem> {
    read.answer_kept_page(|| {
        page(step::Step::ALL.iter(), PAGE, |step| step.number().to_string(), |step| render(&read, *step))
    })
}
