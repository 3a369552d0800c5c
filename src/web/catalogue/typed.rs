//! What the pages of a listing send: every field under its own name, whichever page it stands on.

use crate::catalogue::OfferDraft;
use crate::catalogue::draft::{
    MOST_KPIS, MOST_WANTS, TypedBand, TypedKpi, TypedMonth, TypedPartner, TypedTier,
};
use crate::catalogue::tariff::MOST_TIERS;
use crate::catalogue::unit_cost::TypedCosts;
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
            costs: TypedCosts::default(),
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
            audience: sent.text("audience"),
            partners: sent
                .text("partners")
                .lines()
                .filter(|line| !line.trim().is_empty())
                .map(|line| TypedPartner { typed: line.trim().to_owned(), ..TypedPartner::default() })
                .collect(),
            partners_from: day(&sent.text("partners_from")),
            bodies_from: day(&sent.text("bodies_from")),
            public_from: day(&sent.text("public_from")),
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

/// A day as drafts keep it; as it was typed, where it is none.
fn day(typed: &str) -> String {
    read_date(typed).map_or_else(|| typed.to_owned(), |day| day.to_string())
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
