//! Files of offers and needs, for programs: a dry run or a load in one request, templates and downloads.

use actix_web::{HttpRequest, HttpResponse, web};
use utoipa::OpenApi;

use super::api_shapes::{BulkColumn, BulkFault, BulkQuery, BulkResult, BulkRow, FormatQuery};
use super::files::{self, XLSX};
use super::{NEEDS, OFFERS, READ, loading};
use crate::access::Member;
use crate::access::capability::{ManageNeeds, ManageOffers, ReadBody};
use crate::bulk::commands::{self, Upload};
use crate::bulk::mapping::Mapping;
use crate::bulk::model::HowToLoad;
use crate::bulk::{BulkError, Loadable, queries};
use crate::catalogue::OfferDraft;
use crate::kernel::{FieldError, FieldErrors};
use crate::needs::NeedDraft;
use crate::web::api::Problem;
use crate::web::context::Cx;
use crate::web::download::every_page;
use crate::web::error::{WebError, WebResult};
use crate::web::routes::{RouteSpec, get, post};

#[derive(OpenApi)]
#[openapi(
    paths(
        load_offers,
        offer_rows,
        offer_template,
        offer_columns,
        load_needs,
        need_rows,
        need_template,
        need_columns
    ),
    components(schemas(BulkColumn, BulkFault, BulkResult, BulkRow))
)]
pub(in crate::web) struct Api;

pub(super) fn routes() -> Vec<RouteSpec> {
    vec![
        post("/api/v1/bulk/offers", OFFERS, || web::post().to(load_offers)),
        get("/api/v1/bulk/offers", READ, || web::get().to(offer_rows)),
        get("/api/v1/bulk/offers/template", READ, || web::get().to(offer_template)),
        get("/api/v1/bulk/offers/columns", READ, || web::get().to(offer_columns)),
        post("/api/v1/bulk/needs", NEEDS, || web::post().to(load_needs)),
        get("/api/v1/bulk/needs", READ, || web::get().to(need_rows)),
        get("/api/v1/bulk/needs/template", READ, || web::get().to(need_template)),
        get("/api/v1/bulk/needs/columns", READ, || web::get().to(need_columns)),
    ]
}

/// Load offers from a file, or try to
///
/// The body is a CSV file or an Excel workbook of at most 5 MB and 2,000 rows. Bad rows are answered with their line and every
/// reason; good rows are loaded all the same. A load that was cut off is finished by sending the same file again.
#[utoipa::path(
    post, path = "/bulk/offers", tag = "Bulk", params(BulkQuery),
    request_body(content((String = "text/csv"), (String = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"))),
    responses((status = 200, body = BulkResult), (status = 401, body = Problem), (status = 403, body = Problem),
        (status = 409, body = Problem), (status = 413, body = Problem), (status = 415, body = Problem),
        (status = 422, body = Problem)),
)]
async fn load_offers(
    cx: Cx,
    by: Member<ManageOffers>,
    request: HttpRequest,
    query: web::Query<BulkQuery>,
    bytes: web::Bytes,
) -> WebResult<HttpResponse> {
    take::<OfferDraft>(&cx, by, &request, &query, bytes).await
}

/// Load needs from a file, or try to
///
/// As `POST /bulk/offers`, for needs.
#[utoipa::path(
    post, path = "/bulk/needs", tag = "Bulk", params(BulkQuery),
    request_body(content((String = "text/csv"), (String = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"))),
    responses((status = 200, body = BulkResult), (status = 401, body = Problem), (status = 403, body = Problem),
        (status = 409, body = Problem), (status = 413, body = Problem), (status = 415, body = Problem),
        (status = 422, body = Problem)),
)]
async fn load_needs(
    cx: Cx,
    by: Member<ManageNeeds>,
    request: HttpRequest,
    query: web::Query<BulkQuery>,
    bytes: web::Bytes,
) -> WebResult<HttpResponse> {
    take::<NeedDraft>(&cx, by, &request, &query, bytes).await
}

/// The offers of your own body as a file
///
/// Every offer that is not withdrawn or expired, in the columns of the template.
#[utoipa::path(
    get, path = "/bulk/offers", tag = "Bulk", params(FormatQuery),
    responses((status = 200, content((String = "text/csv"), (String = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"))), (status = 401, body = Problem),
        (status = 403, body = Problem), (status = 422, body = Problem)),
)]
async fn offer_rows(cx: Cx, by: Member<ReadBody>, query: web::Query<FormatQuery>) -> WebResult<HttpResponse> {
    rows::<OfferDraft>(cx, by, &query).await
}

/// The needs of your own body as a file
///
/// Every need that is not met, withdrawn or expired, in the columns of the template.
#[utoipa::path(
    get, path = "/bulk/needs", tag = "Bulk", params(FormatQuery),
    responses((status = 200, content((String = "text/csv"), (String = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"))), (status = 401, body = Problem),
        (status = 403, body = Problem), (status = 422, body = Problem)),
)]
async fn need_rows(cx: Cx, by: Member<ReadBody>, query: web::Query<FormatQuery>) -> WebResult<HttpResponse> {
    rows::<NeedDraft>(cx, by, &query).await
}

/// An empty file for offers, with notes
#[utoipa::path(
    get, path = "/bulk/offers/template", tag = "Bulk", params(FormatQuery),
    responses((status = 200, content((String = "text/csv"), (String = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"))), (status = 401, body = Problem),
        (status = 403, body = Problem), (status = 422, body = Problem)),
)]
async fn offer_template(by: Member<ReadBody>, query: web::Query<FormatQuery>) -> WebResult<HttpResponse> {
    template::<OfferDraft>(by, &query).await
}

/// An empty file for needs, with notes
#[utoipa::path(
    get, path = "/bulk/needs/template", tag = "Bulk", params(FormatQuery),
    responses((status = 200, content((String = "text/csv"), (String = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"))), (status = 401, body = Problem),
        (status = 403, body = Problem), (status = 422, body = Problem)),
)]
async fn need_template(by: Member<ReadBody>, query: web::Query<FormatQuery>) -> WebResult<HttpResponse> {
    template::<NeedDraft>(by, &query).await
}

/// The columns of a file of offers
#[utoipa::path(
    get, path = "/bulk/offers/columns", tag = "Bulk",
    responses((status = 200, body = Vec<BulkColumn>), (status = 401, body = Problem), (status = 403, body = Problem)),
)]
async fn offer_columns(_: Member<ReadBody>) -> HttpResponse {
    columns::<OfferDraft>()
}

/// The columns of a file of needs
#[utoipa::path(
    get, path = "/bulk/needs/columns", tag = "Bulk",
    responses((status = 200, body = Vec<BulkColumn>), (status = 401, body = Problem), (status = 403, body = Problem)),
)]
async fn need_columns(_: Member<ReadBody>) -> HttpResponse {
    columns::<NeedDraft>()
}

async fn rows<D: Loadable>(cx: Cx, by: Member<ReadBody>, query: &FormatQuery) -> WebResult<HttpResponse> {
    if query.is_workbook()? { files::all_xlsx::<D>(cx, by).await } else { files::all_csv::<D>(cx, by).await }
}

async fn template<D: Loadable>(by: Member<ReadBody>, query: &FormatQuery) -> WebResult<HttpResponse> {
    if query.is_workbook()? {
        files::template_xlsx::<D>(by).await
    } else {
        Ok(files::template_csv::<D>(by).await)
    }
}

fn columns<D: Loadable>() -> HttpResponse {
    HttpResponse::Ok().json(D::columns().iter().map(BulkColumn::of).collect::<Vec<_>>())
}

async fn take<D: Loadable>(
    cx: &Cx,
    by: Member<D::Duty>,
    request: &HttpRequest,
    query: &BulkQuery,
    bytes: web::Bytes,
) -> WebResult<HttpResponse> {
    if !is_table(request) {
        return Err(WebError::UnsupportedMediaType("text/csv or an Excel workbook (.xlsx)"));
    }
    let (load_as, twins) = query.how()?;
    let name = query.name.clone().unwrap_or_else(|| D::KIND.as_str().to_owned());
    let upload = loading::open(name, bytes.to_vec()).await?;
    let (member, now) = (by.clone(), cx.now());
    let (table, named) = (upload.table().clone(), query.headings()?);
    let (table, mapping, judged) = cx
        .read(move |conn| {
            let mapping = match named {
                Some(named) => Mapping::of_headings(&named, &table.headings, &D::known(), "columns")?,
                None => whole::<D>(queries::guess::<D, _>(conn, &member, &table)?)?,
            };
            let judged = queries::judge::<D, _>(conn, &member, (&table, &mapping), now)?;
            Ok::<_, BulkError>((table, mapping, judged))
        })
        .await?;
    let heading = |key: &str| mapping.column_of(key).map(|place| table.name_of(place));
    let Some(load_as) = load_as.filter(|_| !query.is_dry()) else {
        let rows = judged.iter().map(|row| BulkRow::would(row, twins)).collect();
        return Ok(HttpResponse::Ok().json(BulkResult::of::<D>(None, rows, 0, heading)));
    };
    let how = HowToLoad { load_as, twins };
    let (id, progress) = load::<D>(cx, &by, (upload, mapping.clone()), how).await?;
    let done = cx
        .read(move |conn| {
            every_page(|page| {
                queries::rows(conn, &by, (D::KIND, id), None, page).map_err(|error| match error {
                    BulkError::Storage(error) => error,
                    _ => crate::storage::StorageError::Stale,
                })
            })
        })
        .await?;
    let thought = |line: u32| judged.iter().find(|row| row.line == line);
    let rows = done.into_iter().map(|row| {
        let judged = thought(row.line);
        BulkRow::done(row, judged)
    });
    let result =
        BulkResult::of::<D>(Some(id.to_string()), rows.collect(), progress.rows - progress.done, heading);
    Ok(HttpResponse::Ok().json(result))
}

/// Keeps a file with its columns and loads it. A file that is half loaded is gone on with as it was begun.
async fn load<D: Loadable>(
    cx: &Cx,
    by: &Member<D::Duty>,
    (upload, mapping): (Upload, Mapping),
    how: HowToLoad,
) -> WebResult<(crate::kernel::ids::BulkUploadId, commands::Progress)> {
    let id = loading::keep::<D>(cx, by, upload).await?;
    let (member, now) = (by.clone(), cx.now());
    cx.write(move |tx| match commands::choose_columns::<D>(tx, &member, id, &mapping, now) {
        Err(BulkError::Refused(_)) => Ok(()),
        chosen => chosen,
    })
    .await?;
    Ok((id, loading::load::<D>(cx, by, id, how, loading::A_PROGRAM).await?))
}

/// A guess that misses nothing that is needed.
fn whole<D: Loadable>(mapping: Mapping) -> Result<Mapping, FieldErrors> {
    let missing = mapping.missing(&D::known());
    if missing.is_empty() {
        return Ok(mapping);
    }
    let message = format!("Say with `columns` which headings hold: {}", missing.join(", "));
    Err(FieldError::required("columns", message).into())
}

fn is_table(request: &HttpRequest) -> bool {
    let kind = request.headers().get("content-type").and_then(|value| value.to_str().ok());
    let kind = kind.and_then(|kind| kind.split(';').next()).map(str::trim);
    kind == Some("text/csv") || kind == Some(XLSX)
}
