//! Choosing a file.

use actix_web::HttpResponse;

use super::{loading, views};
use crate::access::Member;
use crate::bulk::table::TableFlaw;
use crate::bulk::{Loadable, queries};
use crate::kernel::{FieldError, FieldErrors, PageRequest};
use crate::web::context::Cx;
use crate::web::error::WebResult;
use crate::web::form::{Files, SentTooMuch};
use crate::web::urls::bulk as urls;

/// How many of the latest files stand below the form.
const LATELY: u32 = 5;

/// `GET /offers/upload`, `GET /needs/upload`
pub(super) async fn choose<D: Loadable>(
    cx: Cx,
    by: Member<D::Duty>,
    sent_too_much: Option<SentTooMuch>,
) -> WebResult<HttpResponse> {
    let too_large = sent_too_much.map(|_| FieldError::invalid("file", TableFlaw::TooManyBytes.to_string()));
    page::<D>(&cx, by, &too_large.map(FieldErrors::from).unwrap_or_default()).await
}

async fn page<D: Loadable>(cx: &Cx, by: Member<D::Duty>, errors: &FieldErrors) -> WebResult<HttpResponse> {
    let lately = PageRequest::first(LATELY);
    let files = cx.read(move |conn| queries::past_uploads(conn, &by, D::KIND, lately)).await?.items;
    let title = format!("Upload {}", D::KIND.noun(2));
    let body = views::choose::page::<D>(&files, &cx.once(), errors);
    Ok(if errors.is_empty() { cx.page(&title, body) } else { cx.invalid(&title, errors, body) })
}

/// `POST /offers/upload`, `POST /needs/upload`
pub(super) async fn send<D: Loadable>(cx: Cx, by: Member<D::Duty>, files: Files) -> WebResult<HttpResponse> {
    let opened = match files.of("file") {
        Some(file) => loading::open(file.name.clone(), file.bytes.clone()).await,
        None => Err(FieldError::required("file", "Choose the file to upload").into()),
    };
    match opened {
        Ok(upload) => {
            let id = loading::keep::<D>(&cx, &by, upload).await?;
            Ok(cx.see_other(&urls::upload(D::KIND, id)))
        }
        Err(errors) => page::<D>(&cx, by, &errors).await,
    }
}
