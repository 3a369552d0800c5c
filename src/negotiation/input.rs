//! Terms as they come from a form or a program: texts, checked all at once against what they stand on.

use super::ground::Ground;
use super::terms::{LegTerms, Terms};
use crate::catalogue::model::{OfferBrief, ProposedKpi};
use crate::kernel::ids::OfferId;
use crate::kernel::kpi::Target;
use crate::kernel::price::{PriceKind, Settlement};
use crate::kernel::service_calendar::{Preset, ServiceCalendar};
use crate::kernel::vat::VatTreatment;
use crate::kernel::{FieldError, FieldErrors, Month, Pence, Quantity, Rate, text};

/// Everything a form or a program says about terms.
#[derive(Clone, Debug, Default)]
pub struct TermsInput {
    pub title: String,
    pub first_month: String,
    pub last_month: String,
    /// In pounds.
    pub tolerance: String,
    /// The leg of the offer, then the leg in return if there is one.
    pub legs: Vec<LegInput>,
}

/// What it says about one leg.
#[derive(Clone, Debug, Default)]
pub struct LegInput {
    /// What the names of this leg's fields begin with: `a_` in the form, `legs[0].` in JSON.
    pub prefix: String,
    pub offer: String,
    pub service_code: String,
    pub unit: String,
    pub description: String,
    pub quantity: String,
    pub price_kind: String,
    pub price: String,
    pub vat: String,
    pub po_ref: String,
    /// `preset/division`, or `keep` for the hours of the offer or of the version before.
    pub calendar: String,
    /// Name and target, as typed.
    pub kpis: Vec<(String, String)>,
}

/// The most that terms may run for, in months.
const LONGEST: i32 = 120;
/// The longest that a leg's description may be: all that an offer of a whole service says of it has room.
pub const LONGEST_DESCRIPTION: usize = 8_000;
/// The most measures of one leg.
pub const MOST_KPIS: usize = 10;
/// The most that a month of one leg may be worth: a thousand million pounds.
const MOST_WORTH: Pence = Pence::from_i64(100_000_000_000);

/// What a leg supplies: by an offer, or by a service of the taxonomy and a unit of it.
struct Supply {
    service_code: String,
    service_name: String,
    unit: String,
    offer: Option<OfferId>,
    calendar: Option<ServiceCalendar>,
}

impl TermsInput {
    /// The terms, or everything that is wrong with them.
    pub fn read(&self, ground: &Ground) -> Result<Terms, FieldErrors> {
        let mut errors = FieldErrors::default();
        let title = errors.keep(text::required_line("title", &self.title, "a title", 120));
        let months = self.months(ground, &mut errors);
        let settlement = if self.legs.len() == 2 { Settlement::InKind } else { Settlement::Cash };
        let tolerance = match settlement {
            Settlement::Cash => Some(Pence::ZERO),
            Settlement::InKind => errors.keep(tolerance(&self.tolerance)),
        };
        let legs = match self.legs.as_slice() {
            [] => {
                errors.push(FieldError::required("legs", "Say what the provider gives"));
                None
            }
            [given] => given.read_given(ground, settlement, &mut errors).map(|leg| vec![leg]),
            [given, back] => {
                let given = given.read_given(ground, settlement, &mut errors);
                let back = back.read_in_return(ground, &mut errors);
                given.zip(back).map(|(given, back)| vec![given, back])
            }
            [_, _, third, ..] => {
                let message = "An agreement has one leg for cash or two for an exchange";
                errors.push(FieldError::out_of_range(third.prefix.as_str(), message));
                None
            }
        };
        let terms = title.zip(months).zip(tolerance).zip(legs).map(
            |(((title, (first_month, last_month)), tolerance), legs)| Terms {
                title,
                first_month,
                last_month,
                tolerance,
                legs,
            },
        );
        errors.finish(terms)
    }

    fn months(&self, ground: &Ground, errors: &mut FieldErrors) -> Option<(Month, Month)> {
        let first = errors.keep(month("first_month", &self.first_month, "Choose the first month"));
        let last = errors.keep(month("last_month", &self.last_month, "Choose the last month"));
        let (first, last) = first.zip(last)?;
        let offer = &ground.offer;
        let mistake = if first < ground.this_month {
            Some(("first_month", "First month must be this month or later".to_owned()))
        } else if last < first {
            Some(("last_month", "Last month must not be before the first month".to_owned()))
        } else if last.since(first) >= LONGEST {
            Some(("last_month", "Terms can run for at most 120 months".to_owned()))
        } else if first < offer.first_month {
            Some(("first_month", format!("The offer starts in {}", offer.first_month)))
        } else if last > offer.last_month {
            Some(("last_month", format!("The offer ends in {}", offer.last_month)))
        } else {
            None
        };
        match mistake {
            Some((field, message)) => {
                errors.push(FieldError::out_of_range(field, message));
                None
            }
            None => Some((first, last)),
        }
    }
}

impl LegInput {
    /// The leg that takes up the offer the proposal answers.
    fn read_given(
        &self,
        ground: &Ground,
        settlement: Settlement,
        errors: &mut FieldErrors,
    ) -> Option<LegTerms> {
        let offer = &ground.offer;
        let same = |given: &str, known: &str| given.trim().is_empty() || given.trim() == known;
        if !same(&self.offer, &offer.id.to_string())
            || !same(&self.service_code, &offer.service_code)
            || !same(&self.unit, &offer.unit)
        {
            let message = "The first leg is the offer that this proposal answers; leave this out";
            errors.push(FieldError::invalid(self.field("service_code"), message));
        }
        let leg = self.read(ground, supply_of(offer), settlement, errors)?;
        if leg.quantity_per_month > offer.quantity_per_month {
            let message = format!("The offer lists {} a month at most", offer.quantity_per_month);
            errors.push(FieldError::out_of_range(self.field("quantity"), message));
        }
        Some(leg)
    }

    /// The leg that pays for it.
    fn read_in_return(&self, ground: &Ground, errors: &mut FieldErrors) -> Option<LegTerms> {
        match self.supply_in_return(ground) {
            Ok(supply) => self.read(ground, supply, Settlement::InKind, errors),
            Err(error) => {
                errors.push(error);
                // The rest is read all the same, so that every mistake is named at once.
                let placeholder = supply_of(&ground.offer);
                self.read(ground, Supply { offer: None, ..placeholder }, Settlement::InKind, errors);
                None
            }
        }
    }

    fn supply_in_return(&self, ground: &Ground) -> Result<Supply, FieldError> {
        let field = self.field("service_code");
        let (code, unit) = (self.service_code.trim(), self.unit.trim());
        if !self.offer.trim().is_empty() {
            let id: Option<OfferId> = self.offer.trim().parse().ok();
            let offer = ground.in_return.iter().find(|offer| Some(offer.id) == id);
            return offer
                .map(supply_of)
                .ok_or_else(|| FieldError::unknown(field, "Choose one of the published offers"));
        }
        if code.is_empty() {
            return Err(FieldError::required(field, "Choose the service given in return"));
        }
        let service = ground.services.iter().find(|service| service.code == code);
        let service =
            service.ok_or_else(|| FieldError::unknown(field.clone(), "Choose a service from the list"))?;
        if !service.units.iter().any(|known| known == unit) {
            let message = format!("Choose a unit of this service: {}", service.units.join(", "));
            return Err(FieldError::unknown(field, message));
        }
        Ok(Supply {
            service_code: service.code.clone(),
            service_name: service.name.clone(),
            unit: unit.to_owned(),
            offer: None,
            calendar: None,
        })
    }

    fn read(
        &self,
        ground: &Ground,
        supply: Supply,
        settlement: Settlement,
        errors: &mut FieldErrors,
    ) -> Option<LegTerms> {
        let is_given = supply.offer == Some(ground.offer.id);
        let (provider, consumer) = if is_given {
            (ground.provider(), ground.consumer())
        } else {
            (ground.consumer(), ground.provider())
        };
        let before = ground.before.as_ref().and_then(|terms| terms.leg_of(provider));
        let description = text::required(
            &self.field("description"),
            &self.description,
            "a description",
            LONGEST_DESCRIPTION,
        );
        let description = errors.keep(description);
        let quantity = errors.keep(Quantity::parse_positive(&self.field("quantity"), &self.quantity));
        let price_kind =
            errors.keep(self.choice::<PriceKind>("price_kind", &self.price_kind, "Choose how it is priced"));
        let price = errors.keep(match price_kind {
            Some(PriceKind::Fixed) => {
                Rate::parse_whole_pence(&self.field("price"), "A fixed price", &self.price)
            }
            _ => Rate::parse(&self.field("price"), &self.price),
        });
        let vat = errors.keep(self.choice::<VatTreatment>("vat", &self.vat, "Choose how VAT is treated"));
        let po_ref = errors.keep(self.po_ref(ground, consumer == ground.acting, before));
        let kept = before.map(|leg| leg.calendar.clone()).or(supply.calendar);
        let calendar = errors.keep(self.calendar(kept));
        let kpis = self.kpis(errors);
        let leg = LegTerms {
            provider,
            consumer,
            service_code: supply.service_code,
            service_name: supply.service_name,
            description: description?,
            unit: supply.unit,
            quantity_per_month: quantity?,
            settlement,
            price_kind: price_kind?,
            price: price?,
            vat: vat?,
            po_ref: po_ref?,
            offer: supply.offer,
            kpis: kpis?,
            calendar: calendar?,
        };
        if leg.monthly_value().is_ok_and(|worth| worth <= MOST_WORTH) {
            return Some(leg);
        }
        let message = "A month must be worth no more than £1,000,000,000";
        errors.push(FieldError::out_of_range(self.field("price"), message));
        None
    }

    fn field(&self, name: &str) -> String {
        format!("{}{name}", self.prefix)
    }

    fn choice<T: std::str::FromStr>(&self, name: &str, raw: &str, prompt: &str) -> Result<T, FieldError> {
        raw.trim().parse().map_err(|_| match raw.trim() {
            "" => FieldError::required(self.field(name), prompt),
            _ => FieldError::unknown(self.field(name), prompt),
        })
    }

    /// Only the consumer sets its order reference; the other side keeps what is there.
    fn po_ref(
        &self,
        _: &Ground,
        is_consumer: bool,
        before: Option<&LegTerms>,
    ) -> Result<Option<String>, FieldError> {
        let field = self.field("po_ref");
        let given = text::optional(&field, &self.po_ref, "purchase order reference", 60)?;
        let kept = before.and_then(|leg| leg.po_ref.clone());
        if is_consumer {
            return Ok(given);
        }
        if given.is_some() && given != kept {
            return Err(FieldError::invalid(field, "Only the consumer sets its purchase order reference"));
        }
        Ok(kept)
    }

    fn calendar(&self, kept: Option<ServiceCalendar>) -> Result<ServiceCalendar, FieldError> {
        let field = self.field("calendar");
        let raw = self.calendar.trim();
        if raw.is_empty() || raw == "keep" {
            return kept.ok_or_else(|| FieldError::required(field, "Choose the service hours"));
        }
        raw.split_once('/')
            .and_then(|(preset, division)| Some((preset.parse::<Preset>().ok()?, division.parse().ok()?)))
            .map(|(preset, division)| preset.calendar(division))
            .ok_or_else(|| FieldError::unknown(field, "Choose service hours from the list"))
    }

    fn kpis(&self, errors: &mut FieldErrors) -> Option<Vec<ProposedKpi>> {
        let mut kpis: Vec<ProposedKpi> = Vec::new();
        let mut whole = true;
        for (place, (name, target)) in (1..).zip(&self.kpis) {
            if name.trim().is_empty() && target.trim().is_empty() {
                continue;
            }
            let name = errors.keep(text::required(
                &self.field(&format!("kpi_{place}")),
                name,
                "what is measured",
                120,
            ));
            let target = errors.keep(Target::parse(&self.field(&format!("target_{place}")), target));
            let Some((name, target)) = name.zip(target) else {
                whole = false;
                continue;
            };
            if place > MOST_KPIS || kpis.iter().any(|known| known.name == name) {
                let message = "Measures must differ in name, and there can be 10 at most";
                errors.push(FieldError::invalid(self.field(&format!("kpi_{place}")), message));
                whole = false;
            }
            kpis.push(ProposedKpi { name, target });
        }
        whole.then_some(kpis)
    }
}

fn supply_of(offer: &OfferBrief) -> Supply {
    Supply {
        service_code: offer.service_code.clone(),
        service_name: offer.service_name.clone(),
        unit: offer.unit.clone(),
        offer: Some(offer.id),
        calendar: Some(offer.calendar.clone()),
    }
}

fn month(field: &str, raw: &str, prompt: &str) -> Result<Month, FieldError> {
    if raw.trim().is_empty() { Err(FieldError::required(field, prompt)) } else { Month::parse(field, raw) }
}

fn tolerance(raw: &str) -> Result<Pence, FieldError> {
    let raw = if raw.trim().is_empty() { "0" } else { raw };
    let tolerance = Pence::parse("tolerance", raw)?;
    if tolerance.is_negative() || tolerance > MOST_WORTH {
        return Err(FieldError::out_of_range("tolerance", "Tolerance must be between £0 and £1,000,000,000"));
    }
    Ok(tolerance)
}
