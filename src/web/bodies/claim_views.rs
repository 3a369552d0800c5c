//! The pages of a claim, for whoever makes it.

use maud::{Markup, html};

use super::claim::ClaimForm;
use crate::bodies::claim::{ClaimLink, ClaimStep, Proof};
use crate::bodies::mail_domain;
use crate::bodies::model::{BodyDetail, Standing};
use crate::kernel::FieldErrors;
use crate::web::context::Cx;
use crate::web::ui::{
    TextField, TextKind, actions, back_link, banner, button, button_link, empty_state, heading, post_form,
};
use crate::web::urls;

/// The form, or for a body that is over, the way to its successors.
pub(super) fn form(cx: &Cx, body: &BodyDetail, form: &ClaimForm, errors: &FieldErrors) -> Markup {
    let back = urls::bodies::body(body.id);
    html! {
        (back_link(&back))
        (heading(&body.name, "Say that you work here"))
        @if body.standing == Standing::Former {
            (empty_state(
                "This body has ended",
                "Find the body that took over from it and say that you work there.",
                Some(button_link("See who took over", &back)),
            ))
        } @else {
            (what_happens(body))
            (post_form(&urls::bodies::claim(body.id), &cx.once(), fields(body, form, errors)))
        }
    }
}

fn what_happens(body: &BodyDetail) -> Markup {
    html! {
        @if body.has_administrator {
            (banner(html! {
                p { strong { (body.name) " has administrators here already." } " Once you confirm your address we tell \
                    them your name, job title and address. They decide, and invite you." }
            }))
        } @else {
            ol {
                li { "We send a link to your work address. Follow it within 24 hours." }
                li { "The operator of this site checks that you may act for " (body.name) "." }
                li { "You become its first administrator and invite your colleagues." }
            }
        }
    }
}

fn fields(body: &BodyDetail, form: &ClaimForm, errors: &FieldErrors) -> Markup {
    let own = body.domains.iter().map(|domain| domain.domain.clone());
    let domains = mail_domain::accepted(body.kind, own);
    let hint = if domains.is_empty() {
        "An address that only people who work here have".to_owned()
    } else {
        format!("An address at {}", domains.join(" or "))
    };
    html! {
        (TextField {
            name: "name", label: "Your name", value: &form.name, error: errors.of("name"),
            autocomplete: Some("name"), ..TextField::default()
        }.render())
        (TextField {
            name: "job_title", label: "Your job title", value: &form.job_title, error: errors.of("job_title"),
            autocomplete: Some("organization-title"), ..TextField::default()
        }.render())
        (TextField {
            name: "email", label: "Your work email address", hint: Some(&hint), value: &form.email,
            error: errors.of("email"), kind: TextKind::Email, ..TextField::default()
        }.render())
        (actions(html! { (button("Send me a link")) a href=(urls::bodies::body(body.id)) { "Cancel" } }))
    }
}

/// What whoever follows the link sees.
pub(super) fn link(cx: &Cx, secret: &str, link: &ClaimLink, errors: &FieldErrors) -> Markup {
    let claim = &link.claim;
    let content = html! {
        @if link.next == ClaimStep::ChoosePassword {
            (TextField {
                name: "password", label: "Choose a password", error: errors.of("password"),
                hint: Some("12 characters or more. Three random words work well"),
                kind: TextKind::NewPassword, ..TextField::default()
            }.render())
        }
        (actions(button("Confirm my address")))
    };
    html! {
        (heading(&claim.body_name, "Confirm your work address"))
        p { "You are " strong { (claim.name) } ", " (claim.job_title) ", with the address " strong { (claim.email) } "." }
        @match link.next {
            ClaimStep::ChoosePassword => {
                p { "Choose a password for your account. You sign in with it once the operator has agreed." }
            }
            ClaimStep::Confirm => {
                p { "You have an account with this address. Keep signing in with the password you have." }
            }
            ClaimStep::TellAdministrators => {
                p { (claim.body_name) " has administrators. When you confirm, we tell them; they decide and invite you." }
            }
        }
        @if claim.proof == Proof::SharedDomain && link.next != ClaimStep::TellAdministrators {
            p { "Several bodies use addresses like yours, so yours shows that you work for one of them. The operator \
                 checks that it is " (claim.body_name) " before you may act for it." }
        }
        (post_form(&urls::bodies::prove_claim(secret), &cx.once(), content))
    }
}
