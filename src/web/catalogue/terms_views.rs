//! Some pages of a listing: the months that differ, how a price is worked out, and the terms.

use maud::{Markup, html};

use super::listing_views::StepPage;
use crate::bodies::region::Region;
use crate::catalogue::draft::{OfferDraft, TypedTier};
use crate::catalogue::season;
use crate::catalogue::shape::Shape;
use crate::catalogue::tariff::{MOST_TIERS, PriceWay};
use crate::catalogue::terms::{Assurance, PriceBasis, ReachKind};
use crate::kernel::vat::VatTreatment;
use crate::kernel::{FieldErrors, Month, Rate};
use crate::web::listings::fields;
use crate::web::ui::{Checkboxes, Choice, Need, Radios, TextArea, TextField, TextKind, Width};

/// A quantity for every month between the offer's dates.
pub(super) fn months(page: &StepPage, errors: &FieldErrors) -> Markup {
    let draft = &page.draft;
    let dates = draft.first_month.parse::<Month>().ok().zip(draft.last_month.parse::<Month>().ok());
    let Some((first, last)) = dates.filter(|(first, last)| first <= last) else {
        return html! { p { "Say first from which month to which the offer runs, on the page before this one." } };
    };
    let lines = season::lines(draft, first, last);
    let unit = crate::kernel::unit::plural(draft.unit_in_words());
    html! {
        p.hint { "How many " (unit) " you can spare in each month. Enter 0 for a month in which you have none." }
        @for year in lines.chunk_by(|one, next| one.month.get(..4) == next.month.get(..4)) {
            fieldset.month-grid {
                legend { (year.first().and_then(|line| line.month.get(..4)).unwrap_or_default()) }
                @for line in year { (month_field(&line.month, &line.quantity, errors)) }
            }
        }
    }
}

fn month_field(month: &str, quantity: &str, errors: &FieldErrors) -> Markup {
    let Ok(month) = month.parse::<Month>() else { return html! {} };
    let (name, label) = (season::field(month), month.to_string());
    TextField {
        name: &name,
        label: &label,
        value: quantity,
        error: errors.of(&name),
        kind: TextKind::Decimal,
        width: Width::Short,
        ..TextField::default()
    }
    .render()
}

/// The tiers of a price, or the key by which the cost is shared.
pub(super) fn tariff(draft: &OfferDraft, errors: &FieldErrors) -> Markup {
    if draft.price_kind == PriceWay::CostShare.as_str() {
        return TextArea {
            name: "share_key",
            label: "How is the cost shared?",
            hint: Some("The key and where its figures come from, such as “by number of staff, from published accounts”"),
            value: &draft.share_key,
            error: errors.of("share_key"),
            rows: Some(3),
            most: Some(300),
            ..TextArea::default()
        }
        .render();
    }
    let unit = crate::kernel::unit::plural(draft.unit_in_words());
    let first =
        Rate::parse("price", &draft.price).map_or_else(|_| "the price".to_owned(), |rate| rate.to_string());
    html! {
        p.hint { "The first " (unit) " cost " (first) " each. Say above how many a month another price holds." }
        @for place in 1..=MOST_TIERS { (tier(place, draft.tiers.get(place - 1), errors)) }
    }
}

fn tier(place: usize, typed: Option<&TypedTier>, errors: &FieldErrors) -> Markup {
    let (above, price) = (format!("tier_{place}_above"), format!("tier_{place}_price"));
    let need = if place == 1 { Need::Required } else { Need::Optional };
    let (quantity, asked) = typed.map_or(("", ""), |tier| (tier.above.as_str(), tier.price.as_str()));
    fields::PricedLine {
        legend: &format!("Tier {}", place + 1),
        quantity: (&above, "Above how many a month", quantity),
        price: (&price, "Price for each, without VAT", asked),
        need,
    }
    .render(errors)
}

/// What the price rests on, the law, and the standards.
pub(super) fn standing(draft: &OfferDraft, errors: &FieldErrors) -> Markup {
    html! { (price(draft, errors)) (assurance(draft, errors)) }
}

/// How soon, how little and how far.
pub(super) fn start(draft: &OfferDraft, errors: &FieldErrors) -> Markup {
    let lead = TextField {
        name: "lead_days",
        label: "How much notice do you need before you can start?",
        hint: Some("Leave it empty if you can start at once"),
        value: &draft.lead_days,
        error: errors.of("lead_days"),
        need: Need::Optional,
        kind: TextKind::Decimal,
        width: Width::Short,
        suffix: Some("days"),
        ..TextField::default()
    };
    let suffix = format!("{} a month", crate::kernel::unit::plural(draft.unit_in_words()));
    let minimum = TextField {
        name: "minimum_order",
        label: "What is the least that a partner can take?",
        value: &draft.minimum_order,
        error: errors.of("minimum_order"),
        need: Need::Optional,
        kind: TextKind::Decimal,
        width: Width::Short,
        suffix: Some(&suffix),
        ..TextField::default()
    };
    html! {
        (lead.render())
        // A whole service is taken as a whole.
        @if draft.shape() == Shape::Capacity { (minimum.render()) }
        (reach_fields("Where can your partners be?", (&draft.reach, &draft.regions, &draft.miles), errors))
    }
}

/// Where the other side can be: anywhere, in some regions, or within some miles.
pub(in crate::web) fn reach_fields(
    legend: &str,
    (reach, chosen, miles): (&str, &[String], &str),
    errors: &FieldErrors,
) -> Markup {
    let kinds: Vec<Choice> =
        ReachKind::ALL.iter().map(|kind| Choice::new(kind.as_str(), kind.label())).collect();
    let regions: Vec<Choice> =
        Region::ALL.iter().map(|region| Choice::new(region.as_str(), region.label())).collect();
    let kind = Radios {
        name: "reach",
        legend,
        choices: &kinds,
        value: reach,
        error: errors.of("reach"),
        ..Radios::default()
    };
    let regions = Checkboxes {
        name: "regions",
        legend: "If only in some regions, which?",
        choices: &regions,
        values: chosen,
        error: errors.of("regions"),
        need: Need::Conditional,
        ..Checkboxes::default()
    };
    let miles = TextField {
        name: "miles",
        label: "If only near you, how far away at most?",
        value: miles,
        error: errors.of("miles"),
        need: Need::Conditional,
        kind: TextKind::Decimal,
        width: Width::Short,
        suffix: Some("miles"),
        ..TextField::default()
    };
    html! { (kind.render()) (regions.render()) (miles.render()) }
}

fn price(draft: &OfferDraft, errors: &FieldErrors) -> Markup {
    let choices: Vec<Choice> = PriceBasis::ALL
        .iter()
        .map(|basis| Choice::new(basis.as_str(), basis.label()).hint(basis.hint()))
        .chain([not_said()])
        .collect();
    let treatments: Vec<Choice> = VatTreatment::ALL
        .iter()
        .map(|vat| Choice::new(vat.as_str(), vat.label()))
        .chain([not_said()])
        .collect();
    let basis = Radios {
        name: "price_basis",
        legend: "What does your price rest on?",
        choices: &choices,
        value: &draft.price_basis,
        error: errors.of("price_basis"),
        need: Need::Optional,
        ..Radios::default()
    };
    let vat = Radios {
        name: "vat_treatment",
        legend: "Which VAT treatment do you propose?",
        hint: Some("You agree the treatment with each partner, and each of you confirms it"),
        choices: &treatments,
        value: &draft.vat_treatment,
        error: errors.of("vat_treatment"),
        need: Need::Optional,
    };
    html! { (basis.render()) (vat.render()) }
}

/// A way out of a choice that was made and is regretted.
fn not_said() -> Choice {
    Choice::new("", "Not said")
}

fn assurance(draft: &OfferDraft, errors: &FieldErrors) -> Markup {
    let standards: Vec<Choice> =
        Assurance::ALL.iter().map(|standard| Choice::new(standard.as_str(), standard.label())).collect();
    let standards = Checkboxes {
        name: "assurances",
        legend: "Which standards do you meet for this service?",
        hint: Some("Partners will ask for the certificates"),
        choices: &standards,
        values: &draft.assurances,
        error: errors.of("assurances"),
        need: Need::Optional,
    };
    let power = TextField {
        name: "legal_power",
        label: "Under which law would you do it?",
        hint: Some("Such as the Local Government Act 1972, section 101"),
        value: &draft.legal_power,
        error: errors.of("legal_power"),
        need: Need::Optional,
        ..TextField::default()
    };
    html! { (power.render()) (standards.render()) }
}
