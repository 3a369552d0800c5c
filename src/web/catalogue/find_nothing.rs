//! What to do about a search that found nothing, or that was put right.

use maud::{Markup, html};

use crate::catalogue::shelf::Searched;
use crate::web::ui::{actions, empty_state, plural, quiet_button_link};

/// One thing less to ask for, and how many that would leave.
pub(in crate::web) enum WayOut {
    /// A word, how many have it whatever the other words, and the address of the search without it.
    Word {
        word: String,
        alone: i64,
        without_href: String,
        left: i64,
    },
    Choice {
        name: String,
        value: String,
        left: i64,
    },
}

impl WayOut {
    fn left(&self) -> i64 {
        match self {
            Self::Word { left, .. } | Self::Choice { left, .. } => *left,
        }
    }
}

/// What was searched for instead of what was typed.
pub(in crate::web) fn corrected(searched: &Searched, exact_href: impl FnOnce() -> String) -> Markup {
    html! {
        @if searched.is_corrected() {
            p role="status" {
                "Showing results for " strong { (searched.sought().text()) } ". "
                a href=(exact_href()) { "Search for " (searched.typed().text()) " instead" }
            }
        }
    }
}

/// A search that found nothing.
pub(in crate::web) struct Nothing<'n> {
    /// What was searched for: "offer", "offers".
    pub(in crate::web) one: &'static str,
    pub(in crate::web) many: &'static str,
    pub(in crate::web) ways_out: &'n [WayOut],
    pub(in crate::web) has_filters: bool,
    /// Where to go if nothing helps.
    pub(in crate::web) everything: (&'static str, &'static str),
    /// Where whoever may do so keeps the search.
    pub(in crate::web) keep: Option<String>,
}

impl Nothing<'_> {
    /// What it is that leaves nothing, and what would leave something, the most first. `choice` tells the address of the
    /// search without a choice, and what that choice is called.
    pub(in crate::web) fn render(&self, choice: impl Fn(&str, &str) -> (String, String)) -> Markup {
        let mut helps: Vec<&WayOut> = self.ways_out.iter().filter(|way| way.left() > 0).collect();
        helps.sort_by_key(|way| -way.left());
        let way_out = |way: &WayOut| {
            let (href, left_out) = match way {
                WayOut::Word { word, without_href, .. } => (without_href.clone(), word.clone()),
                WayOut::Choice { name, value, .. } => choice(name, value),
            };
            html! { li { a href=(href) { "Without “" (left_out) "”" } ": " (plural(way.left(), self.one, self.many)) } }
        };
        let advice = html! {
            @if !helps.is_empty() {
                ul { @for way in helps { (way_out(way)) } }
            } @else { a href=(self.everything.1) { (self.everything.0) } }
            @if let Some(keep) = &self.keep {
                (actions(quiet_button_link("Tell me when there is one", keep)))
            }
        };
        empty_state(&format!("No {} fits", self.one), &self.why(), Some(advice))
    }

    fn why(&self) -> String {
        let (one, mut words, mut missing) = (self.one, Vec::new(), Vec::new());
        for way in self.ways_out {
            let WayOut::Word { word, alone, .. } = way else { continue };
            words.push(word);
            if *alone == 0 {
                missing.push(format!("“{word}”"));
            }
        }
        match (words.len(), missing.is_empty(), self.has_filters) {
            (0, ..) => "Drop a filter.".to_owned(),
            (_, false, false) => format!("No {one} has {}.", missing.join(" or ")),
            (_, false, true) => format!("No {one} that passes your filters has {}.", missing.join(" or ")),
            (_, true, false) => format!("Each of these words is in some {one}, but no {one} has them all."),
            (_, true, true) => format!(
                "Each of these words is in some {one} that passes your filters, but none has them all."
            ),
        }
    }
}
