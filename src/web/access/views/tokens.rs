//! The pages of API tokens.

use maud::{Markup, html};

use crate::access::CapabilityKind;
use crate::access::queries::{TokenState, TokenView};
use crate::kernel::{FieldErrors, Instant, Page, london};
use crate::web::ui::{
    ButtonLook, Checkboxes, Choice, Column, Confirm, FormKeys, Row, Table, TextField, Tone, actions,
    back_link, banner, button, button_link, heading, pagination, post_form, status_tag,
};
use crate::web::urls;

/// Every token of the body, with when it was last used.
pub(in crate::web::access) fn tokens(tokens: &Page<TokenView>, now: Instant) -> Markup {
    html! {
        h1 { "API tokens" }
        p { "A token lets a program act for your body, as far as its maker may. See "
            a href=(urls::API_GUIDE) { "how to use the API" } "." }
        (actions(button_link("Make an API token", urls::NEW_TOKEN)))
        (Table::new("API tokens of your body")
            .hidden_caption()
            .columns([
                Column::text("Name"), Column::text("Made by"), Column::text("May"), Column::text("Last used"),
                Column::text("Works until"), Column::text("State"), Column::text("Revoke"),
            ])
            .rows(tokens.items.iter().map(|token| token_row(token, now)))
            .empty("There are no tokens yet. Make one for each program, so that each can be revoked by itself.")
            .render())
        (pagination(tokens.request.number(), tokens.pages(), |number| format!("{}?page={number}", urls::TOKENS)))
    }
}

fn token_row(token: &TokenView, now: Instant) -> Row {
    let state = token.state(now);
    let (tone, words) = match state {
        TokenState::Working => (Tone::Good, "Working"),
        TokenState::Revoked => (Tone::Plain, "Revoked"),
        TokenState::Expired => (Tone::Plain, "Expired"),
    };
    Row::new([
        html! { (token.name) },
        html! { (token.made_by) },
        html! { ul { @for kind in &token.capabilities { li { (kind.label()) } } } },
        html! {
            @match token.last_used_at { Some(at) => (london::civil_time(at)), None => "Never" }
        },
        html! { (london::short_date(london::date(token.expires_at))) },
        status_tag(tone, words),
        html! {
            @if state == TokenState::Working {
                a href=(urls::revoke_token(token.id)) {
                    "Revoke" span.visually-hidden { " " (token.name) }
                }
            }
        },
    ])
}

/// What the form of a token holds.
#[derive(Debug)]
pub(in crate::web::access) struct TokenForm<'a> {
    pub(in crate::web::access) name: &'a str,
    pub(in crate::web::access) capabilities: &'a [String],
    /// What the maker may do themselves.
    pub(in crate::web::access) offered: &'a [CapabilityKind],
    pub(in crate::web::access) body_name: &'a str,
    pub(in crate::web::access) keys: &'a FormKeys,
    pub(in crate::web::access) errors: &'a FieldErrors,
}

/// What a token is called and what it may do.
pub(in crate::web::access) fn token_form(form: &TokenForm<'_>) -> Markup {
    let choices: Vec<Choice> =
        form.offered.iter().map(|kind| Choice::new(kind.as_str(), kind.label())).collect();
    let fields = html! {
        (TextField {
            name: "name", label: "Name", value: form.name, error: form.errors.of("name"),
            hint: Some("What uses it, such as “Finance system”"), autocomplete: Some("off"),
            ..TextField::default()
        }.render())
        (Checkboxes {
            name: "capabilities", legend: "What it may do",
            hint: Some("Only what you may do yourself. If you lose a role, your tokens lose it too"),
            choices: &choices, values: form.capabilities, error: form.errors.of("capabilities"),
            ..Checkboxes::default()
        }.render())
        (actions(button("Make the token")))
    };
    html! {
        (back_link(urls::TOKENS))
        (heading(form.body_name, "Make an API token"))
        (post_form(urls::NEW_TOKEN, form.keys, fields))
    }
}

/// The one time that a token's secret is shown.
pub(in crate::web::access) fn token_made(name: &str, secret: &str) -> Markup {
    html! {
        h1 { "Copy your token" }
        (banner(html! {
            p { strong { "This is the only time it is shown." } " We keep no copy. If you lose it, revoke it and make \
                another." }
        }))
        p { "The token “" (name) "”:" }
        pre { code { (secret) } }
        (actions(button_link("I have copied it", urls::TOKENS)))
    }
}

/// The question before a token stops working.
pub(in crate::web::access) fn confirm_revoke(question: &str, token: &TokenView, keys: &FormKeys) -> Markup {
    Confirm {
        question,
        consequences: &[
            "Whatever uses it stops working at once.".to_owned(),
            "It cannot be brought back. You can make another.".to_owned(),
        ],
        action: &urls::revoke_token(token.id),
        keys,
        deed: "Revoke the token",
        look: ButtonLook::Danger,
        fields: None,
        way_out: "Keep it",
        way_out_href: urls::TOKENS,
    }
    .render()
}
