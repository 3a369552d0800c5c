//! Templates, downloads in their shape, and bad rows as a file to mend.

use actix_web::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use actix_web::{HttpResponse, web};

use crate::access::Member;
use crate::access::capability::ReadBody;
use crate::bulk::file::BEFORE_BAD_ROWS;
use crate::bulk::model::{Kind, Outcome, Twins};
use crate::bulk::state::UploadState;
use crate::bulk::{BulkError, Loadable, file, queries};
use crate::kernel::ids::BulkUploadId;
use crate::storage::{Conn, StorageError};
use crate::web::answer;
use crate::web::context::Cx;
use crate::web::download::every_page;
use crate::web::error::{WebError, WebResult};

/// The media type of a workbook.
pub(super) const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// `GET /offers/template.csv`, `GET /needs/template.csv`
pub(super) async fn template_csv<D: Loadable>(_: Member<ReadBody>) -> HttpResponse {
    csv::<D>("template", file::notes::<D>())
}

/// `GET /offers/template.xlsx`, `GET /needs/template.xlsx`
pub(super) async fn template_xlsx<D: Loadable>(_: Member<ReadBody>) -> WebResult<HttpResponse> {
    workbook::<D>("template", Vec::new()).await
}

/// `GET /offers/all.csv`, `GET /needs/all.csv`
pub(super) async fn all_csv<D: Loadable>(cx: Cx, by: Member<ReadBody>) -> WebResult<HttpResponse> {
    let rows = cx.read(move |conn| queries::listed_rows::<D, _>(conn, &by)).await?;
    Ok(csv::<D>("our", rows))
}

/// `GET /offers/all.xlsx`, `GET /needs/all.xlsx`
pub(super) async fn all_xlsx<D: Loadable>(cx: Cx, by: Member<ReadBody>) -> WebResult<HttpResponse> {
    let rows = cx.read(move |conn| queries::listed_rows::<D, _>(conn, &by)).await?;
    workbook::<D>("our", rows).await
}

/// "our-offers", "offers-template".
fn name(what: &str, kind: Kind) -> String {
    if what == "our" { format!("our-{}-in-full", kind.as_str()) } else { format!("{}-{what}", kind.as_str()) }
}

/// Rows under our headings as CSV.
pub(super) fn csv<D: Loadable>(what: &str, rows: Vec<Vec<String>>) -> HttpResponse {
    answer::csv(&name(what, D::KIND), &file::headings::<D>(), rows)
}

/// Rows under our headings as a workbook.
pub(super) async fn workbook<D: Loadable>(what: &str, rows: Vec<Vec<String>>) -> WebResult<HttpResponse> {
    let failed = |error: String| WebError::from(StorageError::Corrupt(error));
    let written =
        web::block(move || file::workbook::<D>(&rows)).await.map_err(|error| failed(error.to_string()))?;
    let bytes = written.map_err(|error| failed(error.to_string()))?;
    let disposition = format!("attachment; filename=\"{}.xlsx\"", name(what, D::KIND));
    Ok(HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, XLSX))
        .insert_header((CONTENT_DISPOSITION, disposition))
        .insert_header((CACHE_CONTROL, "no-store"))
        .body(bytes))
}

/// `GET /offers/uploads/{id}/bad-rows.csv`, `GET /needs/uploads/{id}/bad-rows.csv`: bad rows as they stand in the file, their lines
/// and what is wrong before them.
pub(super) async fn bad_rows<D: Loadable>(
    cx: Cx,
    by: Member<D::Duty>,
    id: web::Path<BulkUploadId>,
) -> WebResult<HttpResponse> {
    let (id, now) = (*id, cx.now());
    let (headings, rows) = cx
        .read(move |conn| {
            let file = queries::upload(conn, &by, D::KIND, id)?;
            if file.state == UploadState::Loaded {
                return Ok::<_, BulkError>((file.headings, loaded::<D>(conn, &by, id)?));
            }
            let dry = queries::dry_run::<D>(conn, &by, id, now)?;
            let bad = dry.rows.into_iter().filter(|row| row.outcome(Twins::Skip) == Outcome::Bad);
            let rows = bad.map(|row| line(row.line, row.reason(Twins::Skip), row.cells)).collect();
            Ok((file.headings, rows))
        })
        .await?;
    let width = rows.iter().map(Vec::len).max().unwrap_or(0).max(headings.len() + BEFORE_BAD_ROWS.len());
    let mut header: Vec<&str> =
        BEFORE_BAD_ROWS.into_iter().chain(headings.iter().map(String::as_str)).collect();
    header.resize(width, "");
    let full = rows.into_iter().map(|mut row| {
        row.resize(width, String::new());
        row
    });
    Ok(answer::csv("bad-rows", &header, full))
}

/// The bad rows of a file that is loaded.
fn loaded<D: Loadable>(
    conn: &mut Conn,
    by: &Member<D::Duty>,
    id: BulkUploadId,
) -> Result<Vec<Vec<String>>, StorageError> {
    let rows = every_page(|page| {
        queries::rows(conn, by, (D::KIND, id), Some(Outcome::Bad), page).map_err(|error| match error {
            BulkError::Storage(error) => error,
            _ => StorageError::Stale,
        })
    })?;
    Ok(rows.into_iter().map(|row| line(row.line, row.reason, row.cells)).collect())
}

fn line(number: u32, reason: String, cells: Vec<String>) -> Vec<String> {
    [number.to_string(), reason].into_iter().chain(cells).collect()
}
