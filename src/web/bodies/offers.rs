//! What a body offers, on its page.

use maud::{Markup, html};

use crate::catalogue::queries::published_of_body;
use crate::kernel::PageRequest;
use crate::kernel::ids::BodyId;
use crate::web::context::Cx;
use crate::web::error::WebResult;
use crate::web::{catalogue, urls};

/// The published offers of `body`, as a section of its page; nothing where there are none to show.
pub(super) async fn section(cx: &Cx, body: BodyId) -> WebResult<Option<Markup>> {
    let first = PageRequest::first(50);
    let page = cx.read(move |conn| published_of_body(conn, body, first)).await?;
    if page.items.is_empty() {
        return Ok(None);
    }
    Ok(Some(html! {
        h2 { "What it offers" }
        (catalogue::offers_of_body(&page, |_| urls::catalogue::FIND.to_owned()))
    }))
}
