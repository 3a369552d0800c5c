//! How a body does what it provides, as its consumers have accepted it: on its page, and for programs.

use actix_web::{HttpResponse, web};
use maud::{Markup, html};
use serde::Serialize;
use utoipa::{OpenApi, ToSchema};

use super::show::body_id;
use crate::kernel::ids::BodyId;
use crate::kernel::london;
use crate::service_levels::record::{FEWEST_CONSUMERS, RECORD_MONTHS, Record, of_provider};
use crate::web::api::Problem;
use crate::web::context::Cx;
use crate::web::error::WebResult;
use crate::web::routes::{Guard, RouteSpec, get};
use crate::web::ui::{Column, Row, Table};

#[derive(OpenApi)]
#[openapi(paths(record), components(schemas(RecordJson)))]
pub(in crate::web) struct RecordApi;

pub(super) fn routes() -> Vec<RouteSpec> {
    vec![get("/api/v1/bodies/{id}/record", Guard::Public, || web::get().to(record))]
}

/// The section of a body's page; nothing until a consumer has accepted a month.
pub(super) async fn section(cx: &Cx, body: BodyId) -> WebResult<Option<Markup>> {
    let records = records(cx, body).await?;
    let reader = match cx.view().reader {
        Some(reader) if reader == body => Reader::Itself,
        Some(_) => Reader::Another,
        None => Reader::Visitor,
    };
    Ok((!records.is_empty()).then(|| view(&records, reader)))
}

async fn records(cx: &Cx, body: BodyId) -> WebResult<Vec<Record>> {
    let (reader, this_month) = (cx.view().reader, london::month(cx.now()));
    cx.read(move |conn| of_provider(conn, body, reader, this_month)).await
}

/// Who reads how a body performs.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Reader {
    Itself,
    Another,
    Visitor,
}

fn view(records: &[Record], reader: Reader) -> Markup {
    let row = |record: &Record| {
        Row::new([
            html! { (record.service_name) },
            html! { (record.returns) },
            html! { (record.met) " of " (record.measured) },
        ])
    };
    html! {
        h2 { "How it performs" }
        p { "From the monthly returns of the last " (RECORD_MONTHS) " months that the bodies it serves have accepted." }
        p.hint {
            @if reader == Reader::Itself { "You see all of yours. Everybody else sees" } @else { "What you see rests on" }
            " agreements that their parties made public, and for a service that at least " (FEWEST_CONSUMERS) " bodies get under \
             other agreements, all of those together."
            @if reader == Reader::Another { " Your own are included." }
        }
        (Table::new("How it performs")
            .hidden_caption()
            .columns([
                Column::text("Service"),
                Column::numeric("Months accepted"),
                Column::numeric("Targets met"),
            ])
            .rows(records.iter().map(row))
            .render())
    }
}

/// How a body does at one service.
#[derive(Debug, Serialize, ToSchema)]
struct RecordJson {
    service_name: String,
    /// How many monthly returns the bodies it serves have accepted.
    returns: usize,
    /// How many measures met their target.
    met: usize,
    /// How many were measured.
    measured: usize,
}

/// How a body performs
///
/// From the monthly returns of the last twelve months that the bodies it serves have accepted. It names neither them nor
/// their agreements, and counts what is public, what you are a party of, and all the rest of a service together where at least
/// three bodies get it. The body itself is told everything.
#[utoipa::path(
    get, path = "/bodies/{id}/record", tag = "Bodies",
    params(("id" = String, Path, description = "The body's id.")),
    responses((status = 200, body = Vec<RecordJson>), (status = 404, body = Problem)),
)]
async fn record(cx: Cx, id: web::Path<String>) -> WebResult<HttpResponse> {
    let (id, now) = (body_id(&id)?, cx.now());
    cx.read(move |conn| crate::bodies::queries::detail(conn, id, now)).await?;
    let json = |record: Record| RecordJson {
        service_name: record.service_name,
        returns: record.returns,
        met: record.met,
        measured: record.measured,
    };
    let records = records(&cx, id).await?;
    Ok(HttpResponse::Ok().json(records.into_iter().map(json).collect::<Vec<_>>()))
}
