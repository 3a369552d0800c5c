//! What a body offers, on its page, as the catalogue shows it.

use maud::{Markup, html};
use serde::Deserialize;

use crate::catalogue::queries::published_of_body;
use crate::kernel::ids::BodyId;
use crate::kernel::{PageRequest, london};
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
    let this_month = london::month(cx.now());
    let offers = cx.read(move |conn| published_of_body(conn, body, this_month, page)).await?;
    if offers.total == 0 {
        return Ok(None);
    }
    let list = offers_of_body(&offers, |number| urls::bodies::offers_page(body, number));
    Ok(Some(html! { h2 { "What it offers" } (list) }))
}
