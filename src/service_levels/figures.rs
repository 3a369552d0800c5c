//! What a provider types into a return, and what it is once it makes sense for the leg.

use crate::agreements::queries::LegKpi;
use crate::kernel::kpi::{Proportion, ProportionError};
use crate::kernel::{FieldError, FieldErrors, Quantity, text};

/// The most characters a note or a reason may have.
pub const MOST_WORDS: usize = 1_000;

/// Figures as they came from a form or a program: nothing of it is trusted yet.
#[derive(Clone, Debug, Default)]
pub struct Draft {
    pub quantity: String,
    pub counts: Vec<DraftCount>,
    pub note: String,
}

/// The two counts of one KPI, by the KPI's number in the leg.
#[derive(Clone, Debug, Default)]
pub struct DraftCount {
    pub number: i32,
    pub numerator: String,
    pub denominator: String,
}

/// One measured line of a return. Line 0 is the quantity; line n is the leg's KPI number n.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Measure {
    Quantity(Quantity),
    Proportion(Proportion),
}

/// Which lines a draft must fill in, and what each is.
#[derive(Clone, Copy, Debug)]
pub enum Wanted<'a> {
    Quantity,
    Kpi(&'a LegKpi),
}

impl Wanted<'_> {
    /// The line's number.
    pub fn number(&self) -> i32 {
        match self {
            Self::Quantity => 0,
            Self::Kpi(kpi) => kpi.number,
        }
    }
}

/// The names of a KPI's two inputs.
pub fn count_fields(number: i32) -> (String, String) {
    (format!("kpi-{number}-numerator"), format!("kpi-{number}-denominator"))
}

impl Draft {
    /// The note and a measure for every wanted line, or every mistake.
    pub fn parse(&self, wanted: &[Wanted<'_>]) -> Result<(Vec<(i32, Measure)>, String), FieldErrors> {
        let mut errors = FieldErrors::default();
        let mut measures = Vec::with_capacity(wanted.len());
        for line in wanted {
            let measure = match line {
                Wanted::Quantity => {
                    errors.keep(Quantity::parse("quantity", &self.quantity).map(Measure::Quantity))
                }
                Wanted::Kpi(kpi) => self.proportion(kpi, &mut errors).map(Measure::Proportion),
            };
            measures.extend(measure.map(|measure| (line.number(), measure)));
        }
        for count in &self.counts {
            if !wanted.iter().any(|line| line.number() == count.number) {
                let (field, _) = count_fields(count.number);
                errors.push(FieldError::unknown(field, "This return has no such line to fill in"));
            }
        }
        let note = errors.keep(text::optional("note", &self.note, "the note", MOST_WORDS));
        errors.finish(note.map(|note| (measures, note.unwrap_or_default())))
    }

    fn proportion(&self, kpi: &LegKpi, errors: &mut FieldErrors) -> Option<Proportion> {
        let (numerator_field, denominator_field) = count_fields(kpi.number);
        let empty = DraftCount::default();
        let given = self.counts.iter().find(|count| count.number == kpi.number).unwrap_or(&empty);
        let numerator = errors.keep(count(&numerator_field, &given.numerator, "how many met the standard"));
        let denominator = errors.keep(count(&denominator_field, &given.denominator, "how many there were"));
        match Proportion::of_counts(numerator?, denominator?) {
            Ok(proportion) => Some(proportion),
            Err(ProportionError::MoreThanAll) => {
                let message = format!("{}: no more can have met the standard than there were", kpi.name);
                errors.push(FieldError::out_of_range(numerator_field, message));
                None
            }
            Err(ProportionError::OutOfRange) => {
                let message = format!("{}: the number is too large", kpi.name);
                errors.push(FieldError::out_of_range(denominator_field, message));
                None
            }
        }
    }
}

/// A whole number of things counted.
fn count(field: &str, raw: &str, noun: &str) -> Result<i64, FieldError> {
    let digits: String = raw.trim().chars().filter(|letter| *letter != ',').collect();
    if digits.is_empty() {
        return Err(FieldError::required(field, format!("Enter {noun}, 0 if none")));
    }
    match digits.parse::<u32>() {
        Ok(count) if digits.bytes().all(|byte| byte.is_ascii_digit()) => Ok(i64::from(count)),
        _ => Err(FieldError::invalid(field, "Enter a whole number, like 1250")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::ids::KpiId;
    use crate::kernel::kpi::Target;

    fn kpi() -> LegKpi {
        let target = Target::parse("target", "99.5%").unwrap();
        LegKpi { id: KpiId::new(), number: 1, name: "Paid on time".into(), target }
    }

    fn mistakes(quantity: &str, numerator: &str, denominator: &str) -> String {
        let counts =
            vec![DraftCount { number: 1, numerator: numerator.into(), denominator: denominator.into() }];
        let draft = Draft { quantity: quantity.into(), counts, note: String::new() };
        let kpi = kpi();
        draft.parse(&[Wanted::Quantity, Wanted::Kpi(&kpi)]).unwrap_err().to_string()
    }

    #[test]
    fn a_whole_draft_becomes_a_measure_for_every_line() {
        let counts = vec![DraftCount { number: 1, numerator: "1,194".into(), denominator: "1200".into() }];
        let draft = Draft { quantity: "1,200".into(), counts, note: " A quiet month. ".into() };
        let kpi = kpi();

        let (measures, note) = draft.parse(&[Wanted::Quantity, Wanted::Kpi(&kpi)]).unwrap();

        let proportion = Proportion::new(1_194, 1_200).unwrap();
        let quantity = Quantity::from_whole(1_200);
        assert_eq!(measures, [(0, Measure::Quantity(quantity)), (1, Measure::Proportion(proportion))]);
        assert_eq!(note, "A quiet month.");
    }

    #[test]
    fn every_mistake_is_named_at_once() {
        assert_eq!(
            mistakes("", "lots", ""),
            "Enter a quantity; Enter a whole number, like 1250; Enter how many there were, 0 if none"
        );
        assert_eq!(
            mistakes("1", "3", "2"),
            "Paid on time: no more can have met the standard than there were"
        );
        assert_eq!(mistakes("1", "-1", "2"), "Enter a whole number, like 1250");
        assert_eq!(mistakes("1", "+1", "2"), "Enter a whole number, like 1250");
    }

    #[test]
    fn a_line_that_nobody_asked_for_is_a_mistake() {
        let counts = vec![DraftCount { number: 7, numerator: "1".into(), denominator: "1".into() }];
        let draft = Draft { quantity: "1".into(), counts, note: String::new() };

        let errors = draft.parse(&[Wanted::Quantity]).unwrap_err();

        assert_eq!(errors.of("kpi-7-numerator"), Some("This return has no such line to fill in"));
    }
}
