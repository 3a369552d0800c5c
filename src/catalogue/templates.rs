//! What a new offer of a service begins with, so that nobody begins with nothing: an outline of what to say, the hours
//! most keep, and measures with targets to start from. Everything can be changed, and most of it should be.

use std::collections::HashMap;
use std::sync::OnceLock;

use super::draft::TypedKpi;
use crate::kernel::service_calendar::Preset;

const TEMPLATES: &str = include_str!("../../seed/templates.csv");

/// What a draft of one service begins with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Template {
    pub description: String,
    pub hours: Preset,
    pub kpis: Vec<TypedKpi>,
}

/// The template of a service, if there is one.
pub fn of_service(code: &str) -> Option<&'static Template> {
    static READ: OnceLock<HashMap<String, Template>> = OnceLock::new();
    READ.get_or_init(read).get(code)
}

fn read() -> HashMap<String, Template> {
    let mut reader = csv::Reader::from_reader(TEMPLATES.as_bytes());
    reader.records().filter_map(Result::ok).filter_map(|row| template(&row)).collect()
}

fn template(row: &csv::StringRecord) -> Option<(String, Template)> {
    let cell = |place: usize| row.get(place).unwrap_or_default();
    let kpis = [3, 5, 7].into_iter().filter(|place| !cell(*place).is_empty());
    let kpis = kpis
        .map(|place| TypedKpi { name: cell(place).to_owned(), target: cell(place + 1).to_owned() })
        .collect();
    let template =
        Template { description: cell(2).replace('\n', "\n\n"), hours: cell(1).parse().ok()?, kpis };
    Some((cell(0).to_owned(), template))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::taxonomy;
    use crate::kernel::kpi::Target;

    #[test]
    fn every_service_has_a_template_whose_measures_make_sense() {
        let services = taxonomy::read(include_str!("../../seed/taxonomy.csv")).unwrap();

        for service in &services {
            let template = of_service(&service.code).unwrap_or_else(|| panic!("{} has none", service.code));
            assert!(!template.kpis.is_empty(), "{}", service.code);
            for kpi in &template.kpis {
                Target::parse("target", &kpi.target).unwrap();
            }
        }
        assert_eq!(read().len(), services.len());
    }
}
