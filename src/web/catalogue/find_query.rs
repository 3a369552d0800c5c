//! The catalogue's address: every choice of a search is in it, so that it can be shared and come back to.

use serde::Deserialize;

use crate::bodies::BodyKind;
use crate::catalogue::filter::{CatalogueFilter, Pays, Sort, Spelling};
use crate::kernel::{FieldError, FieldErrors, Month, PageRequest, Quantity};
use crate::web::urls::{self, catalogue::FIND};

/// How many offers a page of the catalogue holds.
const PAGE: u32 = 20;

/// The catalogue's query string, as it came.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::web) struct FindQuery {
    pub(super) q: String,
    /// Anything but nothing, and words that occur nowhere are not put right.
    pub(super) exact: String,
    pub(super) family: Vec<String>,
    pub(super) service: String,
    pub(super) kind: Vec<String>,
    pub(super) nation: String,
    pub(super) region: String,
    pub(super) pays: Vec<String>,
    pub(super) from: String,
    pub(super) least: String,
    pub(super) sort: String,
    pub(super) page: String,
}

impl FindQuery {
    /// As a program sends it: what cannot be read is said, because nobody looks at the answer.
    pub(in crate::web) fn strictly(query: &str) -> Result<Self, FieldError> {
        serde_html_form::from_str(query)
            .map_err(|error| FieldError::invalid("", format!("The query: {error}")))
    }

    /// A query string that cannot be read is as good as none.
    pub(in crate::web) fn of(query: &str) -> Self {
        serde_html_form::from_str(query).unwrap_or_default()
    }

    /// The words searched for, as they were typed.
    pub(in crate::web) fn words(&self) -> &str {
        self.q.trim()
    }

    /// The filter, and what of it could not be understood. The rest is searched for all the same.
    pub(in crate::web) fn filter(&self) -> (CatalogueFilter, FieldErrors) {
        let mut errors = FieldErrors::default();
        let some = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
        let from = some(&self.from).and_then(|raw| errors.keep(Month::parse("from", &raw)));
        let least = some(&self.least).and_then(|raw| errors.keep(Quantity::parse("least", &raw)));
        let kinds = each(&self.kind, "kind", &mut errors);
        let pays: Vec<Pays> = each(&self.pays, "pays", &mut errors);
        let sort: Vec<Sort> = each(some(&self.sort).as_slice(), "sort", &mut errors);
        let filter = CatalogueFilter {
            words: self.q.trim().to_owned(),
            spelling: if self.exact.is_empty() { Spelling::Forgiven } else { Spelling::Exact },
            families: self.family.iter().filter_map(|code| some(code)).take(50).collect(),
            service: some(&self.service),
            kinds,
            nation: some(&self.nation),
            region: some(&self.region),
            pays,
            from,
            least,
            sort: sort.first().copied(),
        };
        (filter, errors)
    }

    pub(super) fn page_request(&self) -> PageRequest {
        PageRequest::new(self.page.parse().unwrap_or(1), PAGE)
    }

    /// The address of another page of the same search.
    pub(super) fn page_href(&self, number: u32) -> String {
        let mut pairs = self.pairs();
        if number > 1 {
            pairs.push(("page".to_owned(), number.to_string()));
        }
        urls::catalogue::with_query(FIND, &pairs)
    }

    /// The address of the same search without one of its choices.
    pub(super) fn without_href(&self, name: &str, value: &str) -> String {
        let pairs: Vec<_> =
            self.pairs().into_iter().filter(|pair| *pair != (name.into(), value.into())).collect();
        urls::catalogue::with_query(FIND, &pairs)
    }

    /// The same search without one of its choices.
    pub(super) fn without(&self, name: &str, value: &str) -> Self {
        let href = self.without_href(name, value);
        Self::of(href.split_once('?').map_or("", |(_, query)| query))
    }

    /// The same search for other words.
    pub(super) fn with_words(&self, words: &str) -> Self {
        Self { q: words.to_owned(), page: String::new(), ..self.clone() }
    }

    /// The address of the same search for the words just as they were typed.
    pub(super) fn exact_href(&self) -> String {
        Self { exact: "1".to_owned(), page: String::new(), ..self.clone() }.page_href(1)
    }

    /// The address of everything in the catalogue that has these words.
    pub(super) fn cleared_href(&self) -> String {
        let kept: Vec<_> = self
            .pairs()
            .into_iter()
            .filter(|(name, _)| matches!(name.as_str(), "q" | "exact" | "sort"))
            .collect();
        urls::catalogue::with_query(FIND, &kept)
    }

    /// Every choice but the page, in a fixed order.
    pub(in crate::web) fn pairs(&self) -> Vec<(String, String)> {
        let one = |name: &'static str, value: &str| (name.to_owned(), value.to_owned());
        let mut pairs = vec![one("q", &self.q), one("exact", &self.exact), one("sort", &self.sort)];
        pairs.extend(self.filters());
        pairs.retain(|(_, value)| !value.is_empty());
        pairs
    }

    /// Every choice that narrows the search.
    pub(super) fn filters(&self) -> Vec<(String, String)> {
        let one = |name: &'static str, value: &String| (name.to_owned(), value.clone());
        let mut pairs: Vec<(String, String)> = self.family.iter().map(|value| one("family", value)).collect();
        pairs.push(one("service", &self.service));
        pairs.extend(self.kind.iter().map(|value| one("kind", value)));
        pairs.push(one("nation", &self.nation));
        pairs.push(one("region", &self.region));
        pairs.extend(self.pays.iter().map(|value| one("pays", value)));
        pairs.push(one("from", &self.from));
        pairs.push(one("least", &self.least));
        pairs.retain(|(_, value)| !value.is_empty());
        pairs
    }

    /// What one choice is called on a chip.
    pub(super) fn label(name: &str, value: &str, names: &Names<'_>) -> String {
        match name {
            "family" => names.of_family(value),
            "service" => names.of_service(value),
            "kind" => value.parse().map_or_else(|_| value.to_owned(), |kind: BodyKind| kind.label().into()),
            "pays" => value.parse().map_or_else(|_| value.to_owned(), |pays: Pays| pays.label().into()),
            "from" => {
                value.parse().map_or_else(|_| value.to_owned(), |month: Month| format!("Needed in {month}"))
            }
            "least" => format!("At least {value} free"),
            _ => value.to_owned(),
        }
    }
}

/// The names behind the codes of the taxonomy.
pub(super) struct Names<'n>(pub(super) &'n [crate::catalogue::model::Family]);

impl Names<'_> {
    fn of_family(&self, code: &str) -> String {
        let family = self.0.iter().find(|family| family.code == code);
        family.map_or_else(|| code.to_owned(), |family| family.name.clone())
    }

    fn of_service(&self, code: &str) -> String {
        let mut services = self.0.iter().flat_map(|family| &family.services);
        let service = services.find(|service| service.code == code);
        service.map_or_else(|| code.to_owned(), |service| service.name.clone())
    }
}

/// Every value that is known; the others are mistakes.
fn each<T: std::str::FromStr>(raw: &[impl AsRef<str>], field: &str, errors: &mut FieldErrors) -> Vec<T> {
    let mut known = Vec::new();
    for value in raw.iter().map(AsRef::as_ref).filter(|value| !value.is_empty()) {
        let parsed = value.parse().map_err(|_| FieldError::unknown(field, "Choose from the list"));
        known.extend(errors.keep(parsed));
    }
    known
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_choice_can_be_taken_out_of_an_address() {
        let query = FindQuery::of("q=payroll&family=PAY&family=HR&kind=council&from=2027-01&page=3");

        assert_eq!(
            query.without_href("family", "PAY"),
            "/catalogue?q=payroll&family=HR&kind=council&from=2027-01"
        );
        assert_eq!(query.without("family", "PAY").family, ["HR"]);
        assert_eq!(query.cleared_href(), "/catalogue?q=payroll");
        assert!(query.page_href(2).ends_with("&page=2"));
    }

    #[test]
    fn what_cannot_be_understood_is_named_and_the_rest_is_searched() {
        let (filter, errors) =
            FindQuery::of("q=%22OR+AND+(+*+NEAR&kind=castle&kind=fire&from=soon&least=-1").filter();

        assert_eq!(filter.kinds, [BodyKind::Fire]);
        let fields: Vec<&str> = errors.0.iter().map(|error| error.field.as_str()).collect();
        assert_eq!(fields, ["from", "least", "kind"]);
    }
}
