//! The pages on which an owner says who may see an offer.

use maud::{Markup, html};

use crate::catalogue::audience::{AudienceKind, MOST_PARTNERS};
use crate::catalogue::draft::OfferDraft;
use crate::kernel::{FieldErrors, london};
use crate::web::ui::{Choice, DateField, Need, Radios, TextArea, TextField, TextKind, Width, read_date};

/// Whether everybody sees it at once, and how long it holds.
pub(super) fn audience(draft: &OfferDraft, errors: &FieldErrors) -> Markup {
    let kinds: Vec<Choice> = AudienceKind::ALL
        .iter()
        .map(|kind| Choice::new(kind.as_str(), kind.label()).hint(kind.hint()))
        .collect();
    let chosen = if draft.audience.is_empty() { AudienceKind::Everyone.as_str() } else { &draft.audience };
    let audience = Radios {
        name: "audience",
        legend: "Who may see this offer?",
        choices: &kinds,
        value: chosen,
        error: errors.of("audience"),
        ..Radios::default()
    };
    let fresh = TextField {
        name: "confirm_days",
        label: "How long does this offer hold before you are asked whether it is still true?",
        hint: Some(
            "We write to you a week and a day before. An offer that nobody confirms leaves the catalogue",
        ),
        value: &draft.confirm_days,
        error: errors.of("confirm_days"),
        kind: TextKind::Decimal,
        width: Width::Short,
        suffix: Some("days"),
        ..TextField::default()
    };
    html! { (audience.render()) (fresh.render()) }
}

/// The partners, and a day for each circle.
pub(super) fn opening(draft: &OfferDraft, errors: &FieldErrors) -> Markup {
    let typed: Vec<&str> = draft
        .partners
        .iter()
        .map(|partner| partner.body.as_ref().map_or(partner.typed.as_str(), |body| body.name.as_str()))
        .collect();
    let hint = format!(
        "The name of each, or a part that no other name has, one on each line; {MOST_PARTNERS} at most"
    );
    let partners = TextArea {
        name: "partners",
        label: "Partners who see it before others",
        hint: Some(&hint),
        value: &typed.join("\n"),
        error: errors.of("partners"),
        need: Need::Optional,
        rows: Some(4),
        ..TextArea::default()
    };
    html! {
        p.hint { "Your own body sees it as soon as it is published. Leave a day empty for those who are never to see it." }
        (partners.render())
        (day("partners_from", "From when do these partners see it?", &draft.partners_from, errors))
        (day("bodies_from", "From when does every body on Symbiosis see it?", &draft.bodies_from, errors))
        (day("public_from", "From when does everybody see it?", &draft.public_from, errors))
    }
}

fn day(name: &str, label: &str, typed: &str, errors: &FieldErrors) -> Markup {
    let value = read_date(typed).map_or_else(|| typed.to_owned(), london::long_date);
    DateField {
        name,
        label,
        value: &value,
        error: errors.of(name),
        need: Need::Optional,
        ..DateField::default()
    }
    .render()
}
