//! Accepting an invitation, by the link that came by mail.

use actix_web::{HttpResponse, web};
use serde::Deserialize;

use super::views::{self, InvitationPage};
use crate::access::commands::AcceptInvitation;
use crate::access::password::NewPassword;
use crate::access::queries::InvitationView;
use crate::access::{Secret, commands, parse_name, queries};
use crate::kernel::FieldErrors;
use crate::web::context::Cx;
use crate::web::error::WebResult;
use crate::web::form::Form;
use crate::web::urls;

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct AcceptForm {
    pub(super) name: String,
    password: String,
}

impl AcceptForm {
    /// What somebody without an account must give.
    fn validate(&self, email: &str) -> Result<(String, NewPassword), FieldErrors> {
        let mut errors = FieldErrors::default();
        let name = errors.keep(parse_name("name", &self.name, "your name"));
        let password = errors.keep(NewPassword::parse("password", &self.password, &[&self.name, email]));
        errors.finish(name.zip(password))
    }
}

/// `GET /invitations/{secret}`
pub(super) async fn open(cx: Cx, path: web::Path<String>) -> WebResult<HttpResponse> {
    let invitation = invitation_of(&cx, &path).await?;
    let body = page(&cx, &path, &invitation, &AcceptForm::default(), &FieldErrors::default());
    Ok(cx.page("Accept the invitation", body))
}

/// `POST /invitations/{secret}`
pub(super) async fn accept(
    cx: Cx,
    path: web::Path<String>,
    form: Form<AcceptForm>,
) -> WebResult<HttpResponse> {
    let invitation = invitation_of(&cx, &path).await?;
    let input = if invitation.has_account {
        AcceptInvitation::HasAccount
    } else {
        match form.validate(&invitation.email) {
            Ok((name, password)) => {
                let password_hash = cx.app().hasher.hash(password).await?;
                AcceptInvitation::NewAccount { name, password_hash }
            }
            Err(errors) => {
                let body = page(&cx, &path, &invitation, &form, &errors);
                return Ok(cx.invalid("Accept the invitation", &errors, body));
            }
        }
    };
    let (secret, now) = (Secret::given(&path), cx.now());
    cx.write(move |tx| commands::accept_invitation(tx, &secret, input, now)).await?;
    Ok(cx.done(urls::SIGN_IN, &format!("You now act for {}. Sign in to start", invitation.body_name)))
}

async fn invitation_of(cx: &Cx, secret: &str) -> WebResult<InvitationView> {
    let (secret, now) = (Secret::given(secret), cx.now());
    cx.read(move |conn| queries::invitation_of_link(conn, &secret, now)).await
}

fn page(
    cx: &Cx,
    secret: &str,
    invitation: &InvitationView,
    form: &AcceptForm,
    errors: &FieldErrors,
) -> maud::Markup {
    views::invitation(&InvitationPage {
        action: &urls::invitation_link(secret),
        invitation,
        name: &form.name,
        keys: &cx.once(),
        errors,
    })
}
