//! The views of ledgers, supplier names, matching and statements.

pub(super) mod answer;
pub(super) mod columns;
pub(super) mod files;
pub(super) mod name;
pub(super) mod names;
pub(super) mod statements;
pub(super) mod workbench;

use crate::web::ui::Link;
use crate::web::urls;

/// The pages above those of a ledger.
fn crumbs(inner: &[(&str, &str)]) -> maud::Markup {
    let mut links = vec![Link::new("Finance", urls::charges::FINANCE)];
    links.extend(inner.iter().map(|(label, href)| Link::new(*label, *href)));
    crate::web::ui::breadcrumbs(&links)
}
