//! What a public page says of itself to search engines and to whoever is sent a link to it.

use super::app_state::AppState;
use super::ui::{FeedLink, Meta};

/// How long a description may be: what search engines and messengers show of it.
const MOST_LETTERS: usize = 200;

/// A public page: where it is, what it is about, and the feeds of what is new on it. Nothing may go in here that a
/// visitor could not read on the page itself.
#[derive(Clone, Debug, Default)]
pub(super) struct About {
    path: String,
    description: String,
    feeds: Vec<(String, String)>,
}

impl About {
    pub(super) fn new(path: impl Into<String>, description: impl AsRef<str>) -> Self {
        Self { path: path.into(), description: shortened(description.as_ref()), feeds: Vec::new() }
    }

    /// Names a feed, by its path.
    pub(super) fn feed(mut self, title: impl Into<String>, path: impl Into<String>) -> Self {
        self.feeds.push((title.into(), path.into()));
        self
    }

    pub(super) fn meta(self, app: &AppState) -> Meta {
        let full = |path: &str| format!("{}{path}", app.settings.base_url);
        let feed = |(title, path): (String, String)| FeedLink { title, href: full(&path) };
        Meta {
            description: self.description,
            canonical: full(&self.path),
            image: full(&app.assets.href("share")),
            feeds: self.feeds.into_iter().map(feed).collect(),
        }
    }
}

/// The first sentences or words of a text that fit.
fn shortened(text: &str) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if text.chars().count() <= MOST_LETTERS {
        return text;
    }
    let fits: String = text.chars().take(MOST_LETTERS - 1).collect();
    let whole_words = fits.rsplit_once(' ').map_or(fits.as_str(), |(words, _)| words);
    format!("{}…", whole_words.trim_end_matches([',', ';', ':', '.']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_text_ends_between_words() {
        assert_eq!(shortened("Two\n words"), "Two words");
        let long = shortened(&"payslip, ".repeat(40));
        assert!(long.ends_with("payslip…") && long.chars().count() <= MOST_LETTERS, "{long}");
    }
}
