//! The addresses that lead on from a search: to other pages of it, to the same with a choice more or less, and to what was
//! kept beside each other.

use super::find_query::FindQuery;
use crate::web::urls::{self, catalogue::FIND};

impl FindQuery {
    /// The address of a page, with these choices and with what was kept to be compared.
    fn href(&self, path: &str, mut pairs: Vec<(String, String)>) -> String {
        pairs.extend(self.compare.iter().map(|id| ("compare".to_owned(), id.clone())));
        urls::catalogue::with_query(path, &pairs)
    }

    /// The address of what was kept, side by side, for whoever searches so.
    pub(super) fn compare_href(&self) -> String {
        self.href(urls::catalogue::COMPARE, self.pairs())
    }

    /// The address of another page of the same search.
    pub(super) fn page_href(&self, number: u32) -> String {
        let mut pairs = self.pairs();
        if number > 1 {
            pairs.push(("page".to_owned(), number.to_string()));
        }
        self.href(FIND, pairs)
    }

    /// The address of the same search with one choice more, instead of any of the same name.
    pub(super) fn with_href(&self, choices: &[(&str, &str)]) -> String {
        let mut pairs = self.pairs();
        pairs.retain(|(name, _)| choices.iter().all(|(chosen, _)| name != chosen));
        pairs.extend(choices.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
        self.href(FIND, pairs)
    }

    /// The address of the same search for the reader's own body.
    pub(super) fn for_own_body_href(&self) -> String {
        Self { near: String::new(), page: String::new(), ..self.clone() }.page_href(1)
    }

    /// The address of the same search without one of its choices.
    pub(super) fn without_href(&self, name: &str, value: &str) -> String {
        let pairs: Vec<_> =
            self.pairs().into_iter().filter(|pair| *pair != (name.into(), value.into())).collect();
        // Without a size there is nothing to count.
        let pairs: Vec<_> =
            pairs.into_iter().filter(|(kept, _)| name != "size" || kept != "size_measure").collect();
        self.href(FIND, pairs)
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

    /// The address of everything in the catalogue that has these words, for the same reader.
    pub(super) fn cleared_href(&self) -> String {
        let filters = self.filters();
        let kept: Vec<_> = self.pairs().into_iter().filter(|pair| !filters.contains(pair)).collect();
        self.href(FIND, kept)
    }
}
