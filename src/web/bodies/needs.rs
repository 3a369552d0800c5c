//! What a body looks for, on its page.

use std::sync::Arc;

use maud::{Markup, html};

use crate::kernel::PageRequest;
use crate::kernel::ids::BodyId;
use crate::needs::filter::NeedFilter;
use crate::needs::queries::find;
use crate::storage::StorageError;
use crate::web::context::Cx;
use crate::web::error::WebResult;
use crate::web::needs::open_needs;

/// How many needs the page of a body shows.
const MOST: u32 = 20;

/// The open needs of `body` that whoever is looking may see, as a section of its page; nothing where there are none.
pub(super) async fn section(cx: &Cx, body: BodyId) -> WebResult<Option<Markup>> {
    let filter = NeedFilter { body: Some(body), ..NeedFilter::default() };
    let (shelves, view) = (Arc::clone(&cx.app().need_shelves), cx.view());
    let needs = cx
        .read(move |conn| {
            let shelf = shelves.current(conn)?;
            Ok::<_, StorageError>(find(conn, &shelf, &filter, view, PageRequest::first(MOST))?.page)
        })
        .await?;
    Ok((needs.total > 0).then(|| html! { h2 { "What it needs" } (open_needs(&needs.items)) }))
}
