//! What a new offer of a service begins with, so that nobody begins with nothing: an outline of what to say, the hours
//! most keep, measures with targets to start from, and of a whole service how it changes hands. Everything can be
//! changed, and most of it should be: targets are a place to start, no standard.

use std::collections::HashMap;
use std::sync::OnceLock;

use super::draft::{OfferDraft, TypedKpi};
use super::hours::HoursKind;

const TEMPLATES: &str = include_str!("../../seed/templates.csv");
const HANDOVERS: &str = include_str!("../../seed/template_handovers.csv");
/// Where a row names its measures: a name and a target each, after the five columns that every row fills.
const FIRST_MEASURE: usize = 5;

/// What a draft of one service begins with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Template {
    pub includes: String,
    pub excludes: String,
    /// What the other body must bring.
    pub needs: String,
    pub hours: HoursKind,
    pub kpis: Vec<TypedKpi>,
}

/// How services of one family change hands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Handover {
    pub gives_up: String,
    pub transition_help: String,
    pub way_back: String,
}

impl Template {
    /// The outline of a description.
    pub fn description(&self) -> String {
        let Self { includes, excludes, needs, .. } = self;
        format!("Included: {includes}\n\nNot included: {excludes}\n\nWe need from you: {needs}")
    }
}

/// The template of a service, if there is one.
pub fn of_service(code: &str) -> Option<&'static Template> {
    static READ: OnceLock<HashMap<String, Template>> = OnceLock::new();
    READ.get_or_init(|| read(TEMPLATES, template)).get(code)
}

/// How services of a family usually change hands.
pub fn of_family(code: &str) -> Option<&'static Handover> {
    static READ: OnceLock<HashMap<String, Handover>> = OnceLock::new();
    READ.get_or_init(|| read(HANDOVERS, handover)).get(code)
}

/// What only a whole service has to say.
pub(super) fn whole_service(service_code: &str, family_code: &str) -> Option<OfferDraft> {
    let (template, handover) = of_service(service_code).zip(of_family(family_code))?;
    Some(OfferDraft {
        includes: template.includes.clone(),
        excludes: template.excludes.clone(),
        gives_up: handover.gives_up.clone(),
        transition_help: handover.transition_help.clone(),
        way_back: handover.way_back.clone(),
        ..OfferDraft::default()
    })
}

fn read<T>(csv: &str, row: fn(&csv::StringRecord) -> Option<T>) -> HashMap<String, T> {
    let rows = csv::Reader::from_reader(csv.as_bytes()).into_records();
    rows.filter_map(Result::ok).filter_map(|cells| Some((cells.get(0)?.to_owned(), row(&cells)?))).collect()
}

fn template(row: &csv::StringRecord) -> Option<Template> {
    let cell = |place: usize| row.get(place).unwrap_or_default().to_owned();
    let kpis = (FIRST_MEASURE..row.len()).step_by(2);
    let kpis = kpis.map(|place| TypedKpi { name: cell(place), target: cell(place + 1) });
    Some(Template {
        hours: cell(1).parse().ok()?,
        includes: cell(2),
        excludes: cell(3),
        needs: cell(4),
        kpis: kpis.filter(TypedKpi::is_given).collect(),
    })
}

fn handover(row: &csv::StringRecord) -> Option<Handover> {
    let cell = |place: usize| row.get(place).map(str::to_owned);
    Some(Handover { gives_up: cell(1)?, transition_help: cell(2)?, way_back: cell(3)? })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::content::OfferContent;
    use crate::catalogue::draft::MOST_KPIS;
    use crate::catalogue::shape::Shape;
    use crate::catalogue::{taxonomy, terms};
    use crate::kernel::working_days::Division;

    #[test]
    fn every_service_has_a_template_that_makes_sense_in_both_shapes() {
        let services = taxonomy::read(include_str!("../../seed/taxonomy.csv")).unwrap();

        for service in &services {
            let template = of_service(&service.code).unwrap_or_else(|| panic!("{} has none", service.code));
            assert!((3..=MOST_KPIS).contains(&template.kpis.len()), "{}", service.code);
            for shape in [Shape::Capacity, Shape::WholeService] {
                let draft = OfferDraft::of_service(service, shape, Division::Scotland);
                let errors = OfferContent::of(&draft, &services, "2026-11".parse().unwrap()).unwrap_err();
                // Only what nobody can know beforehand is left to say.
                let open: Vec<&str> = errors.0.iter().map(|error| error.field.as_str()).collect();
                let expected: &[&str] = match shape {
                    Shape::Capacity => &["title", "quantity_per_month", "first_month", "last_month", "takes"],
                    Shape::WholeService => &[
                        "title",
                        "quantity_per_month",
                        "first_month",
                        "last_month",
                        "measure",
                        "band_1_up_to",
                        "transition_weeks",
                        "takes",
                    ],
                };
                assert_eq!(open, expected, "{} as {}", service.code, shape.label());
                assert_eq!(draft.holidays, "scotland");
                assert_eq!(draft.confirm_days, terms::USUAL_CONFIRM_DAYS.to_string());
            }
        }
        assert_eq!(read(TEMPLATES, template).len(), services.len());
    }

    #[test]
    fn the_measures_of_the_usual_catalogue_are_there() {
        let names = |code: &str| of_service(code).unwrap().kpis.iter().map(|kpi| kpi.name.as_str());
        for (code, word) in [
            ("IT-01", "Priority 4"),
            ("IT-01", "given up"),
            ("IT-01", "4 or 5 out of 5"),
            ("IT-01", "available"),
            ("IT-06", "recovery point"),
            ("IT-06", "recovery time"),
            ("PAY-01", "RTI"),
            ("PAY-01", "outside the pay run"),
            ("HR-02", "time to hire"),
            ("FIN-01", "not paid twice"),
            ("FIN-02", "90 days"),
            ("FIN-02", "collected"),
            ("LEG-01", "time recorded"),
            ("AUD-01", "Recommendations accepted"),
            ("PRO-01", "compliance"),
            ("PRO-01", "Queries"),
            ("INF-01", "triage"),
        ] {
            assert!(names(code).any(|name| name.contains(word)), "{code} does not measure “{word}”");
        }
    }
}
