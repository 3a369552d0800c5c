//! Saying which column of a file holds what.

use std::collections::BTreeMap;

use actix_web::{HttpResponse, web};

use super::views;
use crate::access::Member;
use crate::bulk::mapping::Mapping;
use crate::bulk::state::UploadEvent;
use crate::bulk::{Loadable, commands, queries};
use crate::kernel::FieldErrors;
use crate::kernel::ids::BulkUploadId;
use crate::web::context::Cx;
use crate::web::error::WebResult;
use crate::web::form::Form;
use crate::web::urls::bulk as urls;

const TITLE: &str = "Which column is which?";

/// The name of the field in which a column of the file is chosen.
pub(super) fn field(column: usize) -> String {
    format!("column_{column}")
}

/// `GET /offers/uploads/{id}/columns`, `GET /needs/uploads/{id}/columns`
pub(super) async fn ask<D: Loadable>(
    cx: Cx,
    by: Member<D::Duty>,
    id: web::Path<BulkUploadId>,
) -> WebResult<HttpResponse> {
    page::<D>(&cx, by, *id, None, &FieldErrors::default()).await
}

async fn page<D: Loadable>(
    cx: &Cx,
    by: Member<D::Duty>,
    id: BulkUploadId,
    chosen: Option<Vec<String>>,
    errors: &FieldErrors,
) -> WebResult<HttpResponse> {
    let (file, table, mapping) = cx.read(move |conn| queries::table::<D>(conn, &by, id)).await?;
    if !file.state.allows(UploadEvent::ChooseColumns) {
        return Ok(cx.see_other(&urls::upload(D::KIND, id)));
    }
    let guessed =
        || (0..table.headings.len()).map(|column| mapping.key_of(column).unwrap_or_default().to_owned());
    let chosen = chosen.unwrap_or_else(|| guessed().collect());
    let body = views::columns::page::<D>(&file, &table, &chosen, (&cx.once(), &cx.once()), errors);
    Ok(if errors.is_empty() { cx.page(TITLE, body) } else { cx.invalid(TITLE, errors, body) })
}

/// `POST /offers/uploads/{id}/columns`, `POST /needs/uploads/{id}/columns`
pub(super) async fn choose<D: Loadable>(
    cx: Cx,
    by: Member<D::Duty>,
    id: web::Path<BulkUploadId>,
    form: Form<BTreeMap<String, String>>,
) -> WebResult<HttpResponse> {
    let (id, now, member) = (*id, cx.now(), by.clone());
    let (_, table, _) = cx.read(move |conn| queries::table::<D>(conn, &member, id)).await?;
    let chosen: Vec<String> = (0..table.headings.len())
        .map(|column| form.get(&field(column)).cloned().unwrap_or_default())
        .collect();
    let mapping = match Mapping::parse(&chosen, &D::known(), field) {
        Ok(mapping) => mapping,
        Err(errors) => return page::<D>(&cx, by, id, Some(chosen), &errors).await,
    };
    cx.write(move |tx| commands::choose_columns::<D>(tx, &by, id, &mapping, now)).await?;
    Ok(cx.see_other(&urls::upload(D::KIND, id)))
}
