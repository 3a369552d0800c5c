//! A feed as Atom has it (RFC 4287).

use maud::{Markup, html};

use crate::catalogue::model::FoundOffer;
use crate::catalogue::shape::free_a_month;
use crate::kernel::Instant;
use crate::kernel::ids::BodyId;
use crate::needs::model::FoundNeed;
use crate::web::catalogue::asked_in_words;
use crate::web::urls;

/// What a feed tells of one offer or need.
pub(super) struct Entry {
    pub(super) id: String,
    pub(super) title: String,
    /// When it became something that everybody can see.
    pub(super) public_since: Option<Instant>,
    pub(super) body: BodyId,
    pub(super) body_name: String,
    /// The path of its page.
    pub(super) path: String,
    pub(super) service_code: String,
    pub(super) service_name: String,
    pub(super) summary: String,
}

impl From<FoundOffer> for Entry {
    fn from(offer: FoundOffer) -> Self {
        Self {
            id: offer.id.to_string(),
            summary: summary(&offer),
            public_since: offer.public_since(),
            path: urls::catalogue::offer(offer.id),
            title: offer.title,
            body: offer.body,
            body_name: offer.body_name,
            service_code: offer.service_code,
            service_name: offer.service_name,
        }
    }
}

impl From<FoundNeed> for Entry {
    fn from(need: FoundNeed) -> Self {
        let public_since = need.public_since();
        let FoundNeed { content, .. } = need;
        let (amount, pays) = (content.amount_in_words(), content.pays.label().to_lowercase());
        Self {
            id: need.id.to_string(),
            summary: format!(
                "{} needed in {}: {amount}, for {pays}, {} to {}. {}",
                content.service_name,
                need.region,
                content.first_month,
                content.last_month,
                content.description
            ),
            path: urls::needs::need(need.id),
            title: content.title,
            public_since,
            body: need.body,
            body_name: need.body_name,
            service_code: content.service_code,
            service_name: content.service_name,
        }
    }
}

/// A feed of offers or needs. Addresses are in full.
pub(super) struct Feed<'a> {
    pub(super) title: String,
    pub(super) base_url: &'a str,
    /// The feed's own path, which is its id as well.
    pub(super) path: String,
    /// The path of the page that says the same to people.
    pub(super) page: String,
    /// The path of the stylesheet for whoever opens the feed in a browser.
    pub(super) style: String,
    /// The newest first.
    pub(super) entries: &'a [Entry],
}

/// When a feed without entries was last changed: it never was.
const NEVER: &str = "2026-01-01T00:00:00Z";
const LICENCE: &str = "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/";

impl Feed<'_> {
    pub(super) fn xml(&self) -> String {
        let newest = self.entries.iter().filter_map(|entry| entry.public_since).max();
        let updated = newest.map_or_else(|| NEVER.to_owned(), Instant::to_rfc3339);
        let own = self.full(&self.path);
        let feed = html! {
            feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en-GB" {
                id { (own) }
                title { (clean(&self.title)) }
                updated { (updated) }
                author { name { "Symbiosis" } uri { (self.full(urls::HOME)) } }
                link rel="self" type="application/atom+xml" href=(own) {}
                link rel="alternate" type="text/html" href=(self.full(&self.page)) {}
                link rel="license" href=(LICENCE) {}
                rights { "Open Government Licence v3.0" }
                @for entry in self.entries { (self.entry(entry)) }
            }
        };
        let style = format!("<?xml-stylesheet type=\"text/css\" href=\"{}\"?>", self.style);
        format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n{style}\n{}\n", feed.into_string())
    }

    fn entry(&self, entry: &Entry) -> Markup {
        let updated = entry.public_since.map_or_else(|| NEVER.to_owned(), Instant::to_rfc3339);
        html! {
            entry {
                id { "urn:uuid:" (entry.id) }
                title { (clean(&entry.title)) }
                updated { (updated) }
                author { name { (clean(&entry.body_name)) } uri { (self.full(&urls::bodies::body(entry.body))) } }
                link rel="alternate" type="text/html" href=(self.full(&entry.path)) {}
                category term=(entry.service_code) label=(clean(&entry.service_name)) {}
                summary { (clean(&entry.summary)) }
            }
        }
    }

    fn full(&self, path: &str) -> String {
        format!("{}{path}", self.base_url)
    }
}

/// The offer in a paragraph: what, how much, for what, when, and what it says of itself.
fn summary(offer: &FoundOffer) -> String {
    let free = free_a_month(offer.free_most, &offer.unit);
    let price = match (offer.price_kind, offer.price) {
        (Some(kind), Some(price)) => asked_in_words(kind, price, &offer.unit, &offer.terms.tariff),
        _ => "for a service in return".to_owned(),
    };
    format!(
        "{} in {}: {free}, {price}, {} to {}. {}",
        offer.service_name, offer.region, offer.first_month, offer.last_month, offer.description
    )
}

/// A text without the control characters that XML cannot hold (XML 1.0, section 2.2).
fn clean(text: &str) -> String {
    text.chars().filter(|letter| !letter.is_control() || matches!(letter, '\n' | '\t')).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_xml_cannot_hold_is_left_out() {
        assert_eq!(clean("Pay\u{0}roll\u{b} & pensions\n"), "Payroll & pensions\n");
    }

    #[test]
    fn a_feed_without_entries_is_a_feed_all_the_same() {
        let feed = Feed {
            title: "New <offers>".into(),
            base_url: "https://symbiosis.example",
            path: "/feeds/offers".into(),
            page: "/catalogue".into(),
            style: "/assets/feed.css".into(),
            entries: &[],
        };

        let xml = feed.xml();

        assert!(xml.contains("<title>New &lt;offers&gt;</title>") && xml.contains(NEVER), "{xml}");
        assert!(xml.contains("href=\"https://symbiosis.example/feeds/offers\"></link>"), "{xml}");
    }
}
