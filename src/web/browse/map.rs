//! The map of what is offered where.

use std::sync::Arc;

use actix_web::HttpResponse;
use serde::Deserialize;

use super::map_views::{self as views, MapPage};
use crate::catalogue::CatalogueError;
use crate::catalogue::browse;
use crate::web::context::Cx;
use crate::web::error::WebResult;
use crate::web::metadata::About;
use crate::web::urls;

/// What the map's address says.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct MapQuery {
    family: String,
}

/// `GET /map`
pub(super) async fn page(cx: Cx) -> WebResult<HttpResponse> {
    let query: MapQuery = serde_html_form::from_str(cx.query()).unwrap_or_default();
    let (shelves, view, now) = (Arc::clone(&cx.app().shelves), cx.view(), cx.now());
    let page = cx.read(move |conn| {
        let shelf = shelves.current(conn)?;
        let families = browse::family_rows(&shelf, view, now);
        // A family that does not exist is as good as none: an old link still shows a map.
        let chosen = families.iter().find(|family| family.code == query.family);
        let regions = browse::map(conn, &shelf, chosen.map(|family| family.code.as_str()), view, now)?;
        let chosen = chosen.map(|family| (family.code.clone(), family.name.clone()));
        Ok::<_, CatalogueError>(MapPage { families, chosen, regions })
    });
    let page = page.await?;
    let (path, what) = match &page.chosen {
        Some((code, name)) => (urls::browse::map_of(code), name.as_str()),
        None => (urls::browse::MAP.to_owned(), "services"),
    };
    let description =
        format!("Where in the United Kingdom public bodies can spare {what}, on a map and in a list.");
    let about = About::new(path, description).feed("New offers", urls::open_data::FEED);
    Ok(cx.public_page("Map of what is offered", about, views::page(&page)))
}
