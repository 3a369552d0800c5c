//! Finding a body.

use actix_web::HttpResponse;

use super::list_query::ListQuery;
use super::list_views;
use crate::bodies::queries;
use crate::storage::StorageError;
use crate::web::answer;
use crate::web::context::Cx;
use crate::web::error::WebResult;
use crate::web::metadata::About;
use crate::web::urls;

/// `GET /bodies`
pub(super) async fn list(cx: Cx) -> WebResult<HttpResponse> {
    let query = ListQuery::read(cx.query());
    let (filter, sort, page, now) = (query.filter(), query.sort(), query.page(), cx.now());
    let (found, facets) = cx
        .read(move |conn| {
            let facets = queries::facets(conn, &filter, now)?;
            Ok::<_, StorageError>((queries::search(conn, &filter, sort, page, now)?, facets))
        })
        .await?;
    let about = About::new(
        urls::bodies::LIST,
        "Councils, NHS bodies, universities, police and fire services, from the \
        public registers, and what each can spare.",
    );
    Ok(cx.public_page("Find a body", about, list_views::list(&query, &found, &facets)))
}

/// `GET /bodies.csv`
pub(super) async fn csv(cx: Cx) -> WebResult<HttpResponse> {
    let query = ListQuery::read(cx.query());
    let (filter, sort, now) = (query.filter(), query.sort(), cx.now());
    let bodies = cx.read(move |conn| queries::search_all(conn, &filter, sort, now)).await?;
    let header = ["Id", "Name", "Kind", "Nation", "Region", "State", "Standing"];
    let rows = bodies.into_iter().map(|body| {
        vec![
            body.id.to_string(),
            body.name,
            body.kind.label().to_owned(),
            body.nation,
            body.region,
            body.state.label().to_owned(),
            body.standing.label().to_owned(),
        ]
    });
    Ok(answer::csv("bodies", &header, rows))
}
