//! The operator's page of one body: its domains, its claims, and verifying it.

use actix_web::{HttpResponse, web};
use maud::{Markup, html};
use serde::Deserialize;

use super::operator_views::claims_table;
use super::show::body_id;
use super::standing::{standing_tag, state_tag};
use crate::access::Operator;
use crate::bodies::claim::ClaimView;
use crate::bodies::mail_domain::OwnDomain;
use crate::bodies::model::{BodyDetail, DomainSource, DomainView};
use crate::bodies::{BodyError, BodyState, commands, queries};
use crate::kernel::ids::BodyId;
use crate::kernel::{FieldError, FieldErrors};
use crate::web::context::Cx;
use crate::web::error::{WebError, WebResult};
use crate::web::form::Form;
use crate::web::ui::{
    ButtonLook, Column, Confirm, FormKeys, Link, Row, Table, TextField, TextKind, actions, breadcrumbs,
    button_link, heading, plural, post_form, quiet_button, quiet_button_link,
};
use crate::web::urls;

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct DomainForm {
    domain: String,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct VerifyForm {
    version: String,
}

/// `GET /operator/bodies/{id}`
pub(super) async fn show(cx: Cx, operator: Operator, id: web::Path<String>) -> WebResult<HttpResponse> {
    let (body, claims) = load(&cx, operator, body_id(&id)?).await?;
    let page = view(&cx, &body, &claims, &DomainForm::default(), &FieldErrors::default());
    Ok(cx.page(&body.name, page))
}

/// `POST /operator/bodies/{id}/domains`
pub(super) async fn add_domain(
    cx: Cx,
    operator: Operator,
    id: web::Path<String>,
    form: Form<DomainForm>,
) -> WebResult<HttpResponse> {
    let (id, now, by) = (body_id(&id)?, cx.now(), operator.clone());
    let outcome = match OwnDomain::parse("domain", &form.domain) {
        Ok(domain) => cx.try_write(move |tx| commands::add_domain(tx, &by, id, &domain, now)).await,
        Err(error) => Err(BodyError::Invalid(error.into())),
    };
    let errors = match outcome {
        Ok(()) => return Ok(cx.done(&urls::bodies::operator_body(id), "Domain added")),
        Err(BodyError::Invalid(errors)) => errors,
        Err(BodyError::DomainKnown) => {
            FieldError::invalid("domain", "This domain belongs to the body already").into()
        }
        Err(error) => return Err(error.into()),
    };
    let (body, claims) = load(&cx, operator, id).await?;
    Ok(cx.invalid(&body.name, &errors, view(&cx, &body, &claims, &form, &errors)))
}

/// `GET /operator/bodies/{id}/domains/remove?domain=…`
pub(super) async fn confirm_remove_domain(
    cx: Cx,
    _: Operator,
    id: web::Path<String>,
    query: web::Query<DomainForm>,
) -> WebResult<HttpResponse> {
    let (id, now) = (body_id(&id)?, cx.now());
    let body = cx.read(move |conn| queries::detail(conn, id, now)).await?;
    let mut domains = body.domains.iter().filter(|domain| domain.source == DomainSource::Operator);
    let domain = domains.find(|domain| domain.domain == query.domain).ok_or(WebError::NotFound)?;
    Ok(cx.page("Remove this domain?", remove_question(&cx.once(), &body, domain)))
}

/// `POST /operator/bodies/{id}/domains/remove`
pub(super) async fn remove_domain(
    cx: Cx,
    operator: Operator,
    id: web::Path<String>,
    form: Form<DomainForm>,
) -> WebResult<HttpResponse> {
    let (id, now, domain) = (body_id(&id)?, cx.now(), form.into_inner().domain);
    cx.write(move |tx| commands::remove_domain(tx, &operator, id, &domain, now)).await?;
    Ok(cx.done(&urls::bodies::operator_body(id), "Domain removed"))
}

/// `GET /operator/bodies/{id}/verify`
pub(super) async fn confirm_verify(cx: Cx, _: Operator, id: web::Path<String>) -> WebResult<HttpResponse> {
    let (id, now) = (body_id(&id)?, cx.now());
    let body = cx.read(move |conn| queries::detail(conn, id, now)).await?;
    if body.state == BodyState::Verified {
        return Err(BodyError::VerifiedAlready.into());
    }
    Ok(cx.page("Verify this body?", verify_question(&cx.once(), &body)))
}

/// `POST /operator/bodies/{id}/verify`
pub(super) async fn verify(
    cx: Cx,
    operator: Operator,
    id: web::Path<String>,
    form: Form<VerifyForm>,
) -> WebResult<HttpResponse> {
    let (id, now) = (body_id(&id)?, cx.now());
    let version = form.version.parse().map_err(|_| WebError::BadRequest("the version is missing".into()))?;
    cx.write(move |tx| commands::verify_body(tx, &operator, id, version, now)).await?;
    Ok(cx.done(&urls::bodies::operator_body(id), "The body is verified"))
}

async fn load(cx: &Cx, operator: Operator, id: BodyId) -> WebResult<(BodyDetail, Vec<ClaimView>)> {
    let now = cx.now();
    cx.read(move |conn| {
        let body = queries::detail(conn, id, now)?;
        Ok::<_, BodyError>((body, queries::claims_of(conn, &operator, id)?))
    })
    .await
}

fn view(cx: &Cx, body: &BodyDetail, claims: &[ClaimView], form: &DomainForm, errors: &FieldErrors) -> Markup {
    html! {
        (breadcrumbs(&[Link::new("Operator", urls::OPERATOR), Link::new("Claims", urls::bodies::CLAIMS)]))
        (heading("Manage", &body.name))
        p { (state_tag(body.state)) (standing_tag(body.standing)) " " (body.state.meaning()) }
        (actions(html! {
            @if body.state != BodyState::Verified {
                (button_link("Verify this body", &urls::bodies::verify_body(body.id)))
            }
            (quiet_button_link("See its public page", &urls::bodies::body(body.id)))
        }))
        h2 { "Domains" }
        p { "Somebody with a mailbox at one of these, or under one, can prove that they work here. A domain that several \
             bodies have proves only that they work for one of them." }
        (domains(body))
        (post_form(&urls::bodies::add_domain(body.id), &cx.once(), html! {
            (TextField {
                name: "domain", label: "Add a domain", hint: Some("For example, ashdale.gov.uk"),
                value: &form.domain, error: errors.of("domain"), kind: TextKind::Code, ..TextField::default()
            }.render())
            (actions(quiet_button("Add the domain")))
        }))
        h2 { "Claims" }
        (claims_table("Claims of this body", claims).hidden_caption().render())
    }
}

fn domains(body: &BodyDetail) -> Markup {
    Table::new("Domains of this body")
        .hidden_caption()
        .columns([
            Column::text("Domain"),
            Column::text("From"),
            Column::text("Shared by"),
            Column::text("Change"),
        ])
        .rows(body.domains.iter().map(|domain| {
            Row::new([
                html! { (domain.domain) },
                html! { @match domain.source {
                    DomainSource::Register => { "The register" }
                    DomainSource::Operator => { "An operator" }
                } },
                html! { (plural(domain.bodies, "body", "bodies")) },
                html! { @if domain.source == DomainSource::Operator {
                    a href=(urls::bodies::confirm_remove_domain(body.id, &domain.domain)) {
                        "Remove" span.visually-hidden { " " (domain.domain) }
                    }
                } },
            ])
        }))
        .empty("We know no domain of this body.")
        .render()
}

fn remove_question(keys: &FormKeys, body: &BodyDetail, domain: &DomainView) -> Markup {
    Confirm {
        question: &format!("Remove {} from {}?", domain.domain, body.name),
        consequences: &["Nobody can claim the body with an address there any more".to_owned()],
        action: &urls::bodies::remove_domain(body.id),
        keys,
        deed: "Remove the domain",
        look: ButtonLook::Danger,
        fields: Some(html! { input type="hidden" name="domain" value=(domain.domain); }),
        way_out: "Keep it",
        way_out_href: &urls::bodies::operator_body(body.id),
    }
    .render()
}

fn verify_question(keys: &FormKeys, body: &BodyDetail) -> Markup {
    Confirm {
        question: &format!("Verify {}?", body.name),
        consequences: &[
            "Whoever acts for it can publish offers, negotiate and sign".to_owned(),
            "No roles are given to anybody: approve a claim for that".to_owned(),
        ],
        action: &urls::bodies::verify_body(body.id),
        keys,
        deed: "Verify the body",
        look: ButtonLook::Main,
        fields: Some(html! { input type="hidden" name="version" value=(body.version); }),
        way_out: "Not now",
        way_out_href: &urls::bodies::operator_body(body.id),
    }
    .render()
}
