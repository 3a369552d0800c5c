//! The list's choices as they stand in the URL: words, filters, order and page.

use serde::Deserialize;
use url::form_urlencoded::Serializer;

use crate::bodies::BodyKind;
use crate::bodies::filter::{BodyFilter, BodySort};
use crate::bodies::model::Standing;
use crate::bodies::state::BodyState;
use crate::kernel::PageRequest;

/// The query string of the list, as typed or clicked. What it does not know it ignores: an old link still shows
/// a list.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub(super) struct ListQuery {
    pub(super) q: String,
    kind: Vec<String>,
    nation: Vec<String>,
    region: Vec<String>,
    state: Vec<String>,
    when: Vec<String>,
    sort: String,
    page: String,
}

/// How many bodies a page of the list shows.
const PAGE: u32 = 25;

impl ListQuery {
    pub(super) fn read(query: &str) -> Self {
        serde_html_form::from_str(query).unwrap_or_default()
    }

    pub(super) fn filter(&self) -> BodyFilter {
        BodyFilter {
            text: self.q.chars().take(200).collect(),
            kinds: known(&self.kind),
            nations: self.nation.iter().filter(|nation| !nation.is_empty()).take(20).cloned().collect(),
            regions: self.region.iter().take(40).cloned().collect(),
            states: known::<BodyState>(&self.state),
            standings: known::<Standing>(&self.when),
        }
    }

    pub(super) fn sort(&self) -> BodySort {
        self.sort.parse().unwrap_or(BodySort::Relevance)
    }

    pub(super) fn page(&self) -> PageRequest {
        PageRequest::new(self.page.parse().unwrap_or(1), PAGE)
    }

    /// Every choice in force, by name and value, but for the page.
    pub(super) fn choices(&self) -> Vec<(String, String)> {
        let filter = self.filter();
        let mut choices = Vec::new();
        let mut add = |name: &str, value: &str| choices.push((name.to_owned(), value.to_owned()));
        if !self.q.is_empty() {
            add("q", &filter.text);
        }
        filter.kinds.iter().for_each(|kind: &BodyKind| add("kind", kind.as_str()));
        filter.nations.iter().for_each(|nation| add("nation", nation));
        filter.regions.iter().for_each(|region| add("region", region));
        filter.states.iter().for_each(|state| add("state", state.as_str()));
        filter.standings.iter().for_each(|standing| add("when", standing.as_str()));
        if self.sort() != BodySort::Relevance {
            add("sort", self.sort().as_str());
        }
        choices
    }

    /// The query string of these choices.
    pub(super) fn string(&self) -> String {
        encode(&self.choices())
    }

    /// The same list in another order.
    pub(super) fn sorted(&self, sort: BodySort) -> String {
        encode(&Self { sort: sort.as_str().to_owned(), ..self.clone() }.choices())
    }

    /// Another page of the same list.
    pub(super) fn on_page(&self, number: u32) -> String {
        let mut choices = self.choices();
        choices.push(("page".to_owned(), number.to_string()));
        encode(&choices)
    }

    /// The same list without one choice.
    pub(super) fn without(&self, name: &str, value: &str) -> String {
        let left: Vec<_> = self.choices().into_iter().filter(|(n, v)| !(n == name && v == value)).collect();
        encode(&left)
    }
}

fn known<T: std::str::FromStr>(words: &[String]) -> Vec<T> {
    words.iter().filter_map(|word| word.parse().ok()).take(20).collect()
}

fn encode(choices: &[(String, String)]) -> String {
    Serializer::new(String::new()).extend_pairs(choices).finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn choices_survive_the_way_through_a_url() {
        let query = ListQuery::read(
            "q=moor+%26+dale&kind=council&kind=police&kind=dragon&region=South+West&sort=-name&page=3",
        );

        assert_eq!(query.filter().kinds, [BodyKind::Council, BodyKind::Police]);
        assert_eq!(query.page().number(), 3);
        assert_eq!(query.string(), "q=moor+%26+dale&kind=council&kind=police&region=South+West&sort=-name");
        assert_eq!(ListQuery::read(&query.string()).filter(), query.filter());
        assert_eq!(
            query.without("kind", "council"),
            "q=moor+%26+dale&kind=police&region=South+West&sort=-name"
        );
    }

    #[test]
    fn a_url_that_makes_no_sense_shows_the_whole_list() {
        for odd in ["page=minus", "%FF=%FF", "sort=up&when=never", "q="] {
            assert_eq!(ListQuery::read(odd).string(), "", "{odd}");
        }
    }
}
