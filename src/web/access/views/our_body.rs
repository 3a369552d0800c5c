//! The front door of one's own body.

use maud::{Markup, html};

use crate::access::queries::BodySummary;
use crate::kernel::ids::BodyId;
use crate::web::ui::{Tile, Tone, heading, status_tag, thousands, tiles};
use crate::web::urls;

/// What the page of one's own body shows.
#[derive(Debug)]
pub(in crate::web::access) struct OurBodyPage<'a> {
    pub(in crate::web::access) body: BodyId,
    pub(in crate::web::access) name: &'a str,
    pub(in crate::web::access) verified: bool,
    pub(in crate::web::access) summary: BodySummary,
    pub(in crate::web::access) manages_tokens: bool,
    pub(in crate::web::access) reads_audit: bool,
}

/// The body in figures, and the ways to everything that is its own.
pub(in crate::web::access) fn our_body(page: &OurBodyPage<'_>) -> Markup {
    html! {
        (heading("Our body", page.name))
        p {
            @if page.verified { (status_tag(Tone::Good, "Verified")) }
            @else { (status_tag(Tone::Warn, "Not verified yet")) }
        }
        (tiles(&figures(page)))
        h2 { "What belongs to us" }
        ul {
            li { a href=(urls::bodies::body(page.body)) { "Our page" } ": what other bodies see of us" }
            li { a href=(urls::PEOPLE) { "People" } ": who acts for us, and what they may do" }
            @if page.manages_tokens {
                li { a href=(urls::TOKENS) { "API tokens" } ": what programs may do for us" }
            }
            @if page.reads_audit {
                li { a href=(urls::AUDIT) { "Audit trail" } ": who did what, and when" }
            }
            li { a href=(urls::catalogue::FIND) { "Offers" } ": what we and others have to spare" }
            li { a href=(urls::negotiation::PROPOSALS) { "Proposals" } ": what is being negotiated" }
            li { a href=(urls::agreements::LIST) { "Agreements" } ": what is signed" }
            li { a href=(urls::service_levels::RETURNS) { "Returns" } ": what was delivered" }
            li { a href=(urls::charges::FINANCE) { "Finance" } ": invoices, months and ledgers" }
        }
    }
}

fn figures(page: &OurBodyPage<'_>) -> Vec<Tile> {
    let tile = |count: i64, one: &str, many: &str, href: Option<&str>| Tile {
        figure: thousands(count),
        label: if count == 1 { one } else { many }.into(),
        note: None,
        href: href.map(str::to_owned),
    };
    let (summary, administrators) = (&page.summary, "/our-body/people?role=administrator");
    let mut tiles = vec![
        tile(summary.people, "person", "people", Some(urls::PEOPLE)),
        tile(summary.administrators, "administrator", "administrators", Some(administrators)),
        tile(summary.invitations, "invitation not answered yet", "invitations not answered yet", None),
    ];
    if page.manages_tokens {
        tiles.push(tile(summary.tokens, "working API token", "working API tokens", Some(urls::TOKENS)));
    }
    tiles
}
