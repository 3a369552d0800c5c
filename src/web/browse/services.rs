//! The pages of the catalogue by service.

use std::sync::Arc;

use actix_web::{HttpResponse, web};

use super::{service_views as views, words};
use crate::access::CapabilityKind;
use crate::catalogue::browse;
use crate::storage::StorageError;
use crate::web::context::Cx;
use crate::web::error::WebResult;
use crate::web::metadata::About;
use crate::web::urls;

/// `GET /browse/services`
pub(super) async fn index(cx: Cx) -> WebResult<HttpResponse> {
    let (shelves, view, now) = (Arc::clone(&cx.app().shelves), cx.view(), cx.now());
    let families = cx
        .read(move |conn| Ok::<_, StorageError>(browse::family_rows(&*shelves.current(conn)?, view, now)))
        .await?;
    let about = About::new(
        urls::browse::SERVICES,
        "Every service that public bodies can share, by family: how many offers there are of each, from how many \
         bodies, and what is new.",
    )
    .feed("New offers", urls::open_data::FEED);
    Ok(cx.public_page("Browse by service", about, views::index(&families)))
}

/// `GET /browse/services/{code}`
pub(super) async fn one(cx: Cx, code: web::Path<String>) -> WebResult<HttpResponse> {
    let (shelves, view, now) = (Arc::clone(&cx.app().shelves), cx.view(), cx.now());
    let page = cx.read(move |conn| {
        let shelf = shelves.current(conn)?;
        browse::service(conn, &shelf, &code, view, now)
    });
    let page = page.await?;
    let service = &page.service;
    let description =
        format!("{} What is free by month, prices, and where.", words::sum_up(&service.name, &page.tally));
    let about = About::new(urls::browse::service(&service.code), description)
        .feed(format!("New offers of {}", service.name), urls::open_data::feed_of_service(&service.code));
    let may_list = cx.credential().can(CapabilityKind::ManageOffers);
    Ok(cx.public_page(&service.name, about, views::one(&page, may_list)))
}
