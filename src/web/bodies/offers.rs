//! What a body offers, on its page, as the catalogue shows it.

use std::sync::Arc;

use maud::{Markup, html};
use serde::Deserialize;

use crate::catalogue::queries::published_of_body;
use crate::kernel::PageRequest;
use crate::kernel::ids::BodyId;
use crate::web::catalogue::offers_of_body;
use crate::web::context::Cx;
use crate::web::error::WebResult;
use crate::web::urls;

/// How many offers the page of a body shows at once.
const PAGE: u32 = 10;

/// Which page of the offers is wanted.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct OffersQuery {
    offers: String,
}

/// The offers of `body` in the catalogue, as a section of its page; nothing where there are none.
pub(super) async fn section(cx: &Cx, body: BodyId) -> WebResult<Option<Markup>> {
    let query: OffersQuery = serde_html_form::from_str(cx.query()).unwrap_or_default();
    let page = PageRequest::new(query.offers.parse().unwrap_or(1), PAGE);
    let (shelves, view) = (Arc::clone(&cx.app().shelves), cx.view());
    let offers = cx
        .read(move |conn| {
            let shelf = shelves.current(conn)?;
            published_of_body(conn, &shelf, body, view, page)
        })
        .await?;
    if offers.total == 0 {
        return Ok(None);
    }
    let list = offers_of_body(&offers, |number| urls::bodies::offers_page(body, number));
    Ok(Some(html! { h2 { "What it offers" } (list) }))
}
