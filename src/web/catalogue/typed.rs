//! What the pages of a listing send: every field under its own name, whichever page it stands on.

use crate::catalogue::OfferDraft;
use crate::catalogue::draft::{MOST_KPIS, MOST_WANTS, TypedKpi, TypedMonth};

/// The fields of a form, and the version of the offer that its reader saw.
#[derive(Clone, Debug, Default)]
pub(super) struct Typed {
    pub(super) draft: OfferDraft,
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
        let draft = OfferDraft {
            service: text("service"),
            title: text("title"),
            description: text("description"),
            unit: text("unit"),
            unit_other: text("unit_other"),
            quantity_per_month: text("quantity_per_month"),
            first_month: text("first_month"),
            last_month: text("last_month"),
            season: text("season"),
            months: fields
                .iter()
                .filter_map(|(field, quantity)| {
                    let month = field.strip_prefix("month_")?.to_owned();
                    Some(TypedMonth { month, quantity: quantity.clone() })
                })
                .collect(),
            takes: text("takes"),
            price_kind: text("price_kind"),
            price: text("price"),
            wants: (1..=MOST_WANTS)
                .map(|place| text(&want_field(place)))
                .filter(|code| !code.is_empty())
                .collect(),
            kpis: (1..=MOST_KPIS)
                .map(|place| TypedKpi {
                    name: text(&format!("kpi_{place}_name")),
                    target: text(&format!("kpi_{place}_target")),
                })
                .collect(),
            hours: text("hours"),
            holidays: text("holidays"),
            lead_days: text("lead_days"),
            minimum_order: text("minimum_order"),
            price_basis: text("price_basis"),
            vat_treatment: text("vat_treatment"),
            legal_power: text("legal_power"),
            reach: text("reach"),
            regions: all("regions"),
            miles: text("miles"),
            assurances: all("assurances"),
        };
        Self { draft, seen: text("version").parse().ok() }
    }
}

/// The name of the list in which the `place`th service wanted in return is chosen. The first is called like the
/// whole question, so that its mistakes lead there.
pub(super) fn want_field(place: usize) -> String {
    if place == 1 { "wants".to_owned() } else { format!("wants_{place}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_find_their_place_whichever_page_sent_them() {
        let fields =
            [("version", "3"), ("wants", "IT-01"), ("wants_3", "HR-02"), ("kpi_2_name", "Paid on time")]
                .map(|(name, value)| (name.to_owned(), value.to_owned()));

        let typed = Typed::of(&fields);

        assert_eq!(typed.seen, Some(3));
        assert_eq!(typed.draft.wants, ["IT-01", "HR-02"]);
        assert_eq!(typed.draft.kpis[1].name, "Paid on time");
    }
}
