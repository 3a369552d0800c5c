//! Inviting a colleague: address and roles, a look at both, and then the mail.

use actix_web::{HttpResponse, web};
use serde::Deserialize;

use super::list::done;
use crate::access::capability::ManagePeople;
use crate::access::{AccessError, Email, Member, Roles, commands};
use crate::kernel::ids::InvitationId;
use crate::kernel::{FieldError, FieldErrors};
use crate::web::access::views::{self, InviteForm as View};
use crate::web::context::Cx;
use crate::web::error::WebResult;
use crate::web::form::Form;

const TITLE: &str = "Invite a colleague";

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::web::access) struct InviteForm {
    email: String,
    roles: Vec<String>,
    /// "yes" from the second page, where the roles were looked at once more.
    confirmed: String,
}

impl InviteForm {
    fn validate(&self) -> Result<(Email, Roles), FieldErrors> {
        let mut errors = FieldErrors::default();
        let email = errors.keep(Email::parse("email", &self.email));
        let roles = errors.keep(Roles::parse("roles", &self.roles));
        errors.finish(email.zip(roles))
    }
}

/// `GET /our-body/people/invite`
pub(in crate::web::access) async fn form(
    cx: Cx,
    _: Member<ManagePeople>,
    query: web::Query<Vec<(String, String)>>,
) -> HttpResponse {
    let mut form = InviteForm::default();
    for (name, value) in query.into_inner() {
        match name.as_str() {
            "email" => form.email = value,
            "roles" => form.roles.push(value),
            _ => {}
        }
    }
    cx.page(TITLE, page(&cx, &form, &FieldErrors::default()))
}

/// `POST /our-body/people/invite`
pub(in crate::web::access) async fn submit(
    cx: Cx,
    member: Member<ManagePeople>,
    form: Form<InviteForm>,
) -> WebResult<HttpResponse> {
    let form = form.into_inner();
    let (email, roles) = match form.validate() {
        Ok(valid) => valid,
        Err(errors) => return Ok(cx.invalid(TITLE, &errors, page(&cx, &form, &errors))),
    };
    if form.confirmed != "yes" {
        let body = views::check_invitation(&email, &roles, member.body_name(), &cx.once());
        return Ok(cx.page("Check the invitation", body));
    }
    let (now, to) = (cx.now(), email.clone());
    match cx.try_write(move |tx| commands::invite(tx, &member, &to, &roles, now)).await {
        Ok(_) => Ok(done(&cx, &format!("We have sent an invitation to {email}"))),
        Err(error @ (AccessError::MemberAlready | AccessError::InvitedAlready)) => {
            let errors = FieldErrors::from(FieldError::invalid("email", sentence(&error.to_string())));
            Ok(cx.invalid(TITLE, &errors, page(&cx, &form, &errors)))
        }
        Err(error) => Err(error.into()),
    }
}

/// `POST /our-body/people/invitations/{id}/withdraw`
pub(in crate::web::access) async fn withdraw(
    cx: Cx,
    member: Member<ManagePeople>,
    path: web::Path<InvitationId>,
) -> WebResult<HttpResponse> {
    let (id, now) = (path.into_inner(), cx.now());
    cx.write(move |tx| commands::withdraw_invitation(tx, &member, id, now)).await?;
    Ok(done(&cx, "The invitation is withdrawn. Its link no longer works"))
}

fn page(cx: &Cx, form: &InviteForm, errors: &FieldErrors) -> maud::Markup {
    views::invite(&View { email: &form.email, roles: &form.roles, keys: &cx.repeatable(), errors })
}

/// An error's words as a sentence on a page.
pub(super) fn sentence(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| format!("{}{}", first.to_uppercase(), letters.as_str()))
}
