//! How the price of an offer comes about, in the form of terms: by the size of the body to be served, or by the quantity.

use maud::{Markup, html};

use super::fields::{TermsFields, WORK_OUT};
use crate::catalogue::whole::{SizeBand, WholeService};
use crate::kernel::{FieldErrors, unit};
use crate::negotiation::ground::Ground;
use crate::negotiation::opening::PriceAsked;
use crate::web::ui::{Button, ButtonLook, Column, Need, Row, Table, TextField, TextKind, Width, actions};

/// The sizes and their prices with the question for one, or what the tiers come to; nothing where the price is the same
/// for everybody.
pub(super) fn pricing(ground: &Ground, fields: &TermsFields, errors: &FieldErrors) -> Markup {
    let asked = fields.asked(ground);
    let note = in_words(&asked, &ground.offer.unit);
    let work_out = |label: &str| {
        let button =
            Button { label, look: ButtonLook::Quiet, sends: Some(("then", WORK_OUT)), ..Button::default() };
        actions(button.render())
    };
    html! {
        @if let Some(whole) = &ground.offer.whole {
            (sizes(whole))
            (size_field(whole, fields, errors))
            @if let Some(note) = note { p { (note) } }
            (work_out("Put in the price for this size"))
        } @else if let Some(note) = note {
            p { (note) }
            (work_out("Work it out for this quantity"))
        }
    }
}

fn sizes(whole: &WholeService) -> Markup {
    let row = |band: &SizeBand| Row::new([html! { (whole.in_words(band)) }, html! { (band.price) }]);
    Table::new("Price by size")
        .columns([Column::text("Size of the body"), Column::numeric("A month, before VAT")])
        .folds_when_narrow()
        .rows(whole.bands.iter().map(row))
        .render()
}

fn size_field(whole: &WholeService, fields: &TermsFields, errors: &FieldErrors) -> Markup {
    let counted = whole.measure.counted(2);
    TextField {
        name: "size",
        label: "Size of the body to be served",
        hint: Some("The price depends on it"),
        value: &fields.size,
        error: errors.of("size"),
        need: Need::Optional,
        kind: TextKind::WholeNumber,
        width: Width::Short,
        suffix: Some(counted),
        ..TextField::default()
    }
    .render()
}

/// What a price comes from, with the figure; nothing for one that is the same for everybody.
pub(super) fn in_words(asked: &PriceAsked, unit: &str) -> Option<String> {
    Some(match asked {
        PriceAsked::AsListed | PriceAsked::SizeNotSaid => return None,
        PriceAsked::Average { price, quantity, total } => {
            let counted = unit::counted(*quantity, unit);
            let total = total.map(|total| format!("{total} a month, ")).unwrap_or_default();
            format!(
                "By the tiers of the offer, {counted} cost {total}{price} each on average. A proposal has one price: this \
                 average of what is taken."
            )
        }
        PriceAsked::Size { price, size, up_to } => {
            format!(
                "For {}, the offer asks {price} a month: the price up to {}.",
                size.describe(),
                up_to.describe()
            )
        }
        PriceAsked::TooLarge { size, largest } => format!(
            "The sizes of this offer end at {}, below {}: name a price, or ask the provider first.",
            largest.describe(),
            size.describe()
        ),
    })
}
