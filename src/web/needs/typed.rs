//! What the pages of a listing send: every field under its own name, whichever page it stands on.

use crate::needs::NeedDraft;
use crate::needs::draft::MOST_GIVES;

/// The fields of a form, and the version of the need that its reader saw.
#[derive(Clone, Debug, Default)]
pub(super) struct Typed {
    pub(super) draft: NeedDraft,
    pub(super) seen: Option<i64>,
}

impl Typed {
    pub(super) fn of(fields: &[(String, String)]) -> Self {
        let text = |name: &str| -> String {
            fields.iter().find(|(field, _)| field == name).map(|(_, value)| value.clone()).unwrap_or_default()
        };
        let all = |name: &str| -> Vec<String> {
            let sent = fields.iter().filter(|(field, value)| field == name && !value.is_empty());
            sent.map(|(_, value)| value.clone()).collect()
        };
        let draft = NeedDraft {
            service: text("service"),
            shape: text("shape"),
            title: text("title"),
            description: text("description"),
            unit: text("unit"),
            unit_other: text("unit_other"),
            quantity_per_month: text("quantity_per_month"),
            size_measure: text("size_measure"),
            size: text("size"),
            first_month: text("first_month"),
            last_month: text("last_month"),
            pays: text("pays"),
            highest_price: text("highest_price"),
            gives: (1..=MOST_GIVES)
                .map(|place| text(&give_field(place)))
                .filter(|code| !code.is_empty())
                .collect(),
            reach: text("reach"),
            regions: all("regions"),
            miles: text("miles"),
            assurances: all("assurances"),
        };
        Self { draft, seen: text("version").parse().ok() }
    }
}

/// The name of the list in which the `place`th service given in return is chosen. The first is called like the whole
/// question, so that its mistakes lead there.
pub(super) fn give_field(place: usize) -> String {
    if place == 1 { "gives".to_owned() } else { format!("gives_{place}") }
}
