//! Whom a search is for, in words: the body, its namesakes, and every assumption behind a price for it.

use maud::{Markup, html};

use super::assumed_views::{no_advice, of_vat, vat_fields};
use super::find_views::Found;
use crate::web::ui::{
    Need, TextField, Width, actions, banner, disclosure, disclosure_open, get_form, kept_fields, plural,
    quiet_button,
};
use crate::web::urls::catalogue::FIND;

/// The body that distances, reach and VAT are worked out for, and the assumptions about its VAT.
pub(super) fn whose_search(found: &Found) -> Markup {
    let asked = &found.asked;
    html! {
        @if let Some(body) = &asked.near {
            p.meta {
                "Distances, reach and VAT are those of " strong { (body.name) }
                @if asked.is_own { ", your own body" } "."
                @if !asked.is_own && asked.own.is_some() {
                    " " a href=(found.query.for_own_body_href()) { "Search for your own" }
                }
            }
        }
        (another_body(found))
        (vat(found))
    }
}

/// Which of several bodies was meant.
pub(super) fn which_body(found: &Found) -> Markup {
    let total = i64::try_from(found.namesakes).unwrap_or_default();
    html! {
        @if !found.named.is_empty() {
            (banner(html! {
                h2 { "Which body do you search for?" }
                p { (plural(total, "body has", "bodies have")) " “" (found.query.near_name) "” in the name:" }
                ul {
                    @for body in &found.named {
                        @let id = body.id.to_string();
                        li {
                            a href=(found.query.with_href(&[("near", &id)])) { (body.name) }
                            ", " (body.kind.label()) @if !body.region.is_empty() { ", " (body.region) }
                        }
                    }
                }
                @if found.namesakes > found.named.len() { p { "There are more: type more of the name." } }
            }))
        }
    }
}

/// A search for a body by its name.
fn another_body(found: &Found) -> Markup {
    let (query, errors) = (&found.query, &found.asked.errors);
    let error = errors.of("near_name").or_else(|| errors.of("near"));
    let name = TextField {
        name: "near_name",
        label: "Name of the body, or a part of it",
        hint: Some("How far away offers are, whether they reach it and what they cost it with VAT"),
        value: &query.near_name,
        error,
        need: Need::Filter,
        width: Width::Medium,
        ..TextField::default()
    };
    let form = get_form(
        FIND,
        html! {
            (kept_fields(&found.kept(|(name, _)| name != "near")))
            (name.render())
            (actions(quiet_button("Search for this body")))
        },
    );
    let summary = if found.asked.near.is_some() { "Search for another body" } else { "Name your body" };
    let is_open = error.is_some() || !query.near_name.is_empty();
    if is_open { disclosure_open(summary, form) } else { disclosure(summary, form) }
}

/// What is assumed of the reader's VAT, and how to change it.
fn vat(found: &Found) -> Markup {
    let errors = &found.asked.errors;
    let content = html! {
        (no_advice())
        (of_vat(&found.asked))
        (vat_form(found))
    };
    let summary = match found.asked.filter.vat {
        Some(_) => "What prices for you assume about VAT",
        None => "See prices with the VAT you cannot recover",
    };
    let is_open = ["vat_profile", "vat_heading", "vat_recovery", "vat_unstated"]
        .iter()
        .any(|field| errors.of(field).is_some());
    if is_open { disclosure_open(summary, content) } else { disclosure(summary, content) }
}

fn vat_form(found: &Found) -> Markup {
    get_form(
        FIND,
        html! {
            (kept_fields(&found.kept(|(name, _)| !name.starts_with("vat_"))))
            (vat_fields(&found.query, &found.asked.errors))
            (actions(quiet_button("Work out prices for me")))
        },
    )
}
