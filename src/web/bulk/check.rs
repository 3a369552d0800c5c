//! What a file would bring, loading it, and what it brought.

use actix_web::{HttpResponse, web};
use serde::Deserialize;

use super::{loading, views};
use crate::access::Member;
use crate::bulk::model::{HowToLoad, LoadAs, Outcome, Twins};
use crate::bulk::state::UploadState;
use crate::bulk::{BulkError, Loadable, commands, queries};
use crate::kernel::ids::BulkUploadId;
use crate::kernel::{FieldError, FieldErrors, PageRequest};
use crate::web::context::Cx;
use crate::web::error::WebResult;
use crate::web::form::Form;
use crate::web::ui::{plural, thousands};
use crate::web::urls::bulk as urls;

/// How many rows a page of results holds.
const PAGE: u32 = 100;

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct ShowQuery {
    page: String,
}

/// What the form above the load button says.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct LoadForm {
    load_as: String,
    /// "yes" to load duplicates too.
    twins: String,
}

/// `GET /offers/uploads/{id}`, `GET /needs/uploads/{id}`
pub(super) async fn show<D: Loadable>(
    cx: Cx,
    by: Member<D::Duty>,
    id: web::Path<BulkUploadId>,
    query: web::Query<ShowQuery>,
) -> WebResult<HttpResponse> {
    let (id, member) = (*id, by.clone());
    let file = cx.read(move |conn| queries::upload(conn, &member, D::KIND, id)).await?;
    match file.state {
        UploadState::Uploaded => check::<D>(&cx, by, id, &LoadForm::default(), &FieldErrors::default()).await,
        UploadState::Loading => {
            let body = views::done::half_loaded(&file, &cx.once());
            Ok(cx.page(&file.name, body))
        }
        UploadState::Loaded => {
            let page = PageRequest::new(query.page.parse().unwrap_or(1), PAGE);
            let (counts, rows) = cx
                .read(move |conn| {
                    let counts = queries::counts(conn, &by, (D::KIND, id))?;
                    Ok::<_, BulkError>((counts, queries::rows(conn, &by, (D::KIND, id), None, page)?))
                })
                .await?;
            Ok(cx.page(&file.name, views::done::page(&file, &counts, &rows)))
        }
    }
}

async fn check<D: Loadable>(
    cx: &Cx,
    by: Member<D::Duty>,
    id: BulkUploadId,
    form: &LoadForm,
    errors: &FieldErrors,
) -> WebResult<HttpResponse> {
    let (now, is_verified) = (cx.now(), by.body_is_verified());
    let dry = cx.read(move |conn| queries::dry_run::<D>(conn, &by, id, now)).await?;
    if dry.file.mapping.is_none() {
        return Ok(cx.see_other(&urls::columns(D::KIND, id)));
    }
    let asked = views::check::Asked {
        is_verified,
        load_as: &form.load_as,
        twins: &form.twins,
        keys: (cx.once(), cx.once()),
        errors,
    };
    let body = views::check::page::<D>(&dry, &asked);
    let title = "Check before loading";
    Ok(if errors.is_empty() { cx.page(title, body) } else { cx.invalid(title, errors, body) })
}

/// `POST /offers/uploads/{id}/load`, `POST /needs/uploads/{id}/load`
pub(super) async fn load<D: Loadable>(
    cx: Cx,
    by: Member<D::Duty>,
    id: web::Path<BulkUploadId>,
    form: Form<LoadForm>,
) -> WebResult<HttpResponse> {
    let (id, member, here) = (*id, by.clone(), urls::upload(D::KIND, *id));
    let file = cx.read(move |conn| queries::upload(conn, &member, D::KIND, id)).await?;
    if file.state == UploadState::Loaded {
        return Ok(cx.done(&here, "This file is loaded already. Nothing was changed"));
    }
    let twins = if form.twins == "yes" { Twins::Load } else { Twins::Skip };
    let Ok(load_as) = form.load_as.parse::<LoadAs>() else {
        let message = format!("Choose what becomes of the good {}", D::KIND.noun(2));
        return check::<D>(&cx, by, id, &form, &FieldError::required("load_as", message).into()).await;
    };
    let how = HowToLoad { load_as, twins };
    let progress = match loading::load::<D>(&cx, &by, id, how, loading::A_PAGE).await {
        Ok(progress) => progress,
        Err(error) => {
            // Somebody else may have loaded the last rows a moment ago: then what was asked for is done.
            let file = cx.read(move |conn| queries::upload(conn, &by, D::KIND, id)).await?;
            return if file.state == UploadState::Loaded { Ok(cx.see_other(&here)) } else { Err(error) };
        }
    };
    if !progress.is_over() {
        return Ok(cx.see_other(&here));
    }
    let counts = cx.read(move |conn| queries::counts(conn, &by, (D::KIND, id))).await?;
    Ok(cx.done(&here, &achieved(how, &counts, D::KIND.noun(1), D::KIND.noun(2))))
}

/// "Published 3 offers. Left out 11 rows that are listed already and 1 bad row".
fn achieved(how: HowToLoad, counts: &[(Outcome, i64)], one: &str, many: &str) -> String {
    let count = |outcome: Outcome| {
        let count = counts.iter().find(|(other, _)| *other == outcome).map_or(0, |(_, count)| *count);
        usize::try_from(count).unwrap_or_default()
    };
    let (loaded, twins, bad) = (count(Outcome::Loaded), count(Outcome::Duplicate), count(Outcome::Bad));
    let counted = plural(loaded, one, many);
    let brought = match (how.load_as, loaded) {
        (_, 0) => format!("Nothing was loaded: no row of this file was a new {one}"),
        (LoadAs::Published, _) => format!("Published {counted}"),
        (LoadAs::Drafts, _) => format!("Kept {counted} as drafts"),
    };
    let listed = (twins > 0).then(|| plural(twins, "row that is", "rows that are") + " there already");
    let wrong = (bad > 0).then(|| plural(bad, "bad row", "bad rows"));
    let left_out: Vec<String> = listed.into_iter().chain(wrong).collect();
    if left_out.is_empty() { brought } else { format!("{brought}. Left out: {}", left_out.join(" and ")) }
}

/// `POST /offers/uploads/{id}/discard`, `POST /needs/uploads/{id}/discard`
pub(super) async fn discard<D: Loadable>(
    cx: Cx,
    by: Member<D::Duty>,
    id: web::Path<BulkUploadId>,
) -> WebResult<HttpResponse> {
    let (id, now) = (*id, cx.now());
    cx.write(move |tx| commands::discard::<D>(tx, &by, id, now)).await?;
    Ok(cx.done(urls::choose(D::KIND), "The file is gone. Nothing of it was loaded"))
}

/// "350 of 1,800 rows".
pub(super) fn so_far(done: usize, rows: usize) -> String {
    format!("{} of {}", thousands(done), plural(rows, "row", "rows"))
}
