//! Whom a search is for, in words: the body, its namesakes, and every assumption behind a price for it.

use maud::{Markup, html};

use super::assumed_views::{no_advice, of_vat, vat_fields};
use super::find_near::{self, NearForm};
use super::find_views::Found;
use crate::web::ui::{actions, disclosure, disclosure_open, get_form, kept_fields, quiet_button};
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
    let href = |id: &str| found.query.with_href(&[("near", id)]);
    find_near::which_body((&found.named, found.namesakes), &found.query.near_name, href)
}

/// A search for a body by its name.
fn another_body(found: &Found) -> Markup {
    let (query, errors) = (&found.query, &found.asked.errors);
    NearForm {
        action: FIND,
        hint: "How far away offers are, whether they reach it and what they cost it with VAT",
        typed: &query.near_name,
        error: errors.of("near_name").or_else(|| errors.of("near")),
        is_named: found.asked.near.is_some(),
        kept: found.kept(|(name, _)| name != "near"),
    }
    .render()
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
