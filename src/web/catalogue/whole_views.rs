//! The pages of an offer to run a whole service.

use maud::{Markup, html};

use super::listing_views::StepPage;
use crate::catalogue::draft::{OfferDraft, TypedBand};
use crate::catalogue::shape::SizeMeasure;
use crate::catalogue::whole::MOST_BANDS;
use crate::kernel::FieldErrors;
use crate::web::listings::fields;
use crate::web::ui::{Choice, MoneyField, Need, Radios, TextArea, TextField, TextKind, Width};

/// What belongs to the service and what does not.
pub(super) fn scope(draft: &OfferDraft, errors: &FieldErrors) -> Markup {
    let area = |name, label, hint, value, need, most| {
        let rows = Some(5);
        TextArea {
            name,
            label,
            hint: Some(hint),
            value,
            error: errors.of(name),
            need,
            rows,
            most: Some(most),
        }
        .render()
    };
    html! {
        (area(
            "includes", "What do you run?",
            "What you would do for the other body, such as service desk, devices, network and licences",
            draft.includes.as_str(), Need::Required, 2000,
        ))
        (area(
            "excludes", "What stays with the other body?",
            "What somebody might take for granted and you do not do",
            draft.excludes.as_str(), Need::Optional, 2000,
        ))
        (area(
            "gives_up", "What does the other body give up?",
            "Such as its own contracts, its own server room, or posts that would pass to you",
            draft.gives_up.as_str(), Need::Optional, 1000,
        ))
    }
}

/// How many more bodies, and in which months.
pub(super) fn bodies(page: &StepPage, errors: &FieldErrors) -> Markup {
    let draft = &page.draft;
    let count = TextField {
        name: "quantity_per_month",
        label: "How many more bodies could you take on?",
        hint: Some("At the same time, in each month"),
        value: &draft.quantity_per_month,
        error: errors.of("quantity_per_month"),
        kind: TextKind::Decimal,
        width: Width::Short,
        suffix: Some("bodies"),
        ..TextField::default()
    };
    html! {
        (count.render())
        (fields::months(&draft.first_month, &draft.last_month, page.this_month, errors))
    }
}

/// Sizes, and a price for each.
pub(super) fn sizes(draft: &OfferDraft, errors: &FieldErrors) -> Markup {
    let measures: Vec<Choice> =
        SizeMeasure::ALL.iter().map(|measure| Choice::new(measure.as_str(), measure.label())).collect();
    let measure = Radios {
        name: "measure",
        legend: "What is the size of the other body measured by?",
        choices: &measures,
        value: &draft.measure,
        error: errors.of("measure"),
        ..Radios::default()
    };
    html! {
        (measure.render())
        p.hint { "Begin with the smallest size. If you take a service in return, enter what yours is worth a month. Leave \
                  empty what you do not need." }
        @for place in 1..=MOST_BANDS { (band(place, draft.bands.get(place - 1), errors)) }
    }
}

fn band(place: usize, typed: Option<&TypedBand>, errors: &FieldErrors) -> Markup {
    let (up_to, price) = (format!("band_{place}_up_to"), format!("band_{place}_price"));
    let need = if place == 1 { Need::Required } else { Need::Optional };
    let (size, asked) = typed.map_or(("", ""), |band| (band.up_to.as_str(), band.price.as_str()));
    fields::PricedLine {
        legend: &format!("Size {place}"),
        quantity: (&up_to, "Up to how many", size),
        price: (&price, "Price a month, without VAT", asked),
        need,
    }
    .render(errors)
}

/// How the service is taken over, and how it could come back.
pub(super) fn handover(draft: &OfferDraft, errors: &FieldErrors) -> Markup {
    let weeks = TextField {
        name: "transition_weeks",
        label: "How long does taking it over last?",
        value: &draft.transition_weeks,
        error: errors.of("transition_weeks"),
        kind: TextKind::Decimal,
        width: Width::Short,
        suffix: Some("weeks"),
        ..TextField::default()
    };
    let help = TextArea {
        name: "transition_help",
        label: "How do you help with that?",
        hint: Some("Such as a project manager of yours, moving the data, training"),
        value: &draft.transition_help,
        error: errors.of("transition_help"),
        need: Need::Optional,
        rows: Some(4),
        most: Some(1000),
    };
    let back = TextArea {
        name: "way_back",
        label: "How could the service come back?",
        hint: Some("What the other body gets when the agreement ends: data, documents, licences, people"),
        value: &draft.way_back,
        error: errors.of("way_back"),
        rows: Some(4),
        most: Some(1000),
        ..TextArea::default()
    };
    let cost = MoneyField {
        name: "way_back_cost",
        label: "What would coming back cost at most, without VAT?",
        hint: Some("Leave it empty if you cannot say"),
        value: &draft.way_back_cost,
        error: errors.of("way_back_cost"),
        need: Need::Optional,
        ..MoneyField::default()
    };
    html! { (weeks.render()) (help.render()) (back.render()) (cost.render()) }
}
