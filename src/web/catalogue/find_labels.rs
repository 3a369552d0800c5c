//! What a choice of the catalogue is called, on a chip and in advice.

use super::find_query::FindQuery;
use crate::bodies::BodyKind;
use crate::catalogue::filter::Pays;
use crate::catalogue::model::Family;
use crate::catalogue::shape::{Shape, Size};
use crate::catalogue::terms::Assurance;
use crate::kernel::{Month, Rate};

/// The names behind what an address says.
pub(in crate::web) struct Names<'n> {
    pub(in crate::web) families: &'n [Family],
    /// Whom the search is for.
    pub(in crate::web) near: Option<&'n str>,
    /// The size that the search is for.
    pub(in crate::web) size: Option<Size>,
}

/// What each choice of a search is called, words first, in the order of its address: for whoever is told what was searched
/// for.
pub(in crate::web) fn search_in_words(query: &FindQuery, names: &Names<'_>) -> Vec<String> {
    let words = Some(format!("“{}”", query.words())).filter(|_| !query.words().is_empty());
    let choices = query.filters().into_iter().map(|(name, value)| names.label(&name, &value));
    words.into_iter().chain(choices).collect()
}

impl Names<'_> {
    /// What one choice is called. What cannot be understood is called what it is.
    pub(in crate::web) fn label(&self, name: &str, value: &str) -> String {
        let understood = match name {
            "family" => self.family(value),
            "service" => self.service(value),
            "kind" => value.parse().ok().map(|kind: BodyKind| kind.label().to_owned()),
            "pays" => value.parse().ok().map(|pays: Pays| pays.label().to_owned()),
            "shape" => value.parse().ok().map(|shape: Shape| shape.label().to_owned()),
            "size" => self.size.map(|size| format!("For {}", size.describe())),
            "unit" => Some(format!("Counted in {}", crate::kernel::unit::plural(value))),
            "price_from" => Rate::parse(name, value).ok().map(|price| format!("{price} or more")),
            "price_to" => Rate::parse(name, value).ok().map(|price| format!("{price} or less")),
            "start_by" => value.parse().ok().map(|month: Month| format!("Can start by {month}")),
            "from" => value.parse().ok().map(|month: Month| format!("Needed in {month}")),
            "least" => Some(format!("At least {value} free")),
            "assurance" => value.parse().ok().map(|standard: Assurance| standard.label().to_owned()),
            "within" => Some(format!("Within {value} miles of {}", self.near.unwrap_or("your body"))),
            "reach" => Some(format!("Reaches {}", self.near.unwrap_or("your body"))),
            _ => None,
        };
        understood.unwrap_or_else(|| value.to_owned())
    }

    fn family(&self, code: &str) -> Option<String> {
        let family = self.families.iter().find(|family| family.code == code);
        family.map(|family| family.name.clone())
    }

    fn service(&self, code: &str) -> Option<String> {
        let mut services = self.families.iter().flat_map(|family| &family.services);
        services.find(|service| service.code == code).map(|service| service.name.clone())
    }
}
