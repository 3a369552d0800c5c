//! The catalogue's address: every choice of a search is in it, so that it can be shared and come back to.

use serde::Deserialize;

use crate::catalogue::filter::{CatalogueFilter, Spelling};
use crate::catalogue::price_for_me::{Percent, VatHeading, VatProfile};
use crate::catalogue::shape::{Size, parse_count};
use crate::kernel::ids::OfferId;
use crate::kernel::vat::VatTreatment;
use crate::kernel::{FieldError, FieldErrors, Month, PageRequest, Quantity, Rate};
use crate::web::query_values::{body, each, many, miles, one, only_known, said, some, tidy};

/// How many offers a page of the catalogue holds.
const PAGE: u32 = 20;

/// More offers than these beside each other cannot be taken in at a glance.
pub(super) const MOST_COMPARED: usize = 6;

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
    pub(super) shape: Vec<String>,
    /// How large what is to be served is, and what that counts.
    pub(super) size: String,
    pub(super) size_measure: String,
    pub(super) unit: String,
    pub(super) price_from: String,
    pub(super) price_to: String,
    pub(super) start_by: String,
    pub(super) from: String,
    pub(super) least: String,
    pub(super) assurance: Vec<String>,
    /// The id of the body that the search is for.
    pub(super) near: String,
    /// Its name, for whoever does not have the id: the page asks which it is.
    pub(super) near_name: String,
    pub(super) within: String,
    pub(super) reach: String,
    pub(super) vat_profile: String,
    pub(super) vat_heading: String,
    pub(super) vat_recovery: String,
    pub(super) vat_unstated: String,
    pub(super) sort: String,
    pub(super) page: String,
    /// The ids of offers that were kept to be compared. They narrow nothing.
    pub(super) compare: Vec<String>,
}

/// What the address can say, but for the page and a body's name: those belong to people.
const NAMES: [&str; 26] = [
    "q",
    "exact",
    "family",
    "service",
    "kind",
    "nation",
    "region",
    "pays",
    "shape",
    "size",
    "size_measure",
    "unit",
    "price_from",
    "price_to",
    "start_by",
    "from",
    "least",
    "assurance",
    "near",
    "within",
    "reach",
    "vat_profile",
    "vat_heading",
    "vat_recovery",
    "vat_unstated",
    "sort",
];
/// What is assumed of the reader's VAT, as far as the address says.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct SaidOfVat {
    pub(super) profile: Option<VatProfile>,
    pub(super) heading: Option<VatHeading>,
    pub(super) recovered: Option<Percent>,
    pub(super) unstated: Option<VatTreatment>,
}

impl FindQuery {
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

    /// Each choice once, and no more of them than there are: every page links to its search without each one.
    fn tidied(mut self) -> Self {
        for list in [&mut self.family, &mut self.kind, &mut self.pays, &mut self.shape, &mut self.assurance] {
            tidy(list);
        }
        let picked = self.picked();
        self.compare = picked.iter().map(OfferId::to_string).collect();
        self
    }

    /// The offers that were kept to be compared, each once, and no more than fit beside each other.
    pub(super) fn picked(&self) -> Vec<OfferId> {
        let mut picked: Vec<OfferId> = Vec::new();
        for id in self.compare.iter().filter_map(|id| id.parse().ok()) {
            if !picked.contains(&id) && picked.len() < MOST_COMPARED {
                picked.push(id);
            }
        }
        picked
    }

    /// The same search with other offers kept.
    pub(super) fn keeping(&self, offers: &[OfferId]) -> Self {
        Self { compare: offers.iter().map(OfferId::to_string).collect(), ..self.clone() }
    }

    /// The words searched for, as they were typed.
    pub(in crate::web) fn words(&self) -> &str {
        self.q.trim()
    }

    /// What was asked for, and what of it could not be understood. The rest is searched for all the same. Whom the
    /// search is for is told by [`Self::asked`](super::find_asked).
    pub(in crate::web) fn filter(&self) -> (CatalogueFilter, FieldErrors) {
        let mut errors = FieldErrors::default();
        let from = some(&self.from).and_then(|raw| errors.keep(Month::parse("from", &raw)));
        let least = some(&self.least).and_then(|raw| errors.keep(Quantity::parse("least", &raw)));
        let start_by = some(&self.start_by).and_then(|raw| errors.keep(Month::parse("start_by", &raw)));
        let mut price = |field, raw| some(raw).and_then(|raw| errors.keep(Rate::parse(field, &raw)));
        let (price_from, price_to) =
            (price("price_from", &self.price_from), price("price_to", &self.price_to));
        let filter = CatalogueFilter {
            words: self.q.trim().to_owned(),
            spelling: if self.exact.is_empty() { Spelling::Forgiven } else { Spelling::Exact },
            families: self.family.iter().filter_map(|code| some(code)).take(50).collect(),
            service: some(&self.service),
            kinds: each(&self.kind, "kind", &mut errors),
            nation: some(&self.nation),
            region: some(&self.region),
            pays: each(&self.pays, "pays", &mut errors),
            shapes: each(&self.shape, "shape", &mut errors),
            size: self.size(&mut errors),
            unit: some(&self.unit),
            price_from,
            price_to,
            start_by,
            from,
            least,
            assurances: each(&self.assurance, "assurance", &mut errors),
            near: some(&self.near).and_then(|raw| errors.keep(body(&raw))),
            within: some(&self.within).and_then(|raw| errors.keep(miles(&raw))),
            reaching: one(&self.reach, "reach", &mut errors),
            vat: None,
            sort: one(&self.sort, "sort", &mut errors),
        };
        let (from, to) = (filter.price_from, filter.price_to);
        if (from.is_some() || to.is_some()) && !filter.is_of_one_unit() {
            let message = "Choose a unit as well, or whole services alone: the price of a payslip and that of an audit day cannot \
                 be compared";
            errors.push(FieldError::required("unit", message));
        }
        if from.zip(to).is_some_and(|(from, to)| from > to) {
            let message = "The highest price must not be below the lowest";
            errors.push(FieldError::out_of_range("price_to", message));
        }
        (filter, errors)
    }

    /// The size that was named, with what it counts.
    fn size(&self, errors: &mut FieldErrors) -> Option<Size> {
        let measure = one(&self.size_measure, "size_measure", errors);
        let size = some(&self.size)?;
        let count = errors.keep(parse_count("size", &size));
        if measure.is_none() && some(&self.size_measure).is_none() {
            let message = "Choose what the size counts: staff, users or sites";
            errors.push(FieldError::required("size_measure", message));
        }
        count.zip(measure).map(|(count, measure)| Size { measure, count })
    }

    /// What the address says of the reader's VAT.
    pub(super) fn vat(&self, errors: &mut FieldErrors) -> SaidOfVat {
        let recovered = some(&self.vat_recovery);
        SaidOfVat {
            profile: one(&self.vat_profile, "vat_profile", errors),
            heading: one(&self.vat_heading, "vat_heading", errors),
            recovered: recovered.and_then(|raw| errors.keep(Percent::parse("vat_recovery", &raw))),
            unstated: one(&self.vat_unstated, "vat_unstated", errors),
        }
    }

    pub(super) fn page_request(&self) -> PageRequest {
        PageRequest::new(self.page.parse().unwrap_or(1), PAGE)
    }

    /// Every choice but the page, in a fixed order.
    pub(in crate::web) fn pairs(&self) -> Vec<(String, String)> {
        let mut pairs = said(&[("q", &self.q), ("exact", &self.exact), ("sort", &self.sort)]);
        pairs.extend(self.filters());
        if !self.size.is_empty() {
            pairs.extend(said(&[("size_measure", &self.size_measure)]));
        }
        pairs.extend(said(&[
            ("near", &self.near),
            ("vat_profile", &self.vat_profile),
            ("vat_heading", &self.vat_heading),
            ("vat_recovery", &self.vat_recovery),
            ("vat_unstated", &self.vat_unstated),
        ]));
        pairs
    }

    /// Every choice that narrows the search.
    pub(super) fn filters(&self) -> Vec<(String, String)> {
        [
            many("family", &self.family),
            said(&[("service", &self.service)]),
            many("kind", &self.kind),
            said(&[("nation", &self.nation), ("region", &self.region)]),
            many("pays", &self.pays),
            many("shape", &self.shape),
            said(&[
                ("size", &self.size),
                ("unit", &self.unit),
                ("price_from", &self.price_from),
                ("price_to", &self.price_to),
                ("start_by", &self.start_by),
                ("from", &self.from),
                ("least", &self.least),
            ]),
            many("assurance", &self.assurance),
            said(&[("within", &self.within), ("reach", &self.reach)]),
        ]
        .concat()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bodies::BodyKind;

    #[test]
    fn one_choice_can_be_taken_out_of_an_address() {
        let query = FindQuery::of("q=payroll&family=PAY&family=HR&kind=council&from=2027-01&page=3");

        assert_eq!(
            query.without_href("family", "PAY"),
            "/catalogue?q=payroll&family=HR&kind=council&from=2027-01"
        );
        let sized = FindQuery::of("size=900&size_measure=staff&shape=whole_service");
        assert_eq!(sized.without_href("size", "900"), "/catalogue?shape=whole_service");
        assert_eq!(query.without("family", "PAY").family, ["HR"]);
        assert_eq!(query.cleared_href(), "/catalogue?q=payroll");
        assert!(query.page_href(2).ends_with("&page=2"));
    }

    #[test]
    fn every_choice_comes_back_out_of_the_address_it_went_into() {
        let all: Vec<String> = NAMES.iter().map(|name| format!("{name}=1")).collect();

        let href = FindQuery::of(&all.join("&")).page_href(1);

        let mut again: Vec<&str> = href.split_once('?').unwrap().1.split('&').collect();
        let mut all: Vec<&str> = all.iter().map(String::as_str).collect();
        again.sort_unstable();
        all.sort_unstable();
        assert_eq!(again, all);
        for name in NAMES {
            assert!(FindQuery::strictly(&format!("{name}=1")).is_ok(), "{name}");
        }
        assert_eq!(FindQuery::strictly("q=a&distance=3").unwrap_err().field, "distance");
    }

    #[test]
    fn what_cannot_be_understood_is_named_and_the_rest_is_searched() {
        let (filter, errors) = FindQuery::of(
            "q=%22OR+AND+(+*+NEAR&kind=castle&kind=fire&from=soon&least=-1&within=far&near=here",
        )
        .filter();

        assert_eq!(filter.kinds, [BodyKind::Fire]);
        let fields: Vec<&str> = errors.0.iter().map(|error| error.field.as_str()).collect();
        assert_eq!(fields, ["from", "least", "kind", "near", "within"]);
    }

    #[test]
    fn a_price_range_means_something_for_one_unit_alone() {
        let fields = |query: &str| {
            let (filter, errors) = FindQuery::of(query).filter();
            let fields: Vec<String> = errors.0.into_iter().map(|error| error.field).collect();
            (filter.price_range().is_some(), fields)
        };

        assert_eq!(fields("price_from=2&price_to=5&unit=payslip"), (true, vec![]));
        assert_eq!(fields("price_to=5&shape=whole_service"), (true, vec![]));
        assert_eq!(fields("size=900"), (false, vec!["size_measure".to_owned()]));
        assert_eq!(fields("price_to=5"), (false, vec!["unit".to_owned()]));
        assert_eq!(fields("price_from=5&price_to=2&unit=payslip").1, ["price_to"]);
    }
}
