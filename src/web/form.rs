//! What a form sent. The middleware has read the body, checked the form token and taken the idempotency key out;
//! a handler gets the rest as a struct of texts.

use std::future::{Ready, ready};
use std::ops::Deref;
use std::sync::Arc;

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpMessage, HttpRequest};
use serde::de::DeserializeOwned;

use super::error::WebError;

/// Everything a form sent, as read by the middleware.
#[derive(Clone, Debug, Default)]
pub(super) struct Submitted {
    pub(super) fields: Vec<(String, String)>,
    pub(super) files: Vec<SentFile>,
}

impl Submitted {
    pub(super) fn field(&self, name: &str) -> Option<&str> {
        self.fields.iter().find(|(field, _)| field == name).map(|(_, value)| value.as_str())
    }

    /// Nobody types them, and PostgreSQL keeps none.
    pub(super) fn without_zero_bytes(mut self) -> Self {
        for (_, value) in self.fields.iter_mut().filter(|(_, value)| value.contains('\0')) {
            value.retain(|c| c != '\0');
        }
        self
    }
}

/// An uploaded file.
#[derive(Clone, Debug)]
pub struct SentFile {
    pub field: String,
    /// The name it had, without any folders.
    pub name: String,
    pub bytes: Vec<u8>,
}

/// The fields of a form. Unknown ones are ignored, missing ones are for `#[serde(default)]` to fill, so that a
/// form that lacks a field is answered with its mistakes and not with an error.
#[derive(Clone, Debug)]
pub struct Form<T>(T);

impl<T> Form<T> {
    pub fn into_inner(self) -> T {
        self.0
    }
}

impl<T> Deref for Form<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T: DeserializeOwned + 'static> FromRequest for Form<T> {
    type Error = WebError;
    type Future = Ready<Result<Self, WebError>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let submitted = request.extensions().get::<Arc<Submitted>>().cloned();
        ready(match submitted {
            Some(submitted) => read(&submitted).map(Self),
            None => Err(WebError::UnsupportedMediaType("a form")),
        })
    }
}

fn read<T: DeserializeOwned>(submitted: &Submitted) -> Result<T, WebError> {
    let pairs: Vec<(&str, &str)> =
        submitted.fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let encoded =
        serde_html_form::to_string(&pairs).map_err(|error| WebError::BadRequest(error.to_string()))?;
    serde_html_form::from_str(&encoded).map_err(|error| WebError::BadRequest(error.to_string()))
}

/// A form came back with a file that is too large to be read: its page is shown instead, to choose another.
#[derive(Clone, Copy, Debug)]
pub struct SentTooMuch;

impl FromRequest for SentTooMuch {
    type Error = WebError;
    type Future = Ready<Result<Self, WebError>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(request.extensions().get::<Self>().copied().ok_or(WebError::NotFound))
    }
}

/// The file of an upload form's field; `None` when none was chosen.
#[derive(Clone, Debug)]
pub struct Files(Arc<Submitted>);

impl Files {
    pub fn of(&self, field: &str) -> Option<&SentFile> {
        self.0.files.iter().find(|file| file.field == field && !file.name.is_empty())
    }
}

impl FromRequest for Files {
    type Error = WebError;
    type Future = Ready<Result<Self, WebError>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let submitted = request.extensions().get::<Arc<Submitted>>().cloned();
        ready(submitted.map(Self).ok_or(WebError::UnsupportedMediaType("multipart/form-data")))
    }
}
