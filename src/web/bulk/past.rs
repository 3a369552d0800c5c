//! Every file that a body has uploaded: who, when, and what became of its rows; as a page and for programs.

use actix_web::{HttpResponse, web};
use serde::{Deserialize, Serialize};
use utoipa::{OpenApi, ToSchema};

use super::{NEEDS, OFFERS, views};
use crate::access::capability::{ManageNeeds, ManageOffers};
use crate::access::{Capability, Member};
use crate::bulk::model::{Kind, PastUpload};
use crate::bulk::{Loadable, queries};
use crate::kernel::PageRequest;
use crate::web::api::{List, ListQuery, list as json_list};
use crate::web::context::Cx;
use crate::web::error::WebResult;
use crate::web::routes::{RouteSpec, get};

/// How many files a page holds.
const PAGE: u32 = 25;

#[derive(OpenApi)]
#[openapi(paths(offer_uploads, need_uploads), components(schemas(PastUploadJson)))]
pub(in crate::web) struct PastUploadApi;

pub(super) fn routes() -> Vec<RouteSpec> {
    vec![
        get("/api/v1/bulk/offers/uploads", OFFERS, || web::get().to(offer_uploads)),
        get("/api/v1/bulk/needs/uploads", NEEDS, || web::get().to(need_uploads)),
    ]
}

/// Which page is wanted.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct PastQuery {
    page: String,
}

/// `GET /offers/uploads`, `GET /needs/uploads`
pub(super) async fn list<D: Loadable>(
    cx: Cx,
    by: Member<D::Duty>,
    query: web::Query<PastQuery>,
) -> WebResult<HttpResponse> {
    let page = PageRequest::new(query.page.parse().unwrap_or(1), PAGE);
    let files = cx.read(move |conn| queries::past_uploads(conn, &by, D::KIND, page)).await?;
    let title = format!("Files of {} uploaded", D::KIND.noun(2));
    Ok(cx.page(&title, views::past::page(D::KIND, &files)))
}

/// An uploaded file.
#[derive(Debug, Serialize, ToSchema)]
struct PastUploadJson {
    id: String,
    /// The name of the file.
    name: String,
    /// `uploaded`, `loading` (half loaded) or `loaded`.
    state: String,
    uploaded_by: String,
    uploaded_at: String,
    /// How many rows it has below its headings.
    rows: usize,
    /// How many of them have been loaded so far.
    loaded: i64,
    /// How many were left out because they were listed already.
    duplicates: i64,
    /// How many were left out because of mistakes.
    bad: i64,
}

impl From<PastUpload> for PastUploadJson {
    fn from(PastUpload { file, loaded, duplicates, bad }: PastUpload) -> Self {
        Self {
            id: file.id.to_string(),
            name: file.name,
            state: file.state.as_str().to_owned(),
            uploaded_by: file.uploaded_by,
            uploaded_at: file.uploaded_at.to_rfc3339(),
            rows: file.rows,
            loaded,
            duplicates,
            bad,
        }
    }
}

/// The files of offers that your body has uploaded, newest first
#[utoipa::path(
    get, path = "/bulk/offers/uploads", tag = "Bulk", params(ListQuery),
    responses((status = 200, body = List<PastUploadJson>)),
)]
async fn offer_uploads(
    cx: Cx,
    by: Member<ManageOffers>,
    part: web::Query<ListQuery>,
) -> WebResult<HttpResponse> {
    uploads(&cx, by, Kind::Offers, &part).await
}

/// The files of needs that your body has uploaded, newest first
#[utoipa::path(
    get, path = "/bulk/needs/uploads", tag = "Bulk", params(ListQuery),
    responses((status = 200, body = List<PastUploadJson>)),
)]
async fn need_uploads(
    cx: Cx,
    by: Member<ManageNeeds>,
    part: web::Query<ListQuery>,
) -> WebResult<HttpResponse> {
    uploads(&cx, by, Kind::Needs, &part).await
}

async fn uploads<C: Capability>(
    cx: &Cx,
    by: Member<C>,
    kind: Kind,
    part: &ListQuery,
) -> WebResult<HttpResponse> {
    let page = part.page()?;
    let files = cx.read(move |conn| queries::past_uploads(conn, &by, kind, page)).await?;
    Ok(json_list(files, PastUploadJson::from))
}
