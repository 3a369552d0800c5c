//! The list of agreements: filtered, searched, sorted, and as CSV.

use actix_web::{HttpResponse, web};
use serde::Deserialize;

use super::views;
use crate::access::Member;
use crate::access::capability::ReadBody;
use crate::agreements::queries::{self, AgreementFilter, AgreementOrder};
use crate::kernel::{PageRequest, london};
use crate::web::answer;
use crate::web::context::Cx;
use crate::web::download::every_page;
use crate::web::error::WebResult;

/// How many rows a page of the list has.
const ROWS: u32 = 25;

/// What the address of the list says.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct ListParams {
    q: String,
    state: String,
    sort: String,
    page: String,
}

impl ListParams {
    fn filter(&self) -> AgreementFilter {
        AgreementFilter {
            state: self.state.parse().ok(),
            words: self.q.chars().take(200).collect(),
            order: self.sort.parse().unwrap_or(AgreementOrder::Newest),
        }
    }
}

/// `GET /agreements`
pub(super) async fn list(
    cx: Cx,
    by: Member<ReadBody>,
    query: web::Query<ListParams>,
) -> WebResult<HttpResponse> {
    let page = PageRequest::new(query.page.parse().unwrap_or(1), ROWS);
    let (filter, wanted) = (query.filter(), query.filter());
    let agreements = cx.read(move |conn| queries::list(conn, by.body(), &wanted, page)).await?;
    Ok(cx.page("Agreements", views::list(&agreements, &filter)))
}

/// `GET /agreements.csv`
pub(super) async fn csv(
    cx: Cx,
    by: Member<ReadBody>,
    query: web::Query<ListParams>,
) -> WebResult<HttpResponse> {
    let filter = query.filter();
    let lines = cx.read(move |conn| every_page(|page| queries::list(conn, by.body(), &filter, page))).await?;
    let header = ["Reference", "Title", "With", "State", "First month", "Last month", "Signed on"];
    let rows = lines.into_iter().map(|line| {
        vec![
            line.reference,
            line.title,
            line.partners,
            line.state.label().to_owned(),
            line.first_month.iso(),
            line.last_month.iso(),
            london::date(line.signed_at).to_string(),
        ]
    });
    Ok(answer::csv("agreements", &header, rows))
}
