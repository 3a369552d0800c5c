//! What an offer to run a whole service says: what belongs to it, for whom at which price, how it is taken over, and how
//! it could come back.

use super::draft::{OfferDraft, TypedBand};
use super::shape::{MOST_SIZE, Size, SizeMeasure, parse_count};
use crate::kernel::{FieldError, FieldErrors, Quantity, Rate, text};

/// The most sizes with a price each.
pub const MOST_BANDS: usize = 6;
/// The longest that taking a service over may last: three years of weeks.
pub const MOST_WEEKS: u16 = 156;

/// What a body of up to a size pays a month, or what the service is worth to it in exchange.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct SizeBand {
    pub up_to: u32,
    /// Without VAT.
    pub price: Rate,
}

/// A service that would be run as a whole for another body. How many more bodies could be taken on, and from when, is the
/// offer's capacity.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct WholeService {
    pub includes: String,
    pub excludes: Option<String>,
    /// What the consumer gives up for as long as it lasts.
    pub gives_up: Option<String>,
    pub measure: SizeMeasure,
    /// In rising order of size.
    pub bands: Vec<SizeBand>,
    pub transition_weeks: u16,
    /// What the provider does to help with taking it over.
    pub transition_help: Option<String>,
    /// How the service could come back.
    pub way_back: String,
    /// What coming back would cost the consumer at most, where the provider can say.
    pub way_back_cost: Option<Rate>,
}

impl WholeService {
    /// The band that a body of some size falls into; nothing if it is larger than any, or measured otherwise.
    pub fn band(&self, size: Size) -> Option<&SizeBand> {
        if self.measure != size.measure {
            return None;
        }
        self.bands.iter().find(|band| size.count <= band.up_to)
    }

    /// The least that anybody pays.
    pub fn least_price(&self) -> Rate {
        self.bands.iter().map(|band| band.price).min().unwrap_or_default()
    }

    /// The largest size of a band.
    pub const fn size(&self, band: &SizeBand) -> Size {
        Size { measure: self.measure, count: band.up_to }
    }

    /// "Up to 250 members of staff".
    pub fn in_words(&self, band: &SizeBand) -> String {
        format!("Up to {}", self.size(band).describe())
    }

    /// What was typed. Every mistake goes to `errors`.
    pub(super) fn of(draft: &OfferDraft, errors: &mut FieldErrors) -> Option<Self> {
        let scope = Scope::of(draft, errors);
        let sizes = sizes(draft, errors);
        let handover = Handover::of(draft, errors);
        let (scope, (measure, bands), handover) = (scope?, sizes?, handover?);
        Some(Self {
            includes: scope.includes,
            excludes: scope.excludes,
            gives_up: scope.gives_up,
            measure,
            bands,
            transition_weeks: handover.weeks,
            transition_help: handover.help,
            way_back: handover.way_back,
            way_back_cost: handover.cost,
        })
    }

    /// What it says, as somebody would have typed it.
    pub(super) fn typed(&self) -> OfferDraft {
        let band = |band: &SizeBand| TypedBand { up_to: band.up_to.to_string(), price: band.price.plain() };
        OfferDraft {
            includes: self.includes.clone(),
            excludes: self.excludes.clone().unwrap_or_default(),
            gives_up: self.gives_up.clone().unwrap_or_default(),
            measure: self.measure.as_str().to_owned(),
            bands: self.bands.iter().map(band).collect(),
            transition_weeks: self.transition_weeks.to_string(),
            transition_help: self.transition_help.clone().unwrap_or_default(),
            way_back: self.way_back.clone(),
            way_back_cost: self.way_back_cost.map(Rate::plain).unwrap_or_default(),
            ..OfferDraft::default()
        }
    }
}

/// What belongs to the service, and what does not.
pub(super) struct Scope {
    includes: String,
    excludes: Option<String>,
    gives_up: Option<String>,
}

impl Scope {
    pub(super) fn of(draft: &OfferDraft, errors: &mut FieldErrors) -> Option<Self> {
        let includes = text::required("includes", &draft.includes, "what belongs to the service", 2000);
        let includes = errors.keep(includes);
        let excludes = text::optional("excludes", &draft.excludes, "what does not belong to it", 2000);
        let excludes = errors.keep(excludes);
        let gives_up = text::optional("gives_up", &draft.gives_up, "what the other body gives up", 1000);
        let gives_up = errors.keep(gives_up);
        Some(Self { includes: includes?, excludes: excludes?, gives_up: gives_up? })
    }
}

/// The sizes and their prices.
pub(super) fn sizes(draft: &OfferDraft, errors: &mut FieldErrors) -> Option<(SizeMeasure, Vec<SizeBand>)> {
    let measure = errors.keep(draft.measure.parse::<SizeMeasure>().map_err(|_| {
        FieldError::required("measure", "Choose what the size of the other body is measured by")
    }));
    let given = |band: &&TypedBand| !(band.up_to.trim().is_empty() && band.price.trim().is_empty());
    let mut bands: Vec<SizeBand> = Vec::new();
    let (mut is_sound, mut largest) = (true, 0);
    for (number, typed) in (1..).zip(&draft.bands).filter(|(_, band)| given(band)) {
        let up_to = errors.keep(up_to(number, &typed.up_to));
        let price = errors.keep(band_price(number, &typed.price));
        if let Some(up_to) = up_to {
            if up_to <= largest {
                let message = format!("Size {number} must be larger than the one before it");
                errors.push(FieldError::out_of_range(format!("band_{number}_up_to"), message));
                is_sound = false;
            }
            largest = up_to;
        }
        match up_to.zip(price) {
            Some((up_to, price)) => bands.push(SizeBand { up_to, price }),
            None => is_sound = false,
        }
    }
    if bands.is_empty() && is_sound {
        errors.push(FieldError::required("band_1_up_to", "Enter at least one size and its price"));
        is_sound = false;
    }
    if bands.len() > MOST_BANDS {
        errors.push(FieldError::out_of_range("band_1_up_to", format!("Enter {MOST_BANDS} sizes at most")));
        is_sound = false;
    }
    measure.filter(|_| is_sound).map(|measure| (measure, bands))
}

fn up_to(number: usize, raw: &str) -> Result<u32, FieldError> {
    let field = format!("band_{number}_up_to");
    if raw.trim().is_empty() {
        return Err(FieldError::required(field, format!("Enter up to how many size {number} goes")));
    }
    let wrong = |error: FieldError| FieldError {
        message: format!("How many size {number} goes up to must be a whole number, 1 to {MOST_SIZE}"),
        ..error
    };
    parse_count(&field, raw).map_err(wrong)
}

fn band_price(number: usize, raw: &str) -> Result<Rate, FieldError> {
    let field = format!("band_{number}_price");
    if raw.trim().is_empty() {
        return Err(FieldError::required(field, format!("Enter the price of size {number}")));
    }
    Rate::parse_whole_pence(&field, &format!("The price of size {number}"), raw)
}

/// How the service is taken over, and how it could come back.
pub(super) struct Handover {
    weeks: u16,
    help: Option<String>,
    way_back: String,
    cost: Option<Rate>,
}

impl Handover {
    pub(super) fn of(draft: &OfferDraft, errors: &mut FieldErrors) -> Option<Self> {
        let weeks = errors.keep(weeks(&draft.transition_weeks));
        let help = text::optional("transition_help", &draft.transition_help, "how you would help", 1000);
        let help = errors.keep(help);
        let way_back = text::required("way_back", &draft.way_back, "how the service could come back", 1000);
        let way_back = errors.keep(way_back);
        let cost = if draft.way_back_cost.trim().is_empty() {
            Some(None)
        } else {
            let cost =
                Rate::parse_whole_pence("way_back_cost", "The cost of coming back", &draft.way_back_cost);
            errors.keep(cost).map(Some)
        };
        Some(Self { weeks: weeks?, help: help?, way_back: way_back?, cost: cost? })
    }
}

fn weeks(raw: &str) -> Result<u16, FieldError> {
    let raw = raw.trim();
    if raw.is_empty() {
        return Err(FieldError::required("transition_weeks", "Enter how many weeks taking it over lasts"));
    }
    let weeks = raw.parse::<u16>().ok().filter(|weeks| *weeks <= MOST_WEEKS);
    let message = format!("Enter a whole number of weeks, 0 to {MOST_WEEKS}");
    weeks.ok_or_else(|| FieldError::out_of_range("transition_weeks", message))
}

/// How many more bodies could be taken on: a whole number of them.
pub(super) fn bodies(raw: &str) -> Result<Quantity, FieldError> {
    const MOST: u32 = 1_000;
    let field = "quantity_per_month";
    if raw.trim().is_empty() {
        return Err(FieldError::required(field, "Enter how many more bodies you could take on"));
    }
    let count = raw.trim().parse::<u32>().ok().filter(|count| (1..=MOST.min(MOST_SIZE)).contains(count));
    let message = format!("Enter a whole number of bodies, 1 to {MOST}");
    count.map(Quantity::from_whole).ok_or_else(|| FieldError::out_of_range(field, message))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn band(up_to: &str, price: &str) -> TypedBand {
        TypedBand { up_to: up_to.into(), price: price.into() }
    }

    fn typed() -> OfferDraft {
        OfferDraft {
            includes: "Service desk, devices, network".into(),
            measure: "staff".into(),
            bands: vec![band("250", "9,000"), band("1000", "30,000")],
            transition_weeks: "12".into(),
            way_back: "A year's notice; everything is handed over documented".into(),
            ..OfferDraft::default()
        }
    }

    fn read(draft: &OfferDraft) -> Result<WholeService, FieldErrors> {
        let mut errors = FieldErrors::default();
        let whole = WholeService::of(draft, &mut errors);
        errors.finish(whole)
    }

    #[test]
    fn a_body_pays_by_the_first_size_that_takes_it_in() {
        let whole = read(&typed()).unwrap();
        let price = |measure, count| whole.band(Size { measure, count }).map(|band| band.price.to_string());

        assert_eq!(price(SizeMeasure::Staff, 1).unwrap(), "£9,000.00");
        assert_eq!(price(SizeMeasure::Staff, 250).unwrap(), "£9,000.00");
        assert_eq!(price(SizeMeasure::Staff, 251).unwrap(), "£30,000.00");
        assert_eq!(price(SizeMeasure::Staff, 1_001), None);
        assert_eq!(price(SizeMeasure::Sites, 1), None);
        assert_eq!(whole.least_price().to_string(), "£9,000.00");
    }

    #[test]
    fn it_reads_back_as_it_was_typed() {
        let whole = read(&typed()).unwrap();

        assert_eq!(read(&whole.typed()), Ok(whole));
    }

    #[test]
    fn every_mistake_is_named_where_it_stands() {
        let draft = OfferDraft {
            bands: vec![band("250", ""), band("1000", "5"), band("900", "4")],
            transition_weeks: "200".into(),
            ..OfferDraft::default()
        };

        let errors = read(&draft).unwrap_err();

        let fields: Vec<&str> = errors.0.iter().map(|error| error.field.as_str()).collect();
        let expected =
            ["includes", "measure", "band_1_price", "band_3_up_to", "transition_weeks", "way_back"];
        assert_eq!(fields, expected);
    }
}
