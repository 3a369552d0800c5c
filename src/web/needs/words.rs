//! A need in words, published or still being typed.

use maud::Markup;

use crate::catalogue::OfferContent;
use crate::catalogue::model::{Service, Takes};
use crate::catalogue::shape::{Shape, SizeMeasure};
use crate::catalogue::terms::{Assurance, Reach};
use crate::kernel::{FieldErrors, Month, Quantity, Rate, unit};
use crate::needs::{NeedContent, NeedDraft, NeedState, PriceForNeed, Step};
use crate::web::catalogue::{listed, price_of, typed_audience};
use crate::web::listings::{Term, said, term};
use crate::web::ui::Tone;

pub(super) fn title(title: &str) -> &str {
    if title.is_empty() { "Untitled need" } else { title }
}

pub(super) const fn tone(state: NeedState) -> Tone {
    match state {
        NeedState::Published => Tone::Good,
        NeedState::Expired => Tone::Warn,
        NeedState::Draft | NeedState::Met | NeedState::Withdrawn => Tone::Plain,
    }
}

/// What the body pays with, seen from its own side.
pub(super) const fn pays(pays: Takes) -> &'static str {
    match pays {
        Takes::Cash => "Cash",
        Takes::InKind => "A service in return",
        Takes::Either => "Cash or a service in return",
    }
}

/// "£4.40 for each payslip", "£900.00 a month".
pub(super) fn highest(price: Rate, shape: Shape, unit: &str) -> String {
    match shape {
        Shape::Capacity => format!("{price} for each {unit}"),
        Shape::WholeService => format!("{price} a month"),
    }
}

/// What an offer asks of the body with this need: for its size, or for its quantity.
pub(in crate::web) fn price_for(need: Option<&NeedContent>, offer: &OfferContent) -> String {
    let for_need = need.map_or(PriceForNeed::AsListed, |need| PriceForNeed::of(need, offer));
    let cash = match for_need {
        PriceForNeed::AsListed => None,
        PriceForNeed::Size { price, up_to } => Some(format!("{price} a month, up to {}", up_to.describe())),
        PriceForNeed::TooLarge { largest } => {
            Some(format!("a price to ask for: the sizes offered end at {}", largest.describe()))
        }
        PriceForNeed::Average { price, quantity } => Some(format!(
            "{price} per {} on average, for {}",
            offer.unit,
            unit::counted(quantity, &offer.unit)
        )),
    };
    price_of(offer, cash)
}

/// Everything that was published.
pub(super) fn terms(content: &NeedContent) -> Vec<Term<Step>> {
    let gives: Vec<&str> = content.gives.iter().map(|service| service.name.as_str()).collect();
    let most = content.highest_price.map(|price| highest(price, content.shape, &content.unit));
    vec![
        term(Step::Service, "Service", content.service_name.as_str()),
        term(Step::Service, "What is needed", content.shape.label()),
        term(Step::About, "Title", content.title.as_str()),
        term(Step::About, "Description", content.description.as_str()),
        term(Step::Amount, "How much", content.amount_in_words()),
        term(Step::Amount, "From", content.first_month.to_string()),
        term(Step::Amount, "To", content.last_month.to_string()),
        term(Step::Price, "Would give", pays(content.pays)),
        term(Step::Price, "Highest price, without VAT", most.unwrap_or_default()),
        term(Step::Price, "Services it would do in return", gives.join(", ")),
        term(Step::Terms, "Where providers can be", content.reach.describe()),
        term(Step::Terms, "Standards a provider must meet", listed(&content.assurances)),
    ]
}

/// Everything a need says, for pages beside which it stands.
pub(in crate::web) fn said_of_need(content: &NeedContent) -> Markup {
    said("What is needed", &content.description, terms(content))
}

/// What was typed so far, as well as it can be put into words.
pub(super) fn typed(draft: &NeedDraft, services: &[Service]) -> Vec<Term<Step>> {
    let named =
        |code: &str| services.iter().find(|service| service.code == code).map(|service| service.name.clone());
    let month = |raw: &str| raw.parse::<Month>().map_or_else(|_| raw.to_owned(), |month| month.to_string());
    let gives: Vec<String> = draft.gives.iter().filter_map(|code| named(code)).collect();
    let price = Rate::parse("highest_price", &draft.highest_price);
    let price = price.map_or_else(
        |_| draft.highest_price.clone(),
        |price| highest(price, draft.shape(), draft.unit_in_words()),
    );
    let pays = draft.pays.parse::<Takes>().map(pays).unwrap_or_default();
    let mut errors = FieldErrors::default();
    let reach = Reach::of(&draft.reach, &draft.regions, &draft.miles, &mut errors);
    let assurances: Vec<Assurance> = draft.assurances.iter().filter_map(|word| word.parse().ok()).collect();
    let mut terms = vec![
        term(Step::Service, "Service", named(&draft.service).unwrap_or_default()),
        term(
            Step::Service,
            "What is needed",
            draft.shape.parse::<Shape>().map(Shape::label).unwrap_or_default(),
        ),
        term(Step::About, "Title", draft.title.as_str()),
        term(Step::About, "Description", draft.description.as_str()),
        term(Step::Amount, "How much", typed_amount(draft)),
        term(Step::Amount, "First month", month(&draft.first_month)),
        term(Step::Amount, "Last month", month(&draft.last_month)),
        term(Step::Price, "You would give", pays),
        term(Step::Price, "Highest price, without VAT", price),
        term(Step::Price, "Services you would do in return", gives.join(", ")),
        term(Step::Terms, "Where providers can be", reach.map(|reach| reach.describe()).unwrap_or_default()),
        term(Step::Terms, "Standards a provider must meet", listed(&assurances)),
    ];
    terms.extend(typed_audience(&draft.seen_by, (Step::Audience, Step::Opening)));
    terms
}

fn typed_amount(draft: &NeedDraft) -> String {
    match draft.shape() {
        Shape::Capacity => {
            let quantity = Quantity::parse("quantity_per_month", &draft.quantity_per_month);
            quantity.map_or_else(
                |_| draft.quantity_per_month.clone(),
                |quantity| format!("{} a month", unit::counted(quantity, draft.unit_in_words())),
            )
        }
        Shape::WholeService if draft.size.is_empty() => String::new(),
        Shape::WholeService => {
            let measure = draft.size_measure.parse::<SizeMeasure>().map(|measure| measure.counted(2));
            format!("The whole service, for {} {}", draft.size, measure.unwrap_or_default())
        }
    }
}
