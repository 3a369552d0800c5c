//! The address of a search for needs: every choice is in it, so that it can be shared and come back to.

use serde::Deserialize;

use crate::catalogue::filter::Spelling;
use crate::catalogue::shelf::{Shelf, ShelfBody};
use crate::kernel::ids::BodyId;
use crate::kernel::{FieldError, FieldErrors, Month, PageRequest, Quantity, Rate};
use crate::needs::filter::{NeedFilter, Sort};
use crate::web::catalogue::{check_near, leave_out_unknown};
use crate::web::query_values::{body, each, many, miles, one, only_known, said, some, tidy};
use crate::web::urls::{catalogue::with_query, needs::FIND};

/// How many needs a page holds.
const PAGE: u32 = 20;

/// The query string, as it came.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::web) struct NeedQuery {
    pub(super) q: String,
    /// Anything but nothing, and words that occur nowhere are not put right.
    pub(super) exact: String,
    pub(super) family: Vec<String>,
    pub(super) service: String,
    pub(super) shape: String,
    pub(super) kind: Vec<String>,
    pub(super) nation: String,
    pub(super) region: String,
    pub(super) pays: Vec<String>,
    pub(super) unit: String,
    pub(super) price_from: String,
    pub(super) start_by: String,
    pub(super) least: String,
    /// The id of the body whose needs are wanted.
    pub(super) body: String,
    /// The id of the body that the search is for.
    pub(super) near: String,
    /// Its name, for whoever does not have the id: the page asks which it is.
    pub(super) near_name: String,
    pub(super) within: String,
    pub(super) reach: String,
    pub(super) sort: String,
    pub(super) page: String,
}

/// What the address can say, but for the page and a body's name: those belong to people.
const NAMES: [&str; 18] = [
    "q",
    "exact",
    "family",
    "service",
    "shape",
    "kind",
    "nation",
    "region",
    "pays",
    "unit",
    "price_from",
    "start_by",
    "least",
    "body",
    "near",
    "within",
    "reach",
    "sort",
];

/// A search, with everything that follows from whom it is for.
#[derive(Clone, Debug)]
pub(in crate::web) struct NeedsAsked {
    pub(in crate::web) filter: NeedFilter,
    pub(in crate::web) errors: FieldErrors,
    /// The body that the search is for, and whether that is the reader's own.
    pub(super) near: Option<ShelfBody>,
    pub(super) is_own: bool,
    /// The body whose needs are wanted.
    pub(super) of: Option<ShelfBody>,
    pub(super) own: Option<BodyId>,
}

impl NeedQuery {
    /// As a program sends it: what cannot be read is said, because nobody looks at the answer.
    pub(in crate::web) fn strictly(query: &str) -> Result<Self, FieldError> {
        only_known(query, &NAMES)?;
        let read: Self = serde_html_form::from_str(query)
            .map_err(|error| FieldError::invalid("", format!("The query: {error}")))?;
        if !matches!(read.exact.as_str(), "" | "1") {
            return Err(FieldError::unknown("exact", "Send 1, or leave it out"));
        }
        Ok(read.tidied())
    }

    /// A query string that cannot be read is as good as none.
    pub(in crate::web) fn of(query: &str) -> Self {
        serde_html_form::from_str::<Self>(query).unwrap_or_default().tidied()
    }

    fn tidied(mut self) -> Self {
        for list in [&mut self.family, &mut self.kind, &mut self.pays] {
            tidy(list);
        }
        self
    }

    /// The words searched for, as they were typed.
    pub(in crate::web) fn words(&self) -> &str {
        self.q.trim()
    }

    /// What is asked for, by somebody of `own` or by a visitor, and what of it could not be understood.
    pub(in crate::web) fn asked(&self, catalogue: &Shelf, own: Option<BodyId>) -> NeedsAsked {
        let (mut filter, mut errors) = self.filter();
        leave_out_unknown((&mut filter.families, &mut filter.service), catalogue, &mut errors);
        let mut known = |id: Option<BodyId>, field: &str| {
            let body = id.and_then(|id| catalogue.body(id));
            if id.is_some() && body.is_none() {
                errors.push(FieldError::unknown(field, "There is no body with this id"));
            }
            body.cloned()
        };
        let of = known(filter.body, "body");
        filter.body = of.as_ref().map(|body| body.id);
        let near = known(filter.near, "near").or_else(|| catalogue.body(own?).cloned());
        filter.near = near.as_ref().map(|body| body.id);
        let by_distance = filter.within.is_some() || filter.sort == Some(Sort::Distance);
        check_near((by_distance, filter.reaching.is_some()), near.as_ref(), &mut errors);
        let is_own = near.as_ref().is_some_and(|body| Some(body.id) == own);
        NeedsAsked { filter, errors, near, is_own, of, own }
    }

    fn filter(&self) -> (NeedFilter, FieldErrors) {
        let mut errors = FieldErrors::default();
        let start_by = some(&self.start_by).and_then(|raw| errors.keep(Month::parse("start_by", &raw)));
        let least = some(&self.least).and_then(|raw| errors.keep(Quantity::parse("least", &raw)));
        let price_from = some(&self.price_from).and_then(|raw| errors.keep(Rate::parse("price_from", &raw)));
        let of = |raw: &str| body(raw).map_err(|error| FieldError { field: "body".to_owned(), ..error });
        let filter = NeedFilter {
            words: self.q.trim().to_owned(),
            spelling: if self.exact.is_empty() { Spelling::Forgiven } else { Spelling::Exact },
            families: self.family.iter().filter_map(|code| some(code)).collect(),
            service: some(&self.service),
            shape: one(&self.shape, "shape", &mut errors),
            kinds: each(&self.kind, "kind", &mut errors),
            nation: some(&self.nation),
            region: some(&self.region),
            pays: each(&self.pays, "pays", &mut errors),
            unit: some(&self.unit),
            price_from,
            start_by,
            least,
            body: some(&self.body).and_then(|raw| errors.keep(of(&raw))),
            near: some(&self.near).and_then(|raw| errors.keep(body(&raw))),
            within: some(&self.within).and_then(|raw| errors.keep(miles(&raw))),
            reaching: one(&self.reach, "reach", &mut errors),
            sort: one(&self.sort, "sort", &mut errors),
        };
        if filter.price_from.is_some() && filter.least_price().is_none() {
            let message = "Choose a unit as well: what a payslip may cost and what an audit day may cost cannot be \
                           compared";
            errors.push(FieldError::required("unit", message));
        }
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
        with_query(FIND, &pairs)
    }

    /// The address of the same search with one choice more, instead of any of the same name.
    pub(super) fn with_href(&self, choice: &str, value: &str) -> String {
        let mut pairs = self.pairs();
        pairs.retain(|(name, _)| name != choice);
        pairs.push((choice.to_owned(), value.to_owned()));
        with_query(FIND, &pairs)
    }

    /// The address of the same search without one of its choices.
    pub(super) fn without_href(&self, name: &str, value: &str) -> String {
        let mut pairs = self.pairs();
        pairs.retain(|(other, said)| (other.as_str(), said.as_str()) != (name, value));
        with_query(FIND, &pairs)
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

    /// The address of every need that has these words, for the same reader.
    pub(super) fn cleared_href(&self) -> String {
        let filters = self.filters();
        let kept: Vec<_> = self.pairs().into_iter().filter(|pair| !filters.contains(pair)).collect();
        with_query(FIND, &kept)
    }

    /// Every choice but the page, in a fixed order.
    pub(in crate::web) fn pairs(&self) -> Vec<(String, String)> {
        let mut pairs = said(&[("q", &self.q), ("exact", &self.exact), ("sort", &self.sort)]);
        pairs.extend(self.filters());
        pairs.extend(said(&[("near", &self.near)]));
        pairs
    }

    /// Every choice that narrows the search.
    pub(super) fn filters(&self) -> Vec<(String, String)> {
        [
            many("family", &self.family),
            said(&[("service", &self.service), ("shape", &self.shape)]),
            many("kind", &self.kind),
            said(&[("nation", &self.nation), ("region", &self.region)]),
            many("pays", &self.pays),
            said(&[
                ("unit", &self.unit),
                ("price_from", &self.price_from),
                ("start_by", &self.start_by),
                ("least", &self.least),
                ("body", &self.body),
                ("within", &self.within),
                ("reach", &self.reach),
            ]),
        ]
        .concat()
    }
}

impl NeedsAsked {
    /// The same search as it has to be put to find the same for everybody.
    pub(in crate::web) fn for_everybody(&self, query: &NeedQuery) -> NeedQuery {
        let (filter, mut query) = (&self.filter, query.clone());
        let from_somewhere =
            filter.within.is_some() || filter.reaching.is_some() || filter.sort == Some(Sort::Distance);
        if let Some(near) = self.near.as_ref().filter(|_| from_somewhere) {
            query.near = near.id.to_string();
        }
        query
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_choice_of_a_search_for_needs_comes_back_out_of_its_address() {
        let all: Vec<String> = NAMES.iter().map(|name| format!("{name}=1")).collect();

        let href = NeedQuery::of(&all.join("&")).page_href(1);

        let mut again: Vec<&str> = href.split_once('?').unwrap().1.split('&').collect();
        let mut all: Vec<&str> = all.iter().map(String::as_str).collect();
        again.sort_unstable();
        all.sort_unstable();
        assert_eq!(again, all);
        assert_eq!(NeedQuery::strictly("q=a&distance=3").unwrap_err().field, "distance");
    }

    #[test]
    fn what_is_not_understood_of_a_search_for_needs_is_named_and_the_rest_is_searched() {
        let query =
            NeedQuery::of("shape=round&kind=fire&start_by=soon&least=-1&price_from=4&body=me&within=far");

        let (filter, errors) = query.filter();

        assert_eq!(filter.kinds.len(), 1);
        let fields: Vec<&str> = errors.0.iter().map(|error| error.field.as_str()).collect();
        assert_eq!(fields, ["start_by", "least", "shape", "body", "within", "unit"]);
    }
}
