//! Signing in and out.

use actix_web::{HttpResponse, web};
use serde::Deserialize;

use super::views;
use crate::access::commands::Begun;
use crate::access::{Email, Person, commands};
use crate::kernel::{FieldError, FieldErrors};
use crate::storage::StorageError;
use crate::web::context::Cx;
use crate::web::cookies::{self, Name};
use crate::web::error::{WebError, WebResult};
use crate::web::form::Form;
use crate::web::urls;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Then {
    then: String,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct SignInForm {
    pub(super) email: String,
    password: String,
    pub(super) then: String,
}

impl SignInForm {
    fn validate(&self) -> Result<Email, FieldErrors> {
        let mut errors = FieldErrors::default();
        let email = errors.keep(Email::parse("email", &self.email));
        if self.password.is_empty() {
            errors.push(FieldError::required("password", "Enter your password"));
        }
        errors.finish(email)
    }
}

/// `GET /sign-in`
pub(super) async fn form(cx: Cx, query: web::Query<Then>) -> HttpResponse {
    if cx.credential().is_signed_in() {
        return cx.see_other(urls::local(&query.then));
    }
    let form = SignInForm { then: query.into_inner().then, ..SignInForm::default() };
    cx.page("Sign in", views::sign_in(&cx, &form, &FieldErrors::default()))
}

/// `POST /sign-in`
pub(super) async fn submit(cx: Cx, form: Form<SignInForm>) -> WebResult<HttpResponse> {
    let form = form.into_inner();
    let email = match form.validate() {
        Ok(email) => email,
        Err(errors) => return Ok(refused(&cx, &form, &errors)),
    };
    match open_session(&cx, email, form.password.clone()).await {
        Ok(token) => {
            let mode = cx.app().settings.cookies;
            let mut response = cx.see_other(urls::local(&form.then));
            response.add_cookie(&cookies::session(mode, token)).map_err(cookie_failed)?;
            Ok(response)
        }
        Err(WebError::Denied(_)) => {
            let message = "The email address or the password is not right. Check both and try again";
            Ok(refused(&cx, &form, &FieldError::invalid("email", message).into()))
        }
        Err(error) => Err(error),
    }
}

fn refused(cx: &Cx, form: &SignInForm, errors: &FieldErrors) -> HttpResponse {
    cx.invalid("Sign in", errors, views::sign_in(cx, form, errors))
}

/// Counts the attempt, checks the password outside any transaction, and opens the session.
async fn open_session(cx: &Cx, email: Email, password: String) -> WebResult<String> {
    let (address, agent, now) = (cx.address().to_owned(), cx.agent().to_owned(), cx.now());
    // Not `cx.write`: that would spend the form's key, which belongs to the session that follows.
    let begun: Result<Begun, StorageError> =
        cx.app().db.write(move |tx| commands::begin_sign_in(tx, &email, &address, &agent, now)).await;
    let attempt = match begun? {
        Begun::Go(attempt) => attempt,
        Begun::Wait { minutes } => return Err(WebError::TooManyAttempts { minutes }),
    };
    let verified = cx.app().hasher.verify(password, attempt.password_hash()).await?;
    let previous = cx.credential().session();
    let signed_in =
        cx.write(move |tx| commands::finish_sign_in(tx, &attempt, verified, previous, now)).await?;
    cx.app()
        .sessions
        .issue(signed_in.session, signed_in.expires_at)
        .map_err(|error| WebError::Storage(StorageError::Corrupt(error.to_string())))
}

/// `POST /sign-out`
pub(super) async fn sign_out(cx: Cx, person: Person) -> WebResult<HttpResponse> {
    let now = cx.now();
    let session = person.session();
    cx.write(move |tx| commands::end_session(tx, &person, session, now)).await?;
    signed_out(&cx, "You have signed out")
}

/// 303 to the sign-in page, without the session's cookie.
pub(super) fn signed_out(cx: &Cx, flash: &str) -> WebResult<HttpResponse> {
    let mut response = cx.done(urls::SIGN_IN, flash);
    let forget = cookies::forget(cx.app().settings.cookies, Name::Session);
    response.add_cookie(&forget).map_err(cookie_failed)?;
    Ok(response)
}

fn cookie_failed(error: impl std::fmt::Display) -> WebError {
    WebError::Storage(StorageError::Corrupt(error.to_string()))
}
