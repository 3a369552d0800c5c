//! Carrying a keyed request out once, and replaying its answer to a repeat.

use actix_web::body::{BoxBody, MessageBody, to_bytes};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::StatusCode;
use actix_web::http::header::{CONTENT_TYPE, HeaderValue, LOCATION};
use actix_web::middleware::Next;
use actix_web::{Error, HttpMessage, HttpResponse};

use crate::storage::StorageError;
use crate::storage::idempotency::{self, Answer, LONGEST_ANSWER, OnceKey, Reservation};
use crate::web::answer::HoldsSecret;
use crate::web::app_state::AppState;
use crate::web::context::RequestFacts;
use crate::web::error::WebError;

pub(super) async fn carry_out(
    app: &AppState,
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
    once: OnceKey,
    request_hash: String,
) -> Result<ServiceResponse<BoxBody>, Error> {
    let now = app.clock.now();
    let key = once.clone();
    let reserved: Result<_, StorageError> =
        app.db.write(move |tx| idempotency::reserve(tx, &key, &request_hash, now)).await;
    let refusal = match reserved {
        Ok(Reservation::Ours) => None,
        Ok(Reservation::Replay(answer)) => return Ok(request.into_response(replay(answer))),
        Ok(Reservation::AppliedWithoutAnswer) => Some(WebError::AlreadyDone),
        Ok(Reservation::Running) => Some(WebError::StillRunning),
        Ok(Reservation::OtherRequest) => Some(WebError::KeyUsedForOther),
        Err(error) => Some(WebError::from(error)),
    };
    if let Some(error) = refusal {
        return Ok(request.error_response(error));
    }
    if let Some(facts) = request.extensions_mut().get_mut::<RequestFacts>() {
        facts.once = Some(once.clone());
    }
    let response = match next.call(request).await {
        Ok(response) => response.map_into_boxed_body(),
        Err(error) => {
            release(app, once).await;
            return Err(error);
        }
    };
    if response.response().extensions().contains::<HoldsSecret>() {
        return Ok(response);
    }
    if !(response.status().is_success() || response.status().is_redirection()) {
        release(app, once).await;
        return Ok(response);
    }
    keep(app, once, response).await
}

/// Nothing was changed: the key may be used again, for instance by the same form with its mistakes mended.
async fn release(app: &AppState, once: OnceKey) {
    let released: Result<(), StorageError> = app.db.write(move |tx| idempotency::release(tx, &once)).await;
    // It lapses by itself; the reader needs the answer that is there.
    if let Err(error) = released {
        tracing::error!(%error, "an idempotency key could not be released");
    }
}

async fn keep(
    app: &AppState,
    once: OnceKey,
    response: ServiceResponse<BoxBody>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    let (request, response) = response.into_parts();
    let (head, body) = response.into_parts();
    let body = to_bytes(body).await.map_err(|error| WebError::BadRequest(error.to_string()))?;
    let header = |name| head.headers().get(name).and_then(|value: &HeaderValue| value.to_str().ok());
    if body.len() <= LONGEST_ANSWER {
        let answer = Answer {
            status: i32::from(head.status().as_u16()),
            location: header(LOCATION).map(str::to_owned),
            content_type: header(CONTENT_TYPE).map(str::to_owned),
            body: body.to_vec(),
        };
        let kept = app.db.write(move |tx| idempotency::keep_answer(tx, &once, &answer)).await;
        // The command is done and durable: that its answer could not be kept must not make it look undone.
        if let Err(error) = kept {
            let error: StorageError = error;
            tracing::error!(%error, "an answer could not be kept for a repeat");
        }
    }
    Ok(ServiceResponse::new(request, head.set_body(BoxBody::new(body))))
}

fn replay(answer: Answer) -> HttpResponse {
    let status = u16::try_from(answer.status).ok().and_then(|code| StatusCode::from_u16(code).ok());
    let mut response = HttpResponse::build(status.unwrap_or(StatusCode::OK));
    if let Some(location) = &answer.location {
        response.insert_header((LOCATION, location.as_str()));
    }
    if let Some(content_type) = &answer.content_type {
        response.insert_header((CONTENT_TYPE, content_type.as_str()));
    }
    response.insert_header(("idempotency-replayed", "true"));
    response.body(answer.body)
}
