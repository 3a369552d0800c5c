//! Ledger files, for programs: upload, columns, load, bad rows.

use actix_web::{HttpRequest, HttpResponse, web};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, OpenApi, ToSchema};

use crate::access::Member;
use crate::access::capability::{ManageFinance, ReadBody};
use crate::kernel::ids::LedgerFileId;
use crate::reconciliation::columns::Mapping;
use crate::reconciliation::commands::{self, Upload, Uploaded};
use crate::reconciliation::extract::BadRow;
use crate::reconciliation::model::{FileView, Preview};
use crate::reconciliation::queries;
use crate::web::answer;
use crate::web::api::{self, Body, List, ListQuery, Problem};
use crate::web::context::Cx;
use crate::web::error::{WebError, WebResult};
use crate::web::reconciliation::loading;
use crate::web::reconciliation::{FINANCE, READ};
use crate::web::routes::{RouteSpec, delete, get, post, put};

#[derive(OpenApi)]
#[openapi(paths(list, upload, show, choose_columns, load, discard, bad_rows))]
pub(super) struct Api;

pub(super) fn routes() -> Vec<RouteSpec> {
    vec![
        get("/api/v1/ledger/files", READ, || web::get().to(list)),
        post("/api/v1/ledger/files", FINANCE, || web::post().to(upload)),
        get("/api/v1/ledger/files/{id}", READ, || web::get().to(show)),
        delete("/api/v1/ledger/files/{id}", FINANCE, || web::delete().to(discard)),
        put("/api/v1/ledger/files/{id}/columns", FINANCE, || web::put().to(choose_columns)),
        post("/api/v1/ledger/files/{id}/load", FINANCE, || web::post().to(load)),
        get("/api/v1/ledger/files/{id}/bad-rows", READ, || web::get().to(bad_rows)),
    ]
}

/// An uploaded ledger extract.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = LedgerFile)]
struct FileJson {
    id: String,
    name: String,
    sha256: String,
    /// `uploaded`, `loading` (half loaded: load it again to finish) or `loaded`.
    state: String,
    good_rows: i32,
    bad_rows: i32,
    /// What the good rows come to, in pence.
    total_pence: i64,
    uploaded_by: String,
    uploaded_at: String,
    loaded_at: Option<String>,
}

impl From<FileView> for FileJson {
    fn from(file: FileView) -> Self {
        Self {
            id: file.id.to_string(),
            name: file.name,
            sha256: file.sha256,
            state: file.state.as_str().into(),
            good_rows: file.good_rows,
            bad_rows: file.bad_rows,
            total_pence: file.total.to_i64(),
            uploaded_by: file.uploaded_by,
            uploaded_at: file.uploaded_at.to_rfc3339(),
            loaded_at: file.loaded_at.map(crate::kernel::Instant::to_rfc3339),
        }
    }
}

/// Which column holds what, each counted from 0.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = LedgerColumns)]
#[serde(deny_unknown_fields)]
struct ColumnsJson {
    #[schema(maximum = 199)]
    date: u32,
    #[schema(maximum = 199)]
    amount: u32,
    #[schema(maximum = 199)]
    supplier_name: u32,
    /// Lines without a reference stay open.
    #[schema(maximum = 199)]
    #[serde(default)]
    reference: Option<u32>,
}

impl From<Mapping> for ColumnsJson {
    fn from(mapping: Mapping) -> Self {
        let number = |index: usize| u32::try_from(index).unwrap_or(u32::MAX);
        Self {
            date: number(mapping.date),
            amount: number(mapping.amount),
            supplier_name: number(mapping.supplier_name),
            reference: mapping.reference.map(number),
        }
    }
}

impl From<ColumnsJson> for Mapping {
    fn from(columns: ColumnsJson) -> Self {
        let index = |number: u32| usize::try_from(number).unwrap_or(usize::MAX);
        Self {
            date: index(columns.date),
            amount: index(columns.amount),
            supplier_name: index(columns.supplier_name),
            reference: columns.reference.map(index),
        }
    }
}

/// A file, and while it is not loaded what it holds.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = LedgerFileDetail)]
struct FileDetailJson {
    file: FileJson,
    preview: Option<PreviewJson>,
}

/// What a file holds that is not loaded yet.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = LedgerPreview)]
struct PreviewJson {
    headers: Vec<String>,
    sample: Vec<Vec<String>>,
    /// The columns remembered for these headers; null until they are chosen.
    columns: Option<ColumnsJson>,
    /// What the headers suggest; null where they do not suggest all that is needed.
    suggested_columns: Option<ColumnsJson>,
    good_rows: Option<usize>,
    bad_rows: Option<usize>,
    total_pence: Option<i64>,
}

impl From<Preview> for PreviewJson {
    fn from(preview: Preview) -> Self {
        let summary = preview.summary;
        Self {
            headers: preview.headers,
            sample: preview.sample,
            columns: preview.mapping.map(ColumnsJson::from),
            suggested_columns: preview.guess.mapping().map(ColumnsJson::from),
            good_rows: summary.as_ref().map(|summary| summary.good),
            bad_rows: summary.as_ref().map(|summary| summary.bad),
            total_pence: summary.as_ref().map(|summary| summary.total.to_i64()),
        }
    }
}

/// Ledger files, newest first
#[utoipa::path(
    get, path = "/files", tag = "Ledger", params(ListQuery),
    responses((status = 200, body = List<FileJson>), (status = 400, body = Problem), (status = 401, body = Problem),
        (status = 403, body = Problem), (status = 422, body = Problem)),
)]
async fn list(cx: Cx, by: Member<ReadBody>, query: web::Query<ListQuery>) -> WebResult<HttpResponse> {
    let page = query.page()?;
    let files = cx.read(move |conn| queries::files(conn, &by, page)).await?;
    Ok(api::list(files, FileJson::from))
}

#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
struct UploadQuery {
    /// What to call the file.
    #[param(required = true, min_length = 1, max_length = 120)]
    name: String,
}

/// Upload a ledger extract
///
/// The same bytes again change nothing and are answered with 200 and the first file.
#[utoipa::path(
    post, path = "/files", tag = "Ledger", params(UploadQuery),
    request_body(content_type = "text/csv"),
    responses((status = 201, body = FileJson), (status = 200, body = FileJson), (status = 400, body = Problem),
        (status = 401, body = Problem), (status = 403, body = Problem), (status = 409, body = Problem),
        (status = 413, body = Problem), (status = 415, body = Problem), (status = 422, body = Problem)),
)]
async fn upload(
    cx: Cx,
    by: Member<ManageFinance>,
    request: HttpRequest,
    query: web::Query<UploadQuery>,
    bytes: web::Bytes,
) -> WebResult<HttpResponse> {
    if !is_csv(&request) {
        return Err(WebError::UnsupportedMediaType("text/csv"));
    }
    let (now, input) = (cx.now(), Upload::parse(&query.name, bytes.to_vec())?);
    let member = by.clone();
    let uploaded = cx.write(move |tx| commands::upload(tx, &member, input, now)).await?;
    let file = cx.read(move |conn| queries::file(conn, &by, uploaded.id())).await?;
    let file = FileJson::from(file);
    Ok(match uploaded {
        Uploaded::New(id) => answer::created(&format!("/api/v1/ledger/files/{id}"), &file),
        Uploaded::Before(_) => HttpResponse::Ok().json(file),
    })
}

fn is_csv(request: &HttpRequest) -> bool {
    let kind = request.headers().get("content-type").and_then(|value| value.to_str().ok());
    kind.is_some_and(|kind| kind.split(';').next().map(str::trim) == Some("text/csv"))
}

/// One ledger file
#[utoipa::path(
    get, path = "/files/{id}", tag = "Ledger", params(("id" = uuid::Uuid, Path)),
    responses((status = 200, body = FileDetailJson), (status = 401, body = Problem), (status = 403, body = Problem),
        (status = 404, body = Problem), (status = 422, body = Problem)),
)]
async fn show(cx: Cx, by: Member<ReadBody>, id: web::Path<LedgerFileId>) -> WebResult<HttpResponse> {
    let id = *id;
    let (file, preview) = cx.read(move |conn| queries::preview(conn, &by, id)).await?;
    Ok(HttpResponse::Ok().json(FileDetailJson { file: file.into(), preview: preview.map(PreviewJson::from) }))
}

/// Say which column holds what
///
/// It is remembered for every later file with the same headers.
#[utoipa::path(
    put, path = "/files/{id}/columns", tag = "Ledger", params(("id" = uuid::Uuid, Path)),
    request_body = ColumnsJson,
    responses((status = 204), (status = 400, body = Problem), (status = 401, body = Problem),
        (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem),
        (status = 413, body = Problem), (status = 415, body = Problem), (status = 422, body = Problem)),
)]
async fn choose_columns(
    cx: Cx,
    by: Member<ManageFinance>,
    id: web::Path<LedgerFileId>,
    body: Body<ColumnsJson>,
) -> WebResult<HttpResponse> {
    let (id, now, member) = (*id, cx.now(), by.clone());
    let (headers, fingerprint) = cx.read(move |conn| queries::headers(conn, &member, id)).await?;
    let mapping = Mapping::from(body.0).check(&headers)?;
    cx.write(move |tx| commands::choose_columns(tx, &by, id, (&fingerprint, mapping), now)).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// What a load brought.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = LedgerLoad)]
struct LoadJson {
    good_rows: i32,
    bad_rows: i32,
    total_pence: i64,
    /// How many lines were matched with invoices.
    matched: usize,
}

/// Load the rows of a file
///
/// Good rows become lines, bad rows are listed. A load that was cut off is finished by doing it again.
#[utoipa::path(
    post, path = "/files/{id}/load", tag = "Ledger", params(("id" = uuid::Uuid, Path)),
    responses((status = 200, body = LoadJson), (status = 400, body = Problem), (status = 401, body = Problem),
        (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem),
        (status = 413, body = Problem), (status = 422, body = Problem)),
)]
async fn load(cx: Cx, by: Member<ManageFinance>, id: web::Path<LedgerFileId>) -> WebResult<HttpResponse> {
    let loaded = loading::load(&cx, &by, *id).await?;
    Ok(HttpResponse::Ok().json(LoadJson {
        good_rows: loaded.good,
        bad_rows: loaded.bad,
        total_pence: loaded.total.to_i64(),
        matched: loaded.matched,
    }))
}

/// Throw away a file that was never loaded
#[utoipa::path(
    delete, path = "/files/{id}", tag = "Ledger", params(("id" = uuid::Uuid, Path)),
    responses((status = 204), (status = 400, body = Problem), (status = 401, body = Problem),
        (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem),
        (status = 413, body = Problem), (status = 422, body = Problem)),
)]
async fn discard(cx: Cx, by: Member<ManageFinance>, id: web::Path<LedgerFileId>) -> WebResult<HttpResponse> {
    let (id, now) = (*id, cx.now());
    cx.write(move |tx| commands::discard_file(tx, &by, id, now)).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// A row that could not be used.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = LedgerBadRow)]
struct BadRowJson {
    line: u32,
    reason: String,
    /// The row as it stands in the file.
    raw: String,
}

impl From<BadRow> for BadRowJson {
    fn from(row: BadRow) -> Self {
        Self { line: row.number, reason: row.reason, raw: row.raw }
    }
}

/// The bad rows of a loaded file
#[utoipa::path(
    get, path = "/files/{id}/bad-rows", tag = "Ledger", params(("id" = uuid::Uuid, Path), ListQuery),
    responses((status = 200, body = List<BadRowJson>), (status = 400, body = Problem),
        (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 422, body = Problem)),
)]
async fn bad_rows(
    cx: Cx,
    by: Member<ReadBody>,
    id: web::Path<LedgerFileId>,
    query: web::Query<ListQuery>,
) -> WebResult<HttpResponse> {
    let (id, page) = (*id, query.page()?);
    let rows = cx.read(move |conn| queries::bad_rows(conn, &by, id, page)).await?;
    Ok(api::list(rows, BadRowJson::from))
}
