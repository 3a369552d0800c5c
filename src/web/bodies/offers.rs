//! What a body offers, on its page. The catalogue, which knows offers, fills this in.

use maud::Markup;

use crate::kernel::ids::BodyId;
use crate::web::context::Cx;
use crate::web::error::WebResult;

/// The published offers of `body`, as a section of its page; nothing where there are none to show.
#[expect(clippy::unused_async, reason = "the catalogue asks the database here")]
pub(super) async fn section(_cx: &Cx, _body: BodyId) -> WebResult<Option<Markup>> {
    Ok(None)
}
