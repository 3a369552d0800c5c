//! Whom a search is for, in words: the body, its namesakes, and every assumption behind a price for it.

use maud::{Markup, html};

use super::find_near::{self, NearForm};
use super::find_views::Found;
use crate::catalogue::price_for_me::{VatAssumptions, VatProfile};
use crate::kernel::vat::VatTreatment;
use crate::web::ui::{
    Choice, Need, Select, TextField, TextKind, Width, actions, disclosure, disclosure_open, get_form,
    kept_fields, quiet_button,
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
        p {
            "What you see is our arithmetic on these assumptions, not advice. How far you recover VAT depends on what you \
             use a service for: your finance team knows. Prices are asked before VAT."
        }
        @if let Some(vat) = found.asked.filter.vat { (assumptions(found, vat)) }
        (vat_form(found))
    };
    let summary = match found.asked.filter.vat {
        Some(_) => "What prices for you assume about VAT",
        None => "See prices with the VAT you cannot recover",
    };
    let is_open =
        ["vat_profile", "vat_recovery", "vat_unstated"].iter().any(|field| errors.of(field).is_some());
    if is_open { disclosure_open(summary, content) } else { disclosure(summary, content) }
}

fn assumptions(found: &Found, vat: VatAssumptions) -> Markup {
    let asked = &found.asked;
    let kind = asked.near.as_ref().map(|body| body.kind.label());
    let recovered = vat.recovered.to_u8();
    html! {
        ul {
            li {
                strong { (vat.profile.label()) } ". "
                @if asked.is_profile_chosen { "You chose this. " }
                @else if let Some(kind) = kind { "Assumed of this kind of body: " (kind) ". " }
                (vat.profile.assumption())
            }
            li { strong { (recovered) "% of the VAT is recovered" } "; the other " (100 - recovered) "% is added to the price." }
            li { "Where a provider proposes a VAT treatment, it is taken as proposed. The parties agree it in the end." }
            li { "Where a provider proposes none: " strong { (vat.unstated.label()) } "." }
            li { "Work paid for with a service in return has no price here, so no VAT is worked out for it." }
            li { "VAT is worked out for one unit. An invoice works it out on its total, which can differ by pennies." }
        }
    }
}

fn vat_form(found: &Found) -> Markup {
    let (query, errors) = (&found.query, &found.asked.errors);
    let prompt = found.asked.near.as_ref().map_or_else(
        || "Choose one".to_owned(),
        |body| format!("As we assume for this kind of body: {}", body.kind.label()),
    );
    let profiles: Vec<Choice> =
        VatProfile::ALL.iter().map(|profile| Choice::new(profile.as_str(), profile.label())).collect();
    let treatments: Vec<Choice> =
        VatTreatment::ALL.iter().map(|vat| Choice::new(vat.as_str(), vat.label())).collect();
    let profile = Select {
        name: "vat_profile",
        label: "VAT you recover",
        prompt: Some(&prompt),
        value: &query.vat_profile,
        choices: &profiles,
        error: errors.of("vat_profile"),
        need: Need::Filter,
        ..Select::default()
    };
    let recovery = TextField {
        name: "vat_recovery",
        label: "Or say how much of it",
        value: &query.vat_recovery,
        error: errors.of("vat_recovery"),
        need: Need::Filter,
        kind: TextKind::WholeNumber,
        width: Width::Short,
        suffix: Some("% recovered"),
        ..TextField::default()
    };
    let unstated = Select {
        name: "vat_unstated",
        label: "Offers that do not state their VAT",
        prompt: Some("Taken as standard rate, 20%"),
        value: &query.vat_unstated,
        choices: &treatments,
        error: errors.of("vat_unstated"),
        need: Need::Filter,
        ..Select::default()
    };
    get_form(
        FIND,
        html! {
            (kept_fields(&found.kept(|(name, _)| !name.starts_with("vat_"))))
            (profile.render())
            (recovery.render())
            (unstated.render())
            (actions(quiet_button("Work out prices for me")))
        },
    )
}
