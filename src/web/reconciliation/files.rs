//! The pages of ledger files: upload, columns, preview, load.

use actix_web::{HttpResponse, web};
use serde::Deserialize;

use super::{loading, views};
use crate::access::Member;
use crate::access::capability::{ManageFinance, ReadBody};
use crate::kernel::ids::LedgerFileId;
use crate::kernel::{FieldError, FieldErrors, PageRequest};
use crate::reconciliation::columns::{Mapping, MappingForm};
use crate::reconciliation::commands::{self, Upload, Uploaded};
use crate::reconciliation::model::LineFilter;
use crate::reconciliation::{ReconciliationError, queries};
use crate::web::answer;
use crate::web::context::Cx;
use crate::web::error::{WebError, WebResult};
use crate::web::form::{Files, Form};
use crate::web::ui::{money, plural};
use crate::web::urls::reconciliation as urls;

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct PageQuery {
    pub(super) page: u32,
}

/// `GET /finance/ledger`
pub(super) async fn list(
    cx: Cx,
    by: Member<ReadBody>,
    query: web::Query<PageQuery>,
) -> WebResult<HttpResponse> {
    list_page(&cx, by, query.page, &FieldErrors::default()).await
}

async fn list_page(
    cx: &Cx,
    by: Member<ReadBody>,
    page: u32,
    errors: &FieldErrors,
) -> WebResult<HttpResponse> {
    let may_upload = by.can::<ManageFinance>();
    let (files, totals) = cx
        .read(move |conn| {
            let files = queries::files(conn, &by, PageRequest::new(page, 20))?;
            Ok::<_, ReconciliationError>((files, queries::totals(conn, &by, &LineFilter::default())?))
        })
        .await?;
    let keys = may_upload.then(|| cx.once());
    let body = views::files::list(&files, &totals, keys.as_ref(), errors);
    Ok(if errors.is_empty() { cx.page("Ledger", body) } else { cx.invalid("Ledger", errors, body) })
}

/// `POST /finance/ledger`
pub(super) async fn upload(cx: Cx, by: Member<ManageFinance>, files: Files) -> WebResult<HttpResponse> {
    let now = cx.now();
    let parsed = match files.of("file") {
        Some(file) => Upload::parse(&file.name, file.bytes.clone()),
        None => Err(FieldError::required("file", "Choose the CSV file to upload").into()),
    };
    let input = match parsed {
        Ok(input) => input,
        Err(errors) => return list_page(&cx, by.as_reader(), 1, &errors).await,
    };
    let uploaded = cx.write(move |tx| commands::upload(tx, &by, input, now)).await?;
    Ok(match uploaded {
        Uploaded::New(id) => cx.see_other(&urls::file(id)),
        Uploaded::Before(id) => {
            cx.done(&urls::file(id), "You uploaded this file before, so nothing was changed. Here it is")
        }
    })
}

/// `GET /finance/ledger/files/{id}`
pub(super) async fn show(
    cx: Cx,
    by: Member<ReadBody>,
    id: web::Path<LedgerFileId>,
    query: web::Query<PageQuery>,
) -> WebResult<HttpResponse> {
    let (id, page, may_load) = (*id, query.page, by.can::<ManageFinance>());
    let (file, preview, bad_rows) = cx
        .read(move |conn| {
            let (file, preview) = queries::preview(conn, &by, id)?;
            let bad_rows = queries::bad_rows(conn, &by, id, PageRequest::new(page, 50))?;
            Ok::<_, ReconciliationError>((file, preview, bad_rows))
        })
        .await?;
    let keys = may_load.then(|| (cx.once(), cx.once()));
    Ok(match preview {
        Some(preview) if preview.mapping.is_none() && may_load => cx.see_other(&urls::file_columns(id)),
        Some(preview) => cx.page(&file.name, views::files::preview(&file, &preview, keys.as_ref())),
        None => cx.page(&file.name, views::files::loaded(&file, &bad_rows)),
    })
}

/// `GET /finance/ledger/files/{id}/columns`
pub(super) async fn columns(
    cx: Cx,
    by: Member<ManageFinance>,
    id: web::Path<LedgerFileId>,
) -> WebResult<HttpResponse> {
    columns_page(&cx, by, *id, None, &FieldErrors::default()).await
}

async fn columns_page(
    cx: &Cx,
    by: Member<ManageFinance>,
    id: LedgerFileId,
    form: Option<MappingForm>,
    errors: &FieldErrors,
) -> WebResult<HttpResponse> {
    let (file, preview) = cx.read(move |conn| queries::preview(conn, &by, id)).await?;
    let Some(preview) = preview else { return Ok(cx.see_other(&urls::file(id))) };
    let form = form.unwrap_or_else(|| views::columns::suggested(&preview));
    let body = views::columns::form(&file, &preview, &form, &cx.once(), errors);
    Ok(if errors.is_empty() {
        cx.page("Which column is which?", body)
    } else {
        cx.invalid("Which column is which?", errors, body)
    })
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct ColumnsForm {
    date: String,
    amount: String,
    supplier_name: String,
    reference: String,
}

/// `POST /finance/ledger/files/{id}/columns`
pub(super) async fn choose_columns(
    cx: Cx,
    by: Member<ManageFinance>,
    id: web::Path<LedgerFileId>,
    form: Form<ColumnsForm>,
) -> WebResult<HttpResponse> {
    let (id, now, form) = (*id, cx.now(), form.into_inner());
    let member = by.clone();
    let (headers, fingerprint) = cx.read(move |conn| queries::headers(conn, &member, id)).await?;
    let ColumnsForm { date, amount, supplier_name, reference } = form;
    let form = MappingForm { date, amount, supplier_name, reference };
    let mapping = match Mapping::parse(&form, &headers) {
        Ok(mapping) => mapping,
        Err(errors) => return columns_page(&cx, by, id, Some(form), &errors).await,
    };
    cx.write(move |tx| commands::choose_columns(tx, &by, id, (&fingerprint, mapping), now)).await?;
    Ok(cx.done(&urls::file(id), "Columns kept. Files with the same headers will be read the same way"))
}

/// `POST /finance/ledger/files/{id}/load`
pub(super) async fn load(
    cx: Cx,
    by: Member<ManageFinance>,
    id: web::Path<LedgerFileId>,
) -> WebResult<HttpResponse> {
    let loaded = loading::load(&cx, &by, *id).await?;
    let sentence = format!(
        "Loaded {}, {} in all. {} matched with an invoice",
        plural(loaded.good, "line", "lines"),
        money(loaded.total),
        if loaded.matched == 1 { "1 was".to_owned() } else { format!("{} were", loaded.matched) }
    );
    Ok(cx.done(&urls::file(*id), &sentence))
}

/// `POST /finance/ledger/files/{id}/discard`
pub(super) async fn discard(
    cx: Cx,
    by: Member<ManageFinance>,
    id: web::Path<LedgerFileId>,
) -> WebResult<HttpResponse> {
    let (id, now) = (*id, cx.now());
    cx.write(move |tx| commands::discard_file(tx, &by, id, now)).await?;
    Ok(cx.done(urls::LEDGER, "The file is gone. Nothing of it was loaded"))
}

/// `GET /finance/ledger/files/{id}/bad-rows.csv`
pub(super) async fn bad_rows(
    cx: Cx,
    by: Member<ReadBody>,
    id: web::Path<LedgerFileId>,
) -> WebResult<HttpResponse> {
    let id = *id;
    let rows = cx.read(move |conn| queries::all_bad_rows(conn, &by, id)).await?;
    let cells = rows.into_iter().map(|row| vec![row.number.to_string(), row.reason, row.raw]);
    Ok::<_, WebError>(answer::csv("bad-rows", &["Line", "Reason", "Row"], cells))
}
