//! Signing in and out.

use actix_web::{HttpResponse, web};
use serde::Deserialize;

use super::views;
use crate::access::{AccessError, Person, commands};
use crate::kernel::{FieldError, FieldErrors};
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
    let errors = missing(&form);
    if !errors.is_empty() {
        return Ok(cx.invalid("Sign in", &errors, views::sign_in(&cx, &form, &errors)));
    }
    let form = form.into_inner();
    match open_session(&cx, &form).await {
        Ok(token) => {
            let mode = cx.app().settings.cookies;
            let mut response = cx.see_other(urls::local(&form.then));
            response.add_cookie(&cookies::session(mode, token)).map_err(cookie_failed)?;
            Ok(response)
        }
        Err(WebError::Denied(_)) => {
            let errors = FieldErrors::from(FieldError::invalid(
                "email",
                "The email address or the password is not right. Check both and try again",
            ));
            Ok(cx.invalid("Sign in", &errors, views::sign_in(&cx, &form, &errors)))
        }
        Err(error) => Err(error),
    }
}

/// Counts the attempt, checks the password outside any transaction, and opens the session.
async fn open_session(cx: &Cx, form: &SignInForm) -> WebResult<String> {
    let (email, address, agent) = (form.email.clone(), cx.address().to_owned(), cx.agent().to_owned());
    let now = cx.now();
    // Not `cx.write`: that would spend the form's key, which belongs to the session that follows.
    let attempt = cx
        .app()
        .db
        .write(move |tx| {
            // A refusal must keep the count that led to it, so it is an answer and not an error here.
            match commands::begin_sign_in(tx, &email, &address, &agent, now) {
                Err(AccessError::TooManyAttempts { minutes }) => Ok(Err(minutes)),
                other => other.map(Ok),
            }
        })
        .await?
        .map_err(|minutes| WebError::TooManyAttempts { minutes })?;
    let verified = cx.app().hasher.verify(form.password.clone(), attempt.password_hash()).await?;
    let previous = cx.credential().session();
    let signed_in =
        cx.write(move |tx| commands::finish_sign_in(tx, &attempt, verified, previous, now)).await?;
    cx.app()
        .sessions
        .issue(signed_in.session, signed_in.expires_at)
        .map_err(|error| WebError::Storage(crate::storage::StorageError::Corrupt(error.to_string())))
}

fn missing(form: &SignInForm) -> FieldErrors {
    let mut errors = FieldErrors::default();
    if form.email.trim().is_empty() {
        errors.push(FieldError::required("email", "Enter your email address"));
    }
    if form.password.is_empty() {
        errors.push(FieldError::required("password", "Enter your password"));
    }
    errors
}

/// `POST /sign-out`
pub(super) async fn sign_out(cx: Cx, person: Person) -> WebResult<HttpResponse> {
    let now = cx.now();
    let session = person.session();
    cx.write(move |tx| commands::end_session(tx, &person, session, now)).await?;
    let mut response = cx.done(urls::SIGN_IN, "You have signed out");
    let forget = cookies::forget(cx.app().settings.cookies, Name::Session);
    response.add_cookie(&forget).map_err(cookie_failed)?;
    Ok(response)
}

fn cookie_failed(error: impl std::fmt::Display) -> WebError {
    WebError::Storage(crate::storage::StorageError::Corrupt(error.to_string()))
}
