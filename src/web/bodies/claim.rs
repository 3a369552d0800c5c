//! Claiming a body: the form, and the link that it sends.

use actix_web::{HttpResponse, web};
use serde::Deserialize;

use super::claim_views;
use super::show::body_id;
use crate::access::password::NewPassword;
use crate::access::{AccessError, Person, Secret};
use crate::audit::Actor;
use crate::bodies::claim::{ClaimInput, ClaimLink, ClaimStep};
use crate::bodies::commands::{self, ClaimSent, ProveInput, Proved};
use crate::bodies::model::BodyDetail;
use crate::bodies::{BodyError, queries};
use crate::kernel::{FieldError, FieldErrors};
use crate::web::context::Cx;
use crate::web::error::{WebError, WebResult};
use crate::web::form::Form;
use crate::web::urls;

/// What somebody types who claims a body.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct ClaimForm {
    pub(super) name: String,
    pub(super) job_title: String,
    pub(super) email: String,
}

/// What somebody types who follows the link.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct ProveForm {
    password: String,
}

const TITLE: &str = "Say that you work here";
const LINK_TITLE: &str = "Confirm your work address";

/// `GET /bodies/{id}/claim`
pub(super) async fn form(cx: Cx, id: web::Path<String>) -> WebResult<HttpResponse> {
    let body = body_of(&cx, &id).await?;
    let person = cx.credential().signed_in().ok();
    let form = ClaimForm {
        name: person.as_ref().map(|person| person.name().to_owned()).unwrap_or_default(),
        email: person.as_ref().map(|person| person.email().to_owned()).unwrap_or_default(),
        ..ClaimForm::default()
    };
    Ok(cx.page(TITLE, claim_views::form(&cx, &body, &form, &FieldErrors::default())))
}

/// `POST /bodies/{id}/claim`
pub(super) async fn submit(cx: Cx, id: web::Path<String>, form: Form<ClaimForm>) -> WebResult<HttpResponse> {
    let (id, now, by) = (body_id(&id)?, cx.now(), actor(&cx));
    let outcome = match ClaimInput::parse(&form.name, &form.job_title, &form.email) {
        Ok(input) => {
            let address = cx.address().to_owned();
            cx.try_write(move |tx| commands::claim(tx, &by, id, input, &address, now)).await
        }
        Err(errors) => Err(BodyError::Invalid(errors)),
    };
    match outcome {
        // The same whether or not the address is known here.
        Ok(sent) => Ok(cx.done(&urls::bodies::body(id), &check_your_mail(&sent))),
        Err(error) => {
            let errors = beside_the_fields(error)?;
            let body = cx.read(move |conn| queries::detail(conn, id, now)).await?;
            Ok(cx.invalid(TITLE, &errors, claim_views::form(&cx, &body, &form, &errors)))
        }
    }
}

fn check_your_mail(sent: &ClaimSent) -> String {
    format!(
        "Check your mail. We sent a link to {}: follow it within 24 hours to confirm that you work for {}",
        sent.email, sent.body_name
    )
}

/// What can be said beside the fields, with everything typed kept; anything else is an answer of its own.
fn beside_the_fields(error: BodyError) -> Result<FieldErrors, WebError> {
    match error {
        BodyError::Invalid(errors) => Ok(errors),
        BodyError::TooManyLinks { minutes } => {
            let message =
                format!("We have sent several mails to this address. Try again in {minutes} minutes");
            Ok(FieldError::invalid("email", message).into())
        }
        BodyError::Access(AccessError::TooManyAttempts { minutes }) => {
            let message = format!("Many claims were made from your network. Try again in {minutes} minutes");
            Ok(FieldError::invalid("email", message).into())
        }
        other => Err(other.into()),
    }
}

/// `GET /claims/{secret}`
pub(super) async fn open(cx: Cx, secret: web::Path<String>) -> WebResult<HttpResponse> {
    let link = link(&cx, &secret).await?;
    Ok(cx.page(LINK_TITLE, claim_views::link(&cx, &secret, &link, &FieldErrors::default())))
}

/// `POST /claims/{secret}`
pub(super) async fn prove(
    cx: Cx,
    secret: web::Path<String>,
    form: Form<ProveForm>,
) -> WebResult<HttpResponse> {
    let link = link(&cx, &secret).await?;
    let password_hash = match password(&cx, &link, &form).await? {
        Ok(hash) => hash,
        Err(errors) => {
            let page = claim_views::link(&cx, &secret, &link, &errors);
            return Ok(cx.invalid(LINK_TITLE, &errors, page));
        }
    };
    let input = ProveInput { password_hash, signed_in: cx.credential().signed_in().ok() };
    let (secret, now) = (Secret::given(&secret), cx.now());
    let proved = cx.write(move |tx| commands::prove(tx, &secret, input, now)).await?;
    Ok(match proved {
        Proved::ByOperator(body) => cx.done(
            &urls::bodies::body(body),
            "Your address is confirmed. We check that you act for this body and write to you",
        ),
        Proved::ByAdministrators(body) => cx.done(
            &urls::bodies::body(body),
            "Your address is confirmed. The administrators of this body have been told and can invite you",
        ),
    })
}

/// The claim behind a link, for whoever it was sent to: somebody signed in with another address is told so.
async fn link(cx: &Cx, secret: &str) -> WebResult<ClaimLink> {
    let (secret, now) = (Secret::given(secret), cx.now());
    let link = cx.read(move |conn| queries::claim_of_link(conn, &secret, now)).await?;
    let person: Option<Person> = cx.credential().signed_in().ok();
    if person.is_some_and(|person| person.email() != link.claim.email) {
        return Err(BodyError::OtherAddress.into());
    }
    Ok(link)
}

/// The hash of the new account's password, where one is needed.
async fn password(
    cx: &Cx,
    link: &ClaimLink,
    form: &ProveForm,
) -> WebResult<Result<Option<String>, FieldErrors>> {
    if link.next != ClaimStep::ChoosePassword {
        return Ok(Ok(None));
    }
    match NewPassword::parse("password", &form.password, &[&link.claim.name, &link.claim.email]) {
        Ok(password) => Ok(Ok(Some(cx.app().hasher.hash(password).await?))),
        Err(error) => Ok(Err(error.into())),
    }
}

async fn body_of(cx: &Cx, id: &str) -> Result<BodyDetail, WebError> {
    let (id, now) = (body_id(id)?, cx.now());
    cx.read(move |conn| queries::detail(conn, id, now)).await
}

fn actor(cx: &Cx) -> Actor {
    cx.credential().signed_in().map_or_else(|_| Actor::visitor(), |person| person.actor())
}
