//! The pages of files of offers and needs.

pub(super) mod check;
pub(super) mod choose;
pub(super) mod columns;
pub(super) mod done;
pub(super) mod past;

use maud::Markup;

use crate::bulk::model::Kind;
use crate::bulk::state::UploadState;
use crate::web::ui::{Link, Tone, breadcrumbs, status_tag};
use crate::web::urls::bulk as urls;

/// The pages above those of one file.
fn crumbs(kind: Kind) -> Markup {
    breadcrumbs(&[
        Link::new(our(kind), urls::list(kind)),
        Link::new(format!("Upload {}", kind.noun(2)), urls::choose(kind)),
    ])
}

fn state_tag(state: UploadState) -> Markup {
    let tone = match state {
        UploadState::Uploaded => Tone::Plain,
        UploadState::Loading => Tone::Warn,
        UploadState::Loaded => Tone::Good,
    };
    status_tag(tone, state.label())
}

fn our(kind: Kind) -> &'static str {
    match kind {
        Kind::Offers => "Our offers",
        Kind::Needs => "Our needs",
    }
}
