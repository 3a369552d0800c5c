//! What an offer says, in words: the same on its page, before it is published, and between two versions.

use super::{audience_words, whole_words};
use crate::catalogue::draft::{OfferDraft, Season, Step, TypedMonth, TypedTier};
use crate::catalogue::free::FreeFrom;
use crate::catalogue::model::{OfferBrief, Service, Takes};
use crate::catalogue::price_words;
pub(in crate::web) use crate::catalogue::price_words::{asked, price};
use crate::catalogue::quantity_words;
use crate::catalogue::shape::{Shape, WHOLE_SERVICE_UNIT, room};
use crate::catalogue::tariff::{PriceWay, Tariff};
use crate::catalogue::terms::{Assurance, OfferTerms, PriceBasis};
use crate::catalogue::{MonthQuantity, OfferContent, OfferState};
use crate::kernel::kpi::Target;
use crate::kernel::price::PriceKind;
use crate::kernel::service_calendar::Preset;
use crate::kernel::vat::VatTreatment;
use crate::kernel::working_days::Division;
use crate::kernel::{FieldErrors, Month, Quantity, Rate};
use crate::web::listings::{Term, term};
use crate::web::ui::Tone;

/// For how long an offer is taken to be true.
const HOLDS: &str = "Holds unless it is confirmed again";

/// What the least is called that can be taken a month.
const LEAST: &str = "Least that can be taken";

/// An offer that has no title yet has to be called something.
pub(super) fn title(title: &str) -> &str {
    if title.is_empty() { "Untitled offer" } else { title }
}

pub(super) fn tone(state: OfferState) -> Tone {
    match state {
        OfferState::Published => Tone::Good,
        OfferState::Paused | OfferState::Expired => Tone::Warn,
        OfferState::Draft | OfferState::Withdrawn => Tone::Plain,
    }
}

/// Everything there is to say of a price.
fn priced(kind: PriceKind, rate: Rate, unit: &str, tariff: &Tariff) -> String {
    let plain = price(kind, rate, unit);
    match tariff {
        Tariff::Graduated(_) | Tariff::Volume(_) => {
            price_words::tiers(rate, tariff).map_or(plain, |tiers| format!("For each {unit}: {tiers}"))
        }
        Tariff::Plain => plain,
        Tariff::CostShare(key) => format!("A share of the cost, about {plain}: {key}"),
        Tariff::Nil => "No charge".to_owned(),
    }
}

/// Everything an offer says of its price; nothing where it asks for none.
pub(in crate::web) fn asked_by(offer: &OfferBrief) -> Option<String> {
    let (kind, rate) = offer.price_kind.zip(offer.price)?;
    Some(match &offer.whole {
        Some(whole) => whole_words::sizes(whole),
        None => priced(kind, rate, &offer.unit, &offer.terms.tariff),
    })
}

/// What an offer asks for, in a few words; `for_need` is its price in cash where it stands beside a need that tells it.
pub(in crate::web) fn price_of(content: &OfferContent, for_need: Option<String>) -> String {
    let wants: Vec<&str> = content.wants.iter().map(|service| service.name.as_str()).collect();
    let in_return = if wants.is_empty() { "a service in return".to_owned() } else { wants.join(" or ") };
    let cash = content.price_kind.zip(content.price).map(|(kind, rate)| {
        for_need.unwrap_or_else(|| asked(kind, rate, &content.unit, &content.terms.tariff))
    });
    match (cash, content.takes.takes_in_kind()) {
        (Some(cash), true) => format!("{cash}, or in return: {in_return}"),
        (Some(cash), false) => cash,
        (None, _) => format!("In return: {in_return}"),
    }
}

/// "60 payslips free from March 2027, 120 from August 2028", "room for 2 more bodies from March 2027".
pub(super) fn free(free: Option<FreeFrom>, unit: &str) -> String {
    let Some(FreeFrom { first: (month, quantity), most, dips }) = free else {
        return "nothing free".to_owned();
    };
    let is_whole = unit == WHOLE_SERVICE_UNIT;
    let first = if is_whole {
        format!("{} from {month}", room(quantity))
    } else {
        format!("{} free from {month}", crate::kernel::unit::counted(quantity, unit))
    };
    let most =
        most.map(|(month, most)| format!(", {}{most} from {month}", if is_whole { "for " } else { "" }));
    let dips = if dips { "; less in some months" } else { "" };
    format!("{first}{}{dips}", most.unwrap_or_default())
}

/// Whether an offer says a thing at all: a whole service has sizes and no unit, and what asks for no cash has no price.
pub(super) fn applies(name: &str, step: Step, content: &OfferContent) -> bool {
    let is_whole = content.whole.is_some();
    match (name, step) {
        ("Room for", _) | (_, Step::Scope | Step::Sizes | Step::Handover) => is_whole,
        ("Unit" | "Quantity a month" | "Months that differ", _) => !is_whole,
        ("Price", _) => content.takes.takes_cash(),
        ("Services wanted in return", _) => content.takes.takes_in_kind(),
        _ => true,
    }
}

/// What it means that an offer does not say a thing that applies to it; nothing where that is simply not said.
pub(super) fn when_empty(name: &str) -> &'static str {
    if name == "Months that differ" { "The same every month" } else { "" }
}

/// What a price is for one of: "per payslip", "a month".
pub(super) fn price_basis(kind: PriceKind, unit: &str, tariff: &Tariff) -> String {
    match kind {
        _ if *tariff == Tariff::Nil => "no charge".to_owned(),
        PriceKind::PerUnit if unit == WHOLE_SERVICE_UNIT => "a month, for the smallest size".to_owned(),
        PriceKind::PerUnit if !tariff.tiers().is_empty() => format!("per {unit}, in tiers"),
        PriceKind::Fixed if *tariff != Tariff::Plain => "a month, a share of the cost".to_owned(),
        PriceKind::PerUnit => format!("per {unit}"),
        PriceKind::Fixed => "a month".to_owned(),
    }
}

/// "January 2027 to December 2027".
pub(super) fn months(first: Month, last: Month) -> String {
    if first == last { first.to_string() } else { format!("{first} to {last}") }
}

/// Everything an offer says, in the order in which it was asked.
pub(super) fn terms(content: &OfferContent) -> Vec<Term<Step>> {
    let OfferContent { service_name, family_name, .. } = content;
    let in_cash = content.price_kind.zip(content.price);
    let wants: Vec<&str> = content.wants.iter().map(|want| want.name.as_str()).collect();
    let kpis: Vec<String> = content.kpis.iter().map(|kpi| format!("{}: {}", kpi.name, kpi.target)).collect();
    let is_whole = content.whole.is_some();
    let mut terms = vec![
        term(Step::Service, "Service", format!("{service_name} ({family_name})")),
        term(Step::Service, "Offered as", shape_of(is_whole).label()),
        term(Step::About, "Title", content.title.as_str()),
        term(Step::About, "Description", content.description.as_str()),
        term(Step::Capacity, "Unit", if is_whole { "" } else { content.unit.as_str() }),
        term(Step::Capacity, quantity_name(is_whole), counted(is_whole, quantity_words::a_month(content))),
        term(Step::Capacity, "Months", months(content.first_month, content.last_month)),
        term(Step::Months, "Months that differ", differing(&content.differs)),
        term(Step::Takes, "Takes", content.takes.label()),
        term(
            Step::Price,
            "Price",
            in_cash
                .map(|(kind, rate)| priced(kind, rate, &content.unit, &content.terms.tariff))
                .unwrap_or_default(),
        ),
        term(Step::Returns, "Services wanted in return", wants.join(", ")),
        term(Step::Quality, "Measures proposed", kpis.join("; ")),
        term(Step::Quality, "Service hours", content.calendar.describe()),
        term(Step::Terms, "Notice before the start", notice(content.terms.lead_days)),
        term(
            Step::Terms,
            LEAST,
            content
                .terms
                .minimum_order
                .filter(|_| !is_whole)
                .map(|least| a_month(least, &content.unit))
                .unwrap_or_default(),
        ),
        term(Step::Terms, "Where partners can be", content.terms.reach.describe()),
        term(
            Step::Standing,
            "Price rests on",
            content.terms.price_basis.map(PriceBasis::label).unwrap_or_default(),
        ),
        term(
            Step::Standing,
            "VAT treatment proposed",
            content.terms.vat.map(VatTreatment::label).unwrap_or_default(),
        ),
        term(Step::Standing, "Standards met", listed(&content.terms.assurances)),
        term(Step::Standing, "Legal power", content.terms.legal_power.clone().unwrap_or_default()),
        term(Step::Audience, HOLDS, notice(content.terms.holds_for())),
    ];
    terms.extend(whole_words::terms(content.whole.as_ref()));
    terms.sort_by_key(|term| term.step);
    terms
}

const fn shape_of(is_whole: bool) -> Shape {
    if is_whole { Shape::WholeService } else { Shape::Capacity }
}

const fn quantity_name(is_whole: bool) -> &'static str {
    if is_whole { "Room for" } else { "Quantity a month" }
}

/// A quantity, which of a whole service is a number of bodies.
fn counted(is_whole: bool, quantity: String) -> String {
    match (is_whole, quantity.as_str()) {
        (false, _) => quantity,
        (true, "") => String::new(),
        (true, "1") => "1 more body at a time".to_owned(),
        (true, _) => format!("{quantity} more bodies at a time"),
    }
}

/// "August 2027: 0; September 2027: 2,000".
fn differing(months: &[MonthQuantity]) -> String {
    let months: Vec<String> = months.iter().map(|row| format!("{}: {}", row.month, row.quantity)).collect();
    months.join("; ")
}

/// "None", "1 day", "60 days".
pub(super) fn notice(days: u16) -> String {
    match days {
        0 => "None".to_owned(),
        1 => "1 day".to_owned(),
        days => format!("{days} days"),
    }
}

fn a_month(quantity: Quantity, unit: &str) -> String {
    format!("{quantity} {} a month", crate::kernel::unit::plural(unit))
}

/// Standards in a row.
pub(in crate::web) fn listed(assurances: &[Assurance]) -> String {
    assurances.iter().map(|assurance| assurance.label()).collect::<Vec<_>>().join("; ")
}

/// What was understood of a text, or the text as it was typed.
fn shown<T: std::fmt::Display, E>(understood: Result<T, E>, typed: &str) -> String {
    understood.map_or_else(|_| typed.to_owned(), |value| value.to_string())
}

/// What was typed so far, as well as it can be put into words.
pub(super) fn typed(draft: &OfferDraft, services: &[Service]) -> Vec<Term<Step>> {
    let named =
        |code: &str| services.iter().find(|service| service.code == code).map(|service| service.name.clone());
    let month = |raw: &str| raw.parse::<Month>().map_or_else(|_| raw.to_owned(), |month| month.to_string());
    let wants: Vec<String> = draft.wants.iter().filter_map(|code| named(code)).collect();
    let kpis: Vec<String> = draft
        .kpis
        .iter()
        .filter(|kpi| !kpi.name.is_empty())
        .map(|kpi| format!("{}: {}", kpi.name, shown(Target::parse("target", &kpi.target), &kpi.target)))
        .collect();
    let takes = draft.takes.parse::<Takes>().map(Takes::label).unwrap_or_default();
    let is_whole = draft.shape() == Shape::WholeService;
    let way = draft.price_kind.parse::<PriceWay>().ok();
    let price = match way.zip(Rate::parse("price", &draft.price).ok()) {
        _ if is_whole => String::new(),
        _ if way == Some(PriceWay::Nil) => "No charge".to_owned(),
        Some((way, rate)) => price(way.kind(), rate, draft.unit_in_words()),
        None => draft.price.clone(),
    };
    let hours = draft.hours.parse::<Preset>().ok().zip(draft.holidays.parse::<Division>().ok());
    let season = draft.season.parse::<Season>().map(Season::label).unwrap_or_default();
    let mut terms = vec![
        term(Step::Service, "Service", named(&draft.service).unwrap_or_default()),
        term(Step::Service, "Offered as", draft.shape().label()),
        term(Step::About, "Title", draft.title.as_str()),
        term(Step::About, "Description", draft.description.as_str()),
        term(
            Step::Capacity,
            quantity_name(is_whole),
            counted(is_whole, quantity_words::typed_a_month(draft)),
        ),
        term(Step::Capacity, "First month", month(&draft.first_month)),
        term(Step::Capacity, "Last month", month(&draft.last_month)),
        term(Step::Takes, "Takes", takes),
        term(Step::Returns, "Services wanted in return", wants.join(", ")),
        term(Step::Quality, "Measures proposed", kpis.join("; ")),
        term(
            Step::Quality,
            "Service hours",
            hours.map(|(preset, division)| preset.calendar(division).describe()).unwrap_or_default(),
        ),
    ];
    if is_whole {
        terms.extend(whole_words::typed(draft));
    } else {
        terms.push(term(Step::Capacity, "Unit", draft.unit_in_words()));
        terms.push(term(Step::Capacity, "From month to month", season));
        terms.push(term(Step::Price, "Price", price));
    }
    if draft.steps().contains(&Step::Tariff) {
        terms.push(term(Step::Tariff, "How the price is worked out", typed_tariff(draft)));
    }
    terms.extend(audience_words::typed(draft));
    if draft.steps().contains(&Step::Months) {
        terms.push(term(Step::Months, "Months that differ", typed_months(draft)));
    }
    // A whole service is taken as a whole: nobody is asked for the least of it.
    terms.extend(typed_terms(draft).into_iter().filter(|term| !(is_whole && term.name == LEAST)));
    terms.sort_by_key(|term| term.step);
    terms
}

fn typed_tariff(draft: &OfferDraft) -> String {
    let tier = |tier: &TypedTier| {
        let price = shown(Rate::parse("price", &tier.price), &tier.price);
        let above = shown(Quantity::parse("above", &tier.above), &tier.above);
        (!above.is_empty()).then(|| format!("{price} above {above}"))
    };
    let tiers: Vec<String> = draft.tiers.iter().filter_map(tier).collect();
    let understood = Tariff::of(draft, &mut FieldErrors::default());
    match draft.price_kind.parse::<PriceWay>() {
        Ok(PriceWay::CostShare) => draft.share_key.clone(),
        Ok(way) if understood.is_some() => {
            let tiers = understood.and_then(|(_, rate, tariff)| price_words::tiers(rate, &tariff));
            tiers.unwrap_or_else(|| way.label().to_owned())
        }
        Ok(way) if !tiers.is_empty() => format!("{}: {}", way.label(), tiers.join(", ")),
        _ => tiers.join(", "),
    }
}

fn typed_months(draft: &OfferDraft) -> String {
    let usual = Quantity::parse("quantity", &draft.quantity_per_month).ok();
    let row = |typed: &TypedMonth| {
        let quantity = Quantity::parse("quantity", &typed.quantity);
        let differs = quantity.as_ref().ok() != usual.as_ref();
        let month = typed.month.parse::<Month>().ok()?;
        differs.then(|| format!("{month}: {}", shown(quantity, &typed.quantity)))
    };
    draft.months.iter().filter_map(row).collect::<Vec<_>>().join("; ")
}

fn typed_terms(draft: &OfferDraft) -> Vec<Term<Step>> {
    let mut errors = FieldErrors::default();
    // What cannot be understood yet is said to be missing: the page of terms tells why.
    let terms = OfferTerms::of(draft, &mut errors).unwrap_or_default();
    let least = terms.minimum_order.map(|least| a_month(least, draft.unit_in_words()));
    vec![
        term(Step::Terms, "Notice before the start", notice(terms.lead_days)),
        term(Step::Terms, LEAST, least.unwrap_or_default()),
        term(Step::Terms, "Where partners can be", terms.reach.describe()),
        term(Step::Standing, "Price rests on", terms.price_basis.map(PriceBasis::label).unwrap_or_default()),
        term(
            Step::Standing,
            "VAT treatment proposed",
            terms.vat.map(VatTreatment::label).unwrap_or_default(),
        ),
        term(Step::Standing, "Standards met", listed(&terms.assurances)),
        term(Step::Audience, HOLDS, notice(terms.holds_for())),
        term(Step::Standing, "Legal power", terms.legal_power.unwrap_or_default()),
    ]
}
