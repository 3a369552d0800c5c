//! The pages of files of offers and needs.

pub(super) mod check;
pub(super) mod choose;
pub(super) mod columns;
pub(super) mod done;

use maud::Markup;

use crate::bulk::model::Kind;
use crate::web::ui::{Link, breadcrumbs};
use crate::web::urls::bulk as urls;

/// The pages above those of one file.
fn crumbs(kind: Kind) -> Markup {
    breadcrumbs(&[
        Link::new(our(kind), urls::list(kind)),
        Link::new(format!("Upload {}", kind.noun(2)), urls::choose(kind)),
    ])
}

fn our(kind: Kind) -> &'static str {
    match kind {
        Kind::Offers => "Our offers",
        Kind::Needs => "Our needs",
    }
}
