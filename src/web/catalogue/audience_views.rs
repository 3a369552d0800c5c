//! The pages on which an owner says who may see an offer or a need.

use maud::{Markup, html};

use crate::catalogue::audience::{AudienceKind, MOST_PARTNERS};
use crate::catalogue::typed_audience::{TypedAudience, TypedPartner};
use crate::kernel::{FieldErrors, london};
use crate::web::listings::Sent;
use crate::web::ui::{Choice, DateField, Need, Radios, TextArea, read_date};

/// What these pages send.
pub(in crate::web) fn audience_sent(sent: Sent<'_>) -> TypedAudience {
    let partners = sent.text("partners");
    let names = partners.lines().map(str::trim).filter(|name| !name.is_empty());
    TypedAudience {
        audience: sent.text("audience"),
        partners: names.map(TypedPartner::called).collect(),
        partners_from: kept_day(&sent.text("partners_from")),
        bodies_from: kept_day(&sent.text("bodies_from")),
        public_from: kept_day(&sent.text("public_from")),
    }
}

/// A day as drafts keep it; as it was typed, where it is none.
pub(super) fn kept_day(typed: &str) -> String {
    read_date(typed).map_or_else(|| typed.to_owned(), |day| day.to_string())
}

/// Whether everybody sees it at once. The legend asks who may see it.
pub(in crate::web) fn audience(legend: &str, draft: &TypedAudience, errors: &FieldErrors) -> Markup {
    let kinds: Vec<Choice> = AudienceKind::ALL
        .iter()
        .map(|kind| Choice::new(kind.as_str(), kind.label()).hint(kind.hint()))
        .collect();
    let chosen = if draft.audience.is_empty() { AudienceKind::Everyone.as_str() } else { &draft.audience };
    Radios {
        name: "audience",
        legend,
        choices: &kinds,
        value: chosen,
        error: errors.of("audience"),
        ..Radios::default()
    }
    .render()
}

/// The partners, and a day for each circle.
pub(in crate::web) fn opening(draft: &TypedAudience, errors: &FieldErrors) -> Markup {
    let typed: Vec<&str> = draft.partners.iter().map(TypedPartner::name).collect();
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
