//! What a body offers, on its page.

use maud::{Markup, html};

use crate::catalogue::queries;
use crate::kernel::PageRequest;
use crate::kernel::ids::BodyId;
use crate::web::catalogue::offers_of_body;
use crate::web::context::Cx;
use crate::web::error::WebResult;
use crate::web::urls;

/// How many offers the page of a body shows at once.
const PAGE: u32 = 10;

/// The published offers of `body`, as a section of its page; nothing where there are none to show.
pub(super) async fn section(cx: &Cx, body: BodyId) -> WebResult<Option<Markup>> {
    let page = PageRequest::new(page_number(cx.query()), PAGE);
    let offers = cx.read(move |conn| queries::published_of_body(conn, body, page)).await?;
    let href_of = |number: u32| format!("{}?page={number}", urls::bodies::body(body));
    Ok((offers.total > 0).then(|| {
        html! {
            h2 { "Offers" }
            (offers_of_body(&offers, href_of))
        }
    }))
}

fn page_number(query: &str) -> u32 {
    let mut pairs = url::form_urlencoded::parse(query.as_bytes());
    pairs.find(|(name, _)| name == "page").and_then(|(_, value)| value.parse().ok()).unwrap_or(1)
}
