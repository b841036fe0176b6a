//! Requests that nobody has to be known for: whoever knocks shows a code or a secret in the body. They are answered in a
//! members' network too.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest};
use app::Network;
use app::submission::Idempotency;
use serde::de::DeserializeOwned;

use crate::body::{MAX_BODY_BYTES, body_bytes, parse_body};
use crate::call::{Caller, Nothing, if_match, parse_query_of};
use crate::problem::Problem;

/// A request to a network that nobody has to be known for.
#[derive(Debug)]
pub struct Knock<B> {
    /// Who asks, if they say so.
    pub caller: Caller,
    /// The network.
    pub network: Arc<Network>,
    /// The body.
    pub body: B,
    /// If it came with an `Idempotency-Key`.
    pub idempotency: Option<Idempotency>,
}

impl<B: DeserializeOwned + 'static> FromRequest for Knock<B> {
    type Error = Problem;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Problem>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let (request, payload) = (request.clone(), payload.take());
        Box::pin(async move {
            let caller = Caller::of(&request)?;
            let network = caller.network().await?;
            let Nothing {} = parse_query_of(&request)?;
            if if_match(&request)?.is_some() {
                return Err(Problem::invalid_header("If-Match"));
            }
            let bytes = body_bytes(&request, payload, MAX_BODY_BYTES).await?;
            let idempotency = caller.idempotency(&request, &bytes)?;
            Ok(Self { body: parse_body(&request, &bytes)?, caller, network, idempotency })
        })
    }
}
