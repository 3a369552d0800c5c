//! What an offer says besides its service, capacity and price: how soon it can start, how little can be taken, how far
//! it reaches, what the price rests on, and what a partner's auditor will ask for.

use chrono::{Days, NaiveDate};

use super::audience::Audience;
use super::draft::OfferDraft;
use super::shape::Shape;
use super::tariff::Tariff;
use crate::bodies::Distance;
use crate::bodies::region::Region;
use crate::kernel::vat::VatTreatment;
use crate::kernel::{FieldError, FieldErrors, Instant, Quantity, london, text, text_enum};

/// The longest notice a provider may ask for: two years of days.
pub const MOST_LEAD_DAYS: u16 = 730;
/// The farthest that can be named: nobody in the United Kingdom is farther apart.
pub const MOST_MILES: u16 = 1_000;

/// For how many days an offer holds unless somebody confirms it, if its owner says nothing else.
pub const USUAL_CONFIRM_DAYS: u16 = 90;

text_enum! {
    /// What a price rests on.
    pub enum PriceBasis {
        FullCost = "full_cost",
        Marginal = "marginal",
        CostPlus = "cost_plus",
        Market = "market",
        Tariff = "tariff",
    }
}

impl PriceBasis {
    /// The name people read.
    pub const fn label(self) -> &'static str {
        match self {
            Self::FullCost => "Full cost",
            Self::Marginal => "Marginal cost",
            Self::CostPlus => "Cost plus a margin",
            Self::Market => "Market rate",
            Self::Tariff => "Published tariff",
        }
    }

    /// What it means, in a sentence.
    pub const fn hint(self) -> &'static str {
        match self {
            Self::FullCost => "Direct cost with a fair share of overheads, assets and pensions",
            Self::Marginal => "Only what one more costs us",
            Self::CostPlus => "Full cost and something on top",
            Self::Market => "What others ask for the same",
            Self::Tariff => "A price list that is the same for everybody",
        }
    }
}

text_enum! {
    /// A standard that the provider says it meets.
    pub enum Assurance {
        CyberEssentials = "cyber_essentials",
        CyberEssentialsPlus = "cyber_essentials_plus",
        Dspt = "dspt",
        Iso27001 = "iso_27001",
        Iso9001 = "iso_9001",
        Iso22301 = "iso_22301",
        PublicSectorAudit = "internal_audit_standards",
        Lexcel = "lexcel",
    }
}

impl Assurance {
    /// The name people read.
    pub const fn label(self) -> &'static str {
        match self {
            Self::CyberEssentials => "Cyber Essentials",
            Self::CyberEssentialsPlus => "Cyber Essentials Plus",
            Self::Dspt => "Data Security and Protection Toolkit (NHS)",
            Self::Iso27001 => "ISO/IEC 27001, information security",
            Self::Iso9001 => "ISO 9001, quality",
            Self::Iso22301 => "ISO 22301, business continuity",
            Self::PublicSectorAudit => "Global Internal Audit Standards",
            Self::Lexcel => "Lexcel, legal practice",
        }
    }
}

/// How far an offer reaches.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reach {
    /// The whole United Kingdom.
    #[default]
    Anywhere,
    /// Bodies in these regions, in the order of [`Region::ALL`].
    Regions(Vec<Region>),
    /// Bodies within so many miles, as the crow flies.
    Within(u16),
}

text_enum! {
    /// The kinds of reach, as they are chosen.
    pub enum ReachKind {
        Anywhere = "anywhere",
        Regions = "regions",
        Within = "within",
    }
}

impl ReachKind {
    /// The name people read.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Anywhere => "Anywhere in the United Kingdom",
            Self::Regions => "Only in some regions",
            Self::Within => "Only within some miles of us",
        }
    }
}

impl Reach {
    pub const fn kind(&self) -> ReachKind {
        match self {
            Self::Anywhere => ReachKind::Anywhere,
            Self::Regions(_) => ReachKind::Regions,
            Self::Within(_) => ReachKind::Within,
        }
    }

    /// What was typed. Every mistake goes to `errors`, under `reach`, `regions` or `miles`.
    pub fn of(kind: &str, regions: &[String], miles: &str, errors: &mut FieldErrors) -> Option<Self> {
        match errors.keep(choice::<ReachKind>("reach", kind))?.unwrap_or(ReachKind::Anywhere) {
            ReachKind::Anywhere => Some(Self::Anywhere),
            ReachKind::Regions => {
                let regions = errors.keep(several::<Region>("regions", regions))?;
                if regions.is_empty() {
                    errors.push(FieldError::required("regions", "Choose at least one region"));
                    return None;
                }
                Some(Self::Regions(regions))
            }
            ReachKind::Within => errors.keep(whole("miles", miles, 1, MOST_MILES, "miles")).map(Self::Within),
        }
    }

    /// The regions and the miles as somebody would have typed them.
    pub fn typed(&self) -> (Vec<String>, String) {
        match self {
            Self::Anywhere => (Vec::new(), String::new()),
            Self::Regions(regions) => {
                (regions.iter().map(|region| region.as_str().to_owned()).collect(), String::new())
            }
            Self::Within(miles) => (Vec::new(), miles.to_string()),
        }
    }

    /// "Anywhere in the United Kingdom", "Wales, Scotland", "Within 30 miles".
    pub fn describe(&self) -> String {
        match self {
            Self::Anywhere => ReachKind::Anywhere.label().to_owned(),
            Self::Regions(regions) => {
                regions.iter().map(|region| region.label()).collect::<Vec<_>>().join(", ")
            }
            Self::Within(miles) => format!("Within {miles} miles"),
        }
    }

    /// Whether a body in `region` can have it that is so far away; nothing where the registers do not tell.
    pub fn takes_in(&self, region: &str, distance: Option<Distance>) -> Option<bool> {
        match self {
            Self::Anywhere => Some(true),
            Self::Regions(regions) => {
                (!region.is_empty()).then(|| regions.iter().any(|known| known.as_str() == region))
            }
            Self::Within(miles) => distance.map(|distance| distance.is_within(*miles)),
        }
    }
}

/// The terms of an offer. What an offer was published with before there were terms reads as the least it can say.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(default)]
pub struct OfferTerms {
    /// The notice the provider needs before it can start, in days.
    pub lead_days: u16,
    /// The least that can be taken a month, in the offer's unit.
    pub minimum_order: Option<Quantity>,
    pub price_basis: Option<PriceBasis>,
    /// The treatment that the provider proposes; the parties agree it for each leg.
    pub vat: Option<VatTreatment>,
    /// The law under which the provider would do it.
    pub legal_power: Option<String>,
    pub reach: Reach,
    /// In the order of [`Assurance::ALL`].
    pub assurances: Vec<Assurance>,
    /// For how many days the offer holds unless somebody confirms that it is still true; 0 stands for the usual.
    pub confirm_days: u16,
    /// How the price depends on the quantity. Said with the price, kept here for whoever lists the offer.
    pub tariff: Tariff,
    /// Who may see the offer.
    pub audience: Audience,
}

impl OfferTerms {
    /// For how many days an offer holds once it is confirmed.
    pub const fn holds_for(&self) -> u16 {
        if self.confirm_days == 0 { USUAL_CONFIRM_DAYS } else { self.confirm_days }
    }

    /// The last day on which an offer confirmed `now` is known to be true.
    pub fn fresh_until(&self, now: Instant) -> NaiveDate {
        let days = Days::new(self.holds_for().into());
        london::date(now).checked_add_days(days).unwrap_or(NaiveDate::MAX)
    }

    /// What was typed on the pages of terms. Every mistake goes to `errors`.
    pub fn of(draft: &OfferDraft, errors: &mut FieldErrors) -> Option<Self> {
        let start = Start::of(draft, errors);
        let standing = Standing::of(draft, errors);
        let confirm_days = errors.keep(confirm_days(&draft.confirm_days));
        let (start, standing) = (start?, standing?);
        Some(Self {
            lead_days: start.lead_days,
            minimum_order: start.minimum_order,
            reach: start.reach,
            price_basis: standing.price_basis,
            vat: standing.vat,
            legal_power: standing.legal_power,
            assurances: standing.assurances,
            confirm_days: confirm_days?,
            ..Self::default()
        })
    }
}

/// How soon, how little and how far.
pub(super) struct Start {
    lead_days: u16,
    minimum_order: Option<Quantity>,
    reach: Reach,
}

impl Start {
    pub(super) fn of(draft: &OfferDraft, errors: &mut FieldErrors) -> Option<Self> {
        let lead_days =
            errors.keep(whole("lead_days", &draft.lead_days, 0, MOST_LEAD_DAYS, "days of notice"));
        let minimum_order = errors.keep(minimum(draft.shape(), &draft.minimum_order));
        let reach = Reach::of(&draft.reach, &draft.regions, &draft.miles, errors);
        Some(Self { lead_days: lead_days?, minimum_order: minimum_order?, reach: reach? })
    }
}

/// What the price rests on, and what stands behind the offer.
pub(super) struct Standing {
    price_basis: Option<PriceBasis>,
    vat: Option<VatTreatment>,
    legal_power: Option<String>,
    assurances: Vec<Assurance>,
}

impl Standing {
    pub(super) fn of(draft: &OfferDraft, errors: &mut FieldErrors) -> Option<Self> {
        let price_basis = errors.keep(choice("price_basis", &draft.price_basis));
        let vat = errors.keep(choice("vat_treatment", &draft.vat_treatment));
        let legal_power =
            errors.keep(text::optional("legal_power", &draft.legal_power, "the legal power", 200));
        let assurances = errors.keep(several("assurances", &draft.assurances));
        Some(Self {
            price_basis: price_basis?,
            vat: vat?,
            legal_power: legal_power?,
            assurances: assurances?,
        })
    }
}

/// A least that is more than any month has would let nobody take anything. One that cannot be read is told elsewhere.
pub(super) fn minimum_fits(draft: &OfferDraft, most: Quantity) -> Result<(), FieldError> {
    let least = minimum(draft.shape(), &draft.minimum_order).unwrap_or_default();
    if least.is_none_or(|least| least <= most) {
        return Ok(());
    }
    let message = format!("The least that can be taken is more than you offer in any month, which is {most}");
    Err(FieldError::out_of_range("minimum_order", message))
}

pub(super) fn confirm_days(raw: &str) -> Result<u16, FieldError> {
    let raw = if raw.trim().is_empty() { USUAL_CONFIRM_DAYS.to_string() } else { raw.to_owned() };
    whole("confirm_days", &raw, 14, 365, "days")
}

fn minimum(shape: Shape, raw: &str) -> Result<Option<Quantity>, FieldError> {
    match shape {
        _ if raw.trim().is_empty() => Ok(None),
        Shape::Capacity => Quantity::parse_positive("minimum_order", raw).map(Some),
        Shape::WholeService => {
            let message = "Leave the least empty: a whole service is taken as a whole";
            Err(FieldError::invalid("minimum_order", message))
        }
    }
}

/// A whole number; an empty text is the least it may be, unless that is more than nothing.
fn whole(field: &str, raw: &str, least: u16, most: u16, noun: &str) -> Result<u16, FieldError> {
    let raw = raw.trim();
    if raw.is_empty() {
        return match least {
            0 => Ok(0),
            _ => Err(FieldError::required(field, format!("Enter a number of {noun}"))),
        };
    }
    let number = raw.replace(',', "").parse::<u16>().ok().filter(|number| (least..=most).contains(number));
    number.ok_or_else(|| {
        FieldError::out_of_range(field, format!("Enter a whole number of {noun}, {least} to {most}"))
    })
}

/// One of a list, or nothing.
fn choice<T: std::str::FromStr>(field: &str, raw: &str) -> Result<Option<T>, FieldError> {
    if raw.is_empty() {
        return Ok(None);
    }
    raw.parse().map(Some).map_err(|_| FieldError::unknown(field, "Choose one from the list"))
}

/// Some of a list, each once, in the list's order.
pub fn several<T: std::str::FromStr + Ord>(field: &str, raw: &[String]) -> Result<Vec<T>, FieldError> {
    let parsed: Result<std::collections::BTreeSet<T>, _> = raw.iter().map(|word| word.parse()).collect();
    let chosen = parsed.map_err(|_| FieldError::unknown(field, "Choose from the list"))?;
    Ok(chosen.into_iter().collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn terms(draft: &OfferDraft) -> Result<OfferTerms, FieldErrors> {
        let mut errors = FieldErrors::default();
        let terms = OfferTerms::of(draft, &mut errors);
        errors.finish(terms)
    }

    #[test]
    fn saying_nothing_is_the_least_that_can_be_said() {
        let usual = OfferTerms { confirm_days: USUAL_CONFIRM_DAYS, ..OfferTerms::default() };
        assert_eq!(terms(&OfferDraft::default()), Ok(usual));
    }

    #[test]
    fn choices_are_kept_once_and_in_their_order() {
        let draft = OfferDraft {
            reach: "regions".into(),
            regions: ["Wales", "North West", "Wales"].map(str::to_owned).to_vec(),
            assurances: ["lexcel", "dspt"].map(str::to_owned).to_vec(),
            lead_days: "60".into(),
            ..OfferDraft::default()
        };

        let terms = terms(&draft).unwrap();

        assert_eq!(terms.reach.describe(), "North West, Wales");
        assert_eq!(terms.assurances, [Assurance::Dspt, Assurance::Lexcel]);
        assert_eq!(terms.lead_days, 60);
    }

    #[test]
    fn every_mistake_is_named() {
        let draft = OfferDraft {
            lead_days: "800".into(),
            minimum_order: "none".into(),
            price_basis: "cheap".into(),
            reach: "within".into(),
            miles: "0".into(),
            assurances: vec!["gold".into()],
            ..OfferDraft::default()
        };

        let errors = terms(&draft).unwrap_err();

        let fields: Vec<&str> = errors.0.iter().map(|error| error.field.as_str()).collect();
        assert_eq!(fields, ["lead_days", "minimum_order", "miles", "price_basis", "assurances"]);
        assert_eq!(errors.of("miles"), Some("Enter a whole number of miles, 1 to 1000"));
    }
}
