//! The measures that an offer proposes, read from what was typed.

use super::draft::{MOST_KPIS, TypedKpi};
use super::model::ProposedKpi;
use crate::kernel::kpi::Target;
use crate::kernel::{FieldError, FieldErrors, text};

/// Every measure that was given. Every mistake goes to `errors`.
pub(super) fn measures(typed: &[TypedKpi], errors: &mut FieldErrors) -> Option<Vec<ProposedKpi>> {
    let mut measures: Vec<Option<ProposedKpi>> = Vec::new();
    for (number, typed) in (1..).zip(typed).filter(|(_, typed)| typed.is_given()) {
        let measure = measure(number, typed, errors);
        let is_known = |name: &str| measures.iter().flatten().any(|known| known.name == name);
        if measure.as_ref().is_some_and(|measure| is_known(&measure.name)) {
            // An agreement tells its measures apart by their names.
            let message = "This measure stands here already. Give it another name, or leave it out";
            errors.push(FieldError::invalid(format!("kpi_{number}_name"), message));
        }
        measures.push(measure);
    }
    if measures.len() > MOST_KPIS {
        let message = format!("Propose {MOST_KPIS} measures at most");
        errors.push(FieldError::out_of_range("kpi_1_name", message));
    }
    measures.into_iter().collect()
}

fn measure(number: usize, typed: &TypedKpi, errors: &mut FieldErrors) -> Option<ProposedKpi> {
    let name =
        errors.keep(text::required(&format!("kpi_{number}_name"), &typed.name, "what is measured", 120));
    let target = errors.keep(Target::parse(&format!("kpi_{number}_target"), &typed.target));
    name.zip(target).map(|(name, target)| ProposedKpi { name, target })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(name: &str, target: &str) -> TypedKpi {
        TypedKpi { name: name.into(), target: target.into() }
    }

    #[test]
    fn empty_lines_are_left_out_and_a_name_that_comes_again_is_told_where_it_stands() {
        let mut errors = FieldErrors::default();

        let given = [typed("Paid on the day", "99.5"), typed("", " "), typed("Paid on the day", "98")];
        measures(&given, &mut errors);

        let fields: Vec<&str> = errors.0.iter().map(|error| error.field.as_str()).collect();
        assert_eq!(fields, ["kpi_3_name"]);
        assert_eq!(measures(&given[..2], &mut FieldErrors::default()).map(|all| all.len()), Some(1));
    }
}
