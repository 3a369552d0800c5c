//! What the pages of a listing send: every field under its own name, whichever page it stands on.

use super::audience_views::{audience_sent, kept_day};
use crate::catalogue::OfferDraft;
use crate::catalogue::draft::{MOST_KPIS, MOST_WANTS, TypedBand, TypedKpi, TypedMonth, TypedTier};
use crate::catalogue::hours::{self, DAYS};
use crate::catalogue::tariff::MOST_TIERS;
use crate::catalogue::whole::MOST_BANDS;
use crate::web::listings::Sent;
use crate::web::ui::read_date;

/// The fields of a form, and the version of the offer that its reader saw.
#[derive(Clone, Debug, Default)]
pub(super) struct Typed {
    pub(super) draft: OfferDraft,
    pub(super) seen: Option<i64>,
}

impl Typed {
    pub(super) fn of(fields: &[(String, String)]) -> Self {
        let sent = Sent(fields);
        let draft = OfferDraft {
            service: sent.text("service"),
            shape: sent.text("shape"),
            title: sent.text("title"),
            description: sent.text("description"),
            unit: sent.text("unit"),
            unit_other: sent.text("unit_other"),
            quantity_per_month: sent.text("quantity_per_month"),
            first_month: sent.text("first_month"),
            last_month: sent.text("last_month"),
            season: sent.text("season"),
            months: fields
                .iter()
                .filter_map(|(field, quantity)| {
                    let month = field.strip_prefix("month_")?.to_owned();
                    Some(TypedMonth { month, quantity: quantity.clone() })
                })
                .collect(),
            includes: sent.text("includes"),
            excludes: sent.text("excludes"),
            gives_up: sent.text("gives_up"),
            takes: sent.text("takes"),
            price_kind: sent.text("price_kind"),
            price: sent.text("price"),
            tiers: tiers(sent),
            share_key: sent.text("share_key"),
            measure: sent.text("measure"),
            bands: bands(sent),
            transition_weeks: sent.text("transition_weeks"),
            transition_help: sent.text("transition_help"),
            way_back: sent.text("way_back"),
            way_back_cost: sent.text("way_back_cost"),
            wants: sent.numbered("wants", MOST_WANTS),
            kpis: (1..=MOST_KPIS)
                .map(|place| TypedKpi {
                    name: sent.text(&format!("kpi_{place}_name")),
                    target: sent.text(&format!("kpi_{place}_target")),
                })
                .collect(),
            hours: sent.text("hours"),
            holidays: sent.text("holidays"),
            week: (0..DAYS.len()).map(|place| sent.text(&hours::field(place))).collect(),
            closures: sent.text("closures").lines().flat_map(closed_days).collect(),
            lead_days: sent.text("lead_days"),
            minimum_order: sent.text("minimum_order"),
            price_basis: sent.text("price_basis"),
            vat_treatment: sent.text("vat_treatment"),
            legal_power: sent.text("legal_power"),
            reach: sent.text("reach"),
            regions: sent.all("regions"),
            miles: sent.text("miles"),
            assurances: sent.all("assurances"),
            confirm_days: sent.text("confirm_days"),
            seen_by: audience_sent(sent),
        };
        Self { draft, seen: sent.seen() }
    }
}

fn tiers(sent: Sent<'_>) -> Vec<TypedTier> {
    let text = |place: usize, name: &str| sent.text(&format!("tier_{place}_{name}"));
    let tier = |place| TypedTier { above: text(place, "above"), price: text(place, "price") };
    (1..=MOST_TIERS).map(tier).collect()
}

fn bands(sent: Sent<'_>) -> Vec<TypedBand> {
    let text = |place: usize, name: &str| sent.text(&format!("band_{place}_{name}"));
    let band = |place| TypedBand { up_to: text(place, "up_to"), price: text(place, "price") };
    (1..=MOST_BANDS).map(band).collect()
}

/// The days of one line, which may name a stretch of them: "27 December 2026 to 31 December 2026".
fn closed_days(line: &str) -> Vec<String> {
    const LONGEST: usize = 62;
    if line.trim().is_empty() {
        return vec![];
    }
    let ends = line.split_once(" to ").and_then(|(first, last)| read_date(first).zip(read_date(last)));
    match ends {
        Some((first, last)) if first <= last => {
            let days: Vec<String> = first
                .iter_days()
                .take_while(|day| *day <= last)
                .take(LONGEST + 1)
                .map(|day| day.to_string())
                .collect();
            // Nobody means a year of closure days: what was typed is handed back.
            if days.len() > LONGEST { vec![line.trim().to_owned()] } else { days }
        }
        _ => vec![kept_day(line.trim())],
    }
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

    #[test]
    fn closure_days_are_read_one_a_line_or_as_a_stretch() {
        let typed =
            "24 December 2026\r\n\r\n30/12/2026 to 1 January 2027\r\nChristmas\r\n1/1/2020 to 1/1/2026";

        let draft = Typed::of(&[("closures".to_owned(), typed.to_owned())]).draft;

        let expected =
            ["2026-12-24", "2026-12-30", "2026-12-31", "2027-01-01", "Christmas", "1/1/2020 to 1/1/2026"];
        assert_eq!(draft.closures, expected);
    }
}
