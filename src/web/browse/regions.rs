//! The pages of the catalogue by region.

use std::sync::Arc;

use actix_web::{HttpResponse, web};

use super::{region_views as views, words};
use crate::catalogue::browse;
use crate::storage::StorageError;
use crate::web::context::Cx;
use crate::web::error::WebResult;
use crate::web::metadata::About;
use crate::web::urls;

/// `GET /browse/regions`
pub(super) async fn index(cx: Cx) -> WebResult<HttpResponse> {
    let (shelves, view, now) = (Arc::clone(&cx.app().shelves), cx.view(), cx.now());
    let regions = cx
        .read(move |conn| Ok::<_, StorageError>(browse::regions(&*shelves.current(conn)?, view, now)))
        .await?;
    let about = About::new(
        urls::browse::REGIONS,
        "What public bodies can spare in each region of the United Kingdom: how many offers there are, from how many \
         bodies, and what is new.",
    )
    .feed("New offers", urls::open_data::FEED);
    Ok(cx.public_page("Browse by region", about, views::index(&regions)))
}

/// `GET /browse/regions/{slug}`
pub(super) async fn one(cx: Cx, slug: web::Path<String>) -> WebResult<HttpResponse> {
    let (shelves, view, now) = (Arc::clone(&cx.app().shelves), cx.view(), cx.now());
    let page = cx.read(move |conn| {
        let shelf = shelves.current(conn)?;
        browse::region(conn, &shelf, &slug, view, now)
    });
    let page = page.await?;
    let region = &page.region;
    let description = format!(
        "{} Which services, how much is free, and what it costs.",
        words::sum_up(&format!("Shared services in {}", region.in_full()), &page.tally)
    );
    let about = About::new(urls::browse::region(&region.slug()), description)
        .feed(format!("New offers in {}", region.name), urls::open_data::feed_of_region(&region.slug()));
    Ok(cx.public_page(&format!("Services in {}", region.name), about, views::one(&page)))
}
