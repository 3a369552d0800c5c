//! A new password for somebody who forgot theirs.

use actix_web::{HttpResponse, web};
use serde::Deserialize;

use super::views::{self, PasswordPage};
use crate::access::commands::Asked;
use crate::access::password::NewPassword;
use crate::access::queries::ResetLink;
use crate::access::{Email, Secret, commands, queries};
use crate::kernel::FieldErrors;
use crate::web::context::Cx;
use crate::web::error::{WebError, WebResult};
use crate::web::form::Form;
use crate::web::urls;

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct AskForm {
    email: String,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct PasswordForm {
    password: String,
}

impl PasswordForm {
    fn validate(&self, link: &ResetLink) -> Result<NewPassword, FieldErrors> {
        Ok(NewPassword::parse("password", &self.password, &[&link.name, &link.email])?)
    }
}

/// `GET /reset-password`
pub(super) async fn ask(cx: Cx) -> HttpResponse {
    cx.page("Ask for a new password", views::ask_for_reset(&cx.once(), "", &FieldErrors::default()))
}

/// `POST /reset-password`
pub(super) async fn submit(cx: Cx, form: Form<AskForm>) -> WebResult<HttpResponse> {
    let email = match Email::parse("email", &form.email) {
        Ok(email) => email,
        Err(error) => {
            let errors = FieldErrors::from(error);
            let body = views::ask_for_reset(&cx.once(), &form.email, &errors);
            return Ok(cx.invalid("Ask for a new password", &errors, body));
        }
    };
    let (address, now) = (cx.address().to_owned(), cx.now());
    match cx.write(move |tx| commands::ask_for_reset(tx, &email, &address, now)).await? {
        Asked::Mailed => Ok(cx.done(
            urls::SIGN_IN,
            "We have sent a mail to the address you gave. The link in it works for 24 hours",
        )),
        Asked::Wait { minutes } => Err(WebError::TooManyAttempts { minutes }),
    }
}

/// `GET /reset-password/{secret}`
pub(super) async fn choose(cx: Cx, path: web::Path<String>) -> WebResult<HttpResponse> {
    let link = link_of(&cx, &path).await?;
    Ok(cx.page("Choose a new password", page(&cx, &path, &link, &FieldErrors::default())))
}

/// `POST /reset-password/{secret}`
pub(super) async fn set(
    cx: Cx,
    path: web::Path<String>,
    form: Form<PasswordForm>,
) -> WebResult<HttpResponse> {
    let link = link_of(&cx, &path).await?;
    let password = match form.validate(&link) {
        Ok(password) => password,
        Err(errors) => {
            return Ok(cx.invalid("Choose a new password", &errors, page(&cx, &path, &link, &errors)));
        }
    };
    let hash = cx.app().hasher.hash(password).await?;
    let (secret, now) = (Secret::given(&path), cx.now());
    cx.write(move |tx| commands::set_password(tx, &secret, &hash, now)).await?;
    Ok(cx.done(urls::SIGN_IN, "Your password is changed, and you are signed out everywhere. Sign in with it"))
}

async fn link_of(cx: &Cx, secret: &str) -> WebResult<ResetLink> {
    let (secret, now) = (Secret::given(secret), cx.now());
    cx.read(move |conn| queries::reset_link(conn, &secret, now)).await
}

fn page(cx: &Cx, secret: &str, link: &ResetLink, errors: &FieldErrors) -> maud::Markup {
    views::choose_password(&PasswordPage {
        action: &urls::reset_link(secret),
        email: &link.email,
        keys: &cx.once(),
        errors,
    })
}
