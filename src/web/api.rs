//! What the JSON endpoints of every capability share: pages by cursor, bodies that name their mistakes, and the shape
//! of a problem.

use std::future::Future;
use std::pin::Pin;

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest, HttpResponse, web};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::error::WebError;
use crate::kernel::paging::page_of_cursor;
use crate::kernel::{FieldError, Page, PageRequest};

/// An error, as RFC 9457 has it.
#[derive(Debug, Serialize, ToSchema)]
pub struct Problem {
    /// Always `about:blank`: the title says what kind of problem it is.
    #[serde(rename = "type")]
    pub kind: String,
    pub title: String,
    pub status: u16,
    /// What went wrong this time, and how to mend it.
    pub detail: String,
    /// The request's reference, to quote when asking for help.
    pub instance: String,
    /// The mistakes, field by field, where the request did not make sense.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub errors: Option<Vec<ProblemField>>,
}

/// One mistake in what was sent.
#[derive(Debug, Serialize, ToSchema)]
pub struct ProblemField {
    pub field: String,
    pub code: String,
    pub message: String,
}

/// Which part of a list is wanted.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub struct ListQuery {
    /// Where the last page ended: its `next_cursor`.
    #[param(max_length = 20)]
    pub cursor: Option<String>,
    /// How many at most, 1 to 200; 50 unless told.
    #[param(minimum = 1, maximum = 200)]
    pub limit: Option<u32>,
}

impl ListQuery {
    pub fn page(&self) -> Result<PageRequest, WebError> {
        let limit = self.limit.unwrap_or(50);
        if !(1..=PageRequest::MOST).contains(&limit) {
            let error = FieldError::out_of_range("limit", "The limit must be between 1 and 200");
            return Err(WebError::Invalid(error.into()));
        }
        let number = match self.cursor.as_deref() {
            None => 1,
            Some(cursor) => page_of_cursor(cursor).ok_or_else(|| {
                WebError::Invalid(
                    FieldError::invalid("cursor", "Send the cursor you were given, unchanged").into(),
                )
            })?,
        };
        Ok(PageRequest::new(number, limit))
    }
}

/// A part of a list, and how to get the next.
#[derive(Debug, Serialize, ToSchema)]
pub struct List<T> {
    pub items: Vec<T>,
    /// How many there are in all.
    pub total: i64,
    /// Send it as `cursor` to get what follows; null at the end.
    pub next_cursor: Option<String>,
}

/// 200 with one page of a list.
pub(super) fn list<R, T: Serialize>(page: Page<R>, item: impl FnMut(R) -> T) -> HttpResponse {
    let next_cursor = page.next_cursor();
    let total = page.total;
    HttpResponse::Ok().json(List { items: page.map(item).items, total, next_cursor })
}

/// A JSON body. What is wrong with it is said as a problem, never as a bare 400.
#[derive(Clone, Debug)]
pub struct Body<T>(pub T);

/// Reads JSON, without the zero bytes in its texts: PostgreSQL keeps none.
fn read<T: DeserializeOwned>(json: &[u8]) -> Result<T, serde_json::Error> {
    if !json.windows(6).any(|part| part == br"\u0000") {
        return serde_json::from_slice(json);
    }
    let mut value: serde_json::Value = serde_json::from_slice(json)?;
    strip(&mut value);
    serde_json::from_value(value)
}

fn strip(value: &mut serde_json::Value) {
    match value {
        serde_json::Value::String(text) => text.retain(|c| c != '\0'),
        serde_json::Value::Array(values) => values.iter_mut().for_each(strip),
        serde_json::Value::Object(fields) => fields.values_mut().for_each(strip),
        _ => {}
    }
}

impl<T: DeserializeOwned + 'static> FromRequest for Body<T> {
    type Error = WebError;
    type Future = Pin<Box<dyn Future<Output = Result<Self, WebError>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let is_json = request
            .headers()
            .get("content-type")
            .and_then(|value| value.to_str().ok())
            .is_some_and(|value| value.split(';').next().map(str::trim) == Some("application/json"));
        let bytes = web::Bytes::from_request(request, payload);
        Box::pin(async move {
            if !is_json {
                return Err(WebError::UnsupportedMediaType("application/json"));
            }
            let bytes = bytes.await.map_err(|error| WebError::BadRequest(error.to_string()))?;
            read(&bytes).map(Self).map_err(|error| {
                WebError::Invalid(FieldError::invalid("", format!("The JSON does not fit: {error}")).into())
            })
        })
    }
}
