//! The form of terms, as texts: filled from an offer, from the version before, or from what was sent.

use crate::catalogue::shape::{Size, parse_count};
use crate::kernel::price::Settlement;
use crate::kernel::service_calendar::Preset;
use crate::kernel::working_days::Division;
use crate::kernel::{FieldError, FieldErrors, Quantity, Rate};
use crate::negotiation::ground::Ground;
use crate::negotiation::input::{LegInput, MOST_KPIS, TermsInput};
use crate::negotiation::model::Version;
use crate::negotiation::opening::{self, Opening, PriceAsked, Returned};
use crate::negotiation::terms::{LegTerms, Terms};
use crate::web::ui::Choice;

/// What the button sends that works out the price, and leaves all else as it stands.
pub(super) const WORK_OUT: &str = "work_out";

/// What a form of terms holds.
#[derive(Clone, Debug, Default)]
pub(super) struct TermsFields {
    pub(super) title: String,
    pub(super) first_month: String,
    pub(super) last_month: String,
    /// `cash` or `service`.
    pub(super) in_return: String,
    pub(super) tolerance: String,
    /// How large the body is that a whole service is run for.
    pub(super) size: String,
    /// The price that was worked out last: who has not changed it has it worked out again.
    pub(super) worked_out: String,
    /// What the offer offers, and what is given for it.
    pub(super) given: LegFields,
    pub(super) returned: LegFields,
    pub(super) message: String,
    /// The version that a counter answers.
    pub(super) number: String,
    /// The button that was pressed: `keep`, `send` or [`WORK_OUT`].
    pub(super) then: String,
}

/// What it holds about one leg.
#[derive(Clone, Debug, Default)]
pub(super) struct LegFields {
    /// `offer:ID`, or a service and its unit: `IT-03/rack unit`.
    pub(super) supply: String,
    pub(super) description: String,
    pub(super) quantity: String,
    pub(super) price_kind: String,
    pub(super) price: String,
    pub(super) vat: String,
    pub(super) po_ref: String,
    pub(super) calendar: String,
    pub(super) kpis: Vec<(String, String)>,
}

impl TermsFields {
    /// What was sent.
    pub(super) fn of_form(pairs: &[(String, String)]) -> Self {
        let text = |name: &str| text_of(pairs, name);
        Self {
            title: text("title"),
            first_month: text("first_month"),
            last_month: text("last_month"),
            in_return: text("in_return"),
            tolerance: text("tolerance"),
            size: text("size"),
            worked_out: text("worked_out"),
            given: LegFields::of_form(pairs, "a_"),
            returned: LegFields::of_form(pairs, "b_"),
            message: text("message"),
            number: text("number"),
            then: text("then"),
        }
    }

    /// A new proposal, as the offer and the need suggest it.
    pub(super) fn of_opening(ground: &Ground, opening: &Opening, size: Option<Size>) -> Self {
        let offer = &ground.offer;
        let is_in_kind = opening.settlement == Settlement::InKind;
        let price = opening.price.map_or(String::new(), Rate::plain);
        Self {
            title: opening.title.clone(),
            first_month: opening.first_month.iso(),
            last_month: opening.last_month.iso(),
            in_return: if is_in_kind { "service" } else { "cash" }.into(),
            tolerance: "0".into(),
            size: size.map_or(String::new(), |size| size.count.to_string()),
            worked_out: price.clone(),
            given: LegFields {
                supply: format!("offer:{}", offer.id),
                description: opening.description.clone(),
                quantity: opening.quantity.plain(),
                price_kind: opening.price_kind.map_or(String::new(), |kind| kind.as_str().into()),
                price,
                vat: offer.terms.vat.map_or(String::new(), |vat| vat.as_str().into()),
                calendar: "keep".into(),
                kpis: offer.kpis.iter().map(|kpi| (kpi.name.clone(), kpi.target.to_string())).collect(),
                ..LegFields::default()
            },
            returned: opening
                .returned
                .as_ref()
                .map(|back| LegFields::of_returned(ground, back))
                .unwrap_or_default(),
            ..Self::default()
        }
    }

    /// How the offer comes to its price at the quantity and the size that stand in the form.
    pub(super) fn asked(&self, ground: &Ground) -> PriceAsked {
        let quantity = Quantity::parse_positive("quantity", &self.given.quantity);
        let quantity = quantity.unwrap_or_else(|_| ground.offer.usual_quantity());
        PriceAsked::of(&ground.offer, quantity, self.size(ground).ok().flatten())
    }

    /// The size of the body to be served; nothing where units are offered or none is named.
    fn size(&self, ground: &Ground) -> Result<Option<Size>, FieldError> {
        let Some(whole) = ground.offer.whole.as_ref().filter(|_| !self.size.trim().is_empty()) else {
            return Ok(None);
        };
        parse_count("size", &self.size).map(|count| Some(Size { measure: whole.measure, count }))
    }

    /// Puts in the price of what stands in the form. A price that somebody typed stays; so does a description.
    pub(super) fn work_out(&mut self, ground: &Ground) -> FieldErrors {
        let mut errors = FieldErrors::default();
        let offer = &ground.offer;
        let size = errors.keep(self.size(ground)).flatten();
        errors.keep(Quantity::parse_positive("a_quantity", &self.given.quantity));
        if offer.whole.is_some() && self.size.trim().is_empty() {
            errors.push(FieldError::required("size", "Enter how large the body to be served is"));
        }
        if !errors.is_empty() {
            return errors;
        }
        let is_ours = self.given.price.trim().is_empty() || self.given.price == self.worked_out;
        if let Some(price) = self.asked(ground).price(offer).filter(|_| is_ours) {
            self.given.price = price.plain();
            self.worked_out = price.plain();
        }
        if let Some((whole, size)) = offer.whole.as_ref().zip(size)
            && let Some(description) = opening::redescribed(whole, &self.given.description, size)
        {
            self.given.description = description;
        }
        errors
    }

    /// The terms of a version, to be changed.
    pub(super) fn of_version(version: &Version, ground: &Ground) -> Self {
        let terms = &version.terms;
        let leg = |provider| terms.leg_of(provider).map(LegFields::of_terms).unwrap_or_default();
        Self {
            number: version.number.to_string(),
            given: leg(ground.provider()),
            returned: leg(ground.consumer()),
            ..Self::of_shared(terms)
        }
    }

    fn of_shared(terms: &Terms) -> Self {
        Self {
            title: terms.title.clone(),
            first_month: terms.first_month.iso(),
            last_month: terms.last_month.iso(),
            in_return: if terms.is_in_kind() { "service" } else { "cash" }.into(),
            tolerance: terms.tolerance.plain(),
            ..Self::default()
        }
    }

    /// What the commands read.
    pub(super) fn input(&self) -> TermsInput {
        let mut legs = vec![LegInput { offer: String::new(), ..self.given.input("a_") }];
        if self.in_return == "service" {
            legs.push(self.returned.input("b_"));
        }
        TermsInput {
            title: self.title.clone(),
            first_month: self.first_month.clone(),
            last_month: self.last_month.clone(),
            tolerance: self.tolerance.clone(),
            legs,
        }
    }
}

impl LegFields {
    fn of_form(pairs: &[(String, String)], prefix: &str) -> Self {
        let text = |name: &str| text_of(pairs, &format!("{prefix}{name}"));
        let kpi = |place| (text(&format!("kpi_{place}")), text(&format!("target_{place}")));
        Self {
            supply: text("service_code"),
            description: text("description"),
            quantity: text("quantity"),
            price_kind: text("price_kind"),
            price: text("price"),
            vat: text("vat"),
            po_ref: text("po_ref"),
            calendar: text("calendar"),
            kpis: (1..=MOST_KPIS).map(kpi).collect(),
        }
    }

    /// What is given in return: an offer that the other side has, or a service it said it would do.
    fn of_returned(ground: &Ground, returned: &Returned) -> Self {
        let offer = match returned {
            Returned::Offer(id) => ground.in_return.iter().find(|offer| offer.id == *id),
            Returned::Service { code, unit } => {
                return Self { supply: format!("{code}/{unit}"), ..Self::default() };
            }
        };
        offer.map_or_else(Self::default, |offer| Self {
            supply: format!("offer:{}", offer.id),
            price_kind: offer.price_kind.map_or(String::new(), |kind| kind.as_str().into()),
            price: offer.price.filter(|_| offer.whole.is_none()).map_or(String::new(), Rate::plain),
            vat: offer.terms.vat.map_or(String::new(), |vat| vat.as_str().into()),
            calendar: "keep".into(),
            kpis: offer.kpis.iter().map(|kpi| (kpi.name.clone(), kpi.target.to_string())).collect(),
            ..Self::default()
        })
    }

    fn of_terms(leg: &LegTerms) -> Self {
        Self {
            supply: match leg.offer {
                Some(offer) => format!("offer:{offer}"),
                None => format!("{}/{}", leg.service_code, leg.unit),
            },
            description: leg.description.clone(),
            quantity: leg.quantity_per_month.plain(),
            price_kind: leg.price_kind.as_str().into(),
            price: leg.price.plain(),
            vat: leg.vat.as_str().into(),
            po_ref: leg.po_ref.clone().unwrap_or_default(),
            calendar: "keep".into(),
            kpis: leg.kpis.iter().map(|kpi| (kpi.name.clone(), kpi.target.to_string())).collect(),
        }
    }

    fn input(&self, prefix: &str) -> LegInput {
        let (offer, supply) = match self.supply.strip_prefix("offer:") {
            Some(offer) => (offer, ""),
            None => ("", self.supply.as_str()),
        };
        let (service_code, unit) = supply.split_once('/').unwrap_or((supply, ""));
        LegInput {
            prefix: prefix.into(),
            offer: offer.into(),
            service_code: service_code.into(),
            unit: unit.into(),
            description: self.description.clone(),
            quantity: self.quantity.clone(),
            price_kind: self.price_kind.clone(),
            price: self.price.clone(),
            vat: self.vat.clone(),
            po_ref: self.po_ref.clone(),
            calendar: self.calendar.clone(),
            kpis: self.kpis.clone(),
        }
    }

    /// The rows of measures that the form shows: those that are filled, and room for more.
    pub(super) fn kpi_rows(&self) -> Vec<(String, String)> {
        const ROOM: usize = 3;
        let filled = |(name, target): &(String, String)| !name.is_empty() || !target.is_empty();
        let used = self.kpis.iter().rposition(filled).map_or(0, |last| last + 1);
        let mut rows: Vec<_> = self.kpis.iter().take(used).cloned().collect();
        rows.resize((used + 1).clamp(ROOM, MOST_KPIS), (String::new(), String::new()));
        rows
    }
}

/// The service hours that need no drawing up.
pub(super) fn calendar_choices() -> Vec<Choice> {
    let preset = |preset: Preset, division: Division| {
        let value = format!("{}/{}", preset.as_str(), division.as_str());
        Choice::new(value, preset.calendar(division).describe())
    };
    let mut choices: Vec<Choice> = [Preset::OfficeHours, Preset::ExtendedHours]
        .iter()
        .flat_map(|kind| Division::ALL.iter().map(|division| preset(*kind, *division)))
        .collect();
    choices.push(preset(Preset::AllHours, Division::EnglandAndWales));
    choices
}

fn text_of(pairs: &[(String, String)], name: &str) -> String {
    pairs.iter().find(|(field, _)| field == name).map(|(_, value)| value.clone()).unwrap_or_default()
}
