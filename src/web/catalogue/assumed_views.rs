//! What a price for somebody rests on, and a form to change it: the same beside a search, an offer and a comparison.

use maud::{Markup, html};

use super::find_asked::Asked;
use super::find_query::FindQuery;
use crate::catalogue::price_for_me::{VatHeading, VatProfile};
use crate::catalogue::shape::SizeMeasure;
use crate::kernel::FieldErrors;
use crate::kernel::vat::VatTreatment;
use crate::web::ui::{
    Choice, Need, Select, TextField, TextKind, Width, actions, disclosure, disclosure_open, get_form,
    kept_fields, quiet_button,
};
use crate::web::urls::catalogue::{FIND, with_query};

/// Every assumption about the VAT of whom a price is for.
pub(super) fn of_vat(asked: &Asked) -> Markup {
    let Some(vat) = asked.filter.vat else { return html! {} };
    let kind = asked.near.as_ref().map(|body| body.kind.label());
    let recovered = vat.recovered.to_u8();
    html! {
        ul {
            li {
                strong { (vat.profile.label()) } ". "
                @if asked.is_profile_chosen { "You chose this. " }
                @else if let Some(kind) = kind { "Assumed of this kind of body: " (kind) ". " }
                @match vat.heading {
                    Some(heading) => (heading.assumption()),
                    None => (vat.profile.assumption()),
                }
            }
            li { strong { (recovered) "% of the VAT is recovered" } "; the other " (100 - recovered) "% is added to the price." }
            li { "Where a provider proposes a VAT treatment, it is taken as proposed. The parties agree it in the end." }
            li { "Where a provider proposes none: " strong { (vat.unstated.label()) } "." }
            li { "Work paid for with a service in return has no price here, so no VAT is worked out for it." }
            li { "VAT is worked out for one unit. An invoice works it out on its total, which can differ by pennies." }
        }
    }
}

/// That all this is arithmetic.
pub(super) fn no_advice() -> Markup {
    html! {
        p {
            "What you see is our arithmetic on these assumptions, not advice. How far you recover VAT depends on what you \
             use a service for: your finance team knows. Prices are asked before VAT."
        }
    }
}

/// Whom prices, distances and reach are worked out for, everything that is assumed, and a form that changes it. `kept` is
/// what the address of `action` says besides.
pub(super) fn section(
    action: &str,
    (query, asked): (&FindQuery, &Asked),
    kept: &[(String, String)],
) -> Markup {
    let errors = &asked.errors;
    let rest = |(name, _): &&(String, String)| {
        !name.starts_with("vat_") && !matches!(name.as_str(), "size" | "size_measure" | "least")
    };
    let kept: Vec<(String, String)> = kept.iter().filter(rest).cloned().collect();
    let content = html! {
        (no_advice())
        @match &asked.near {
            Some(body) => { p { "Distance, reach and VAT are those of " strong { (body.name) } @if asked.is_own { ", your own body" } "." } }
            None => { p { "No body is named, so no distance is known. "
                a href=(with_query(FIND, &query.pairs())) { "Name yours in a search" } " and come back from there." } }
        }
        (of_vat(asked))
        (get_form(action, html! {
            (kept_fields(&kept))
            (vat_fields(query, errors))
            (size_fields(query, errors))
            (least_field(query, errors))
            (actions(quiet_button("Work out prices for me")))
        }))
    };
    let summary = "What this assumes of you, and how to change it";
    let fields =
        ["vat_profile", "vat_heading", "vat_recovery", "vat_unstated", "size", "size_measure", "least"];
    if fields.iter().any(|field| errors.of(field).is_some()) {
        disclosure_open(summary, content)
    } else {
        disclosure(summary, content)
    }
}

/// What there is to say of somebody's VAT.
pub(super) fn vat_fields(query: &FindQuery, errors: &FieldErrors) -> Markup {
    let profiles: Vec<Choice> =
        VatProfile::ALL.iter().map(|profile| Choice::new(profile.as_str(), profile.label())).collect();
    let headings: Vec<Choice> =
        VatHeading::ALL.iter().map(|heading| Choice::new(heading.as_str(), heading.label())).collect();
    let treatments: Vec<Choice> =
        VatTreatment::ALL.iter().map(|vat| Choice::new(vat.as_str(), vat.label())).collect();
    let select = |name, label, prompt, hint, value, choices| {
        Select {
            name,
            label,
            hint,
            prompt: Some(prompt),
            value,
            choices,
            error: errors.of(name),
            need: Need::Filter,
            ..Select::default()
        }
        .render()
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
    let heading_hint = "Of use with section 41 alone. Whether a service falls under a heading is for your finance team to say.";
    html! {
        (select("vat_profile", "VAT you recover", "As usual for the kind of body", None, &query.vat_profile, &profiles))
        (select(
            "vat_heading", "If the service falls under a heading of the Treasury’s list", "It falls under none",
            Some(heading_hint), &query.vat_heading, &headings,
        ))
        (recovery.render())
        (select(
            "vat_unstated", "Offers that do not state their VAT", "Taken as standard rate, 20%", None,
            &query.vat_unstated, &treatments,
        ))
    }
}

/// For whom a whole service would be.
pub(super) fn size_fields(query: &FindQuery, errors: &FieldErrors) -> Markup {
    let size = TextField {
        name: "size",
        label: "Size of what is to be served",
        hint: Some("Whole services for this size, with its price. Capacity by unit knows no sizes."),
        value: &query.size,
        error: errors.of("size"),
        need: Need::Filter,
        kind: TextKind::WholeNumber,
        width: Width::Short,
        ..TextField::default()
    };
    let measures: Vec<Choice> =
        SizeMeasure::ALL.iter().map(|measure| Choice::new(measure.as_str(), measure.label())).collect();
    let measure = Select {
        name: "size_measure",
        label: "Size counts",
        prompt: Some("Choose one"),
        value: &query.size_measure,
        choices: &measures,
        error: errors.of("size_measure"),
        need: Need::Filter,
        ..Select::default()
    };
    html! { (size.render()) (measure.render()) }
}

/// How much of it is needed.
pub(super) fn least_field(query: &FindQuery, errors: &FieldErrors) -> Markup {
    TextField {
        name: "least",
        label: "Least free a month",
        hint: Some("Prices in tiers are then those for so much"),
        value: &query.least,
        error: errors.of("least"),
        need: Need::Filter,
        kind: TextKind::Decimal,
        width: Width::Short,
        ..TextField::default()
    }
    .render()
}
