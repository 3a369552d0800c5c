//! The workbench: ledger lines against invoices.

use actix_web::{HttpResponse, web};
use serde::Deserialize;

use super::{names, views};
use crate::access::Member;
use crate::access::capability::{ManageFinance, ReadBody};
use crate::kernel::ids::MatchId;
use crate::kernel::{Page, PageRequest};
use crate::reconciliation::model::{LineFilter, Standing};
use crate::reconciliation::{ReconciliationError, commands, queries};
use crate::storage::Conn;
use crate::web::context::Cx;
use crate::web::error::WebResult;
use crate::web::urls::reconciliation as urls;

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct WorkbenchQuery {
    show: String,
    with: String,
    month: String,
    file: String,
    page: u32,
}

/// What the workbench lists.
#[derive(Clone, Debug)]
pub(super) enum Listing {
    Matches(Page<crate::reconciliation::model::MatchView>),
    Lines(Standing, Page<crate::reconciliation::model::LineView>),
    Invoices(Vec<crate::charges::queries::InvoiceView>),
}

/// What was asked for, as far as it makes sense: an address that somebody mistyped shows more, not an error.
#[derive(Clone, Debug)]
pub(super) struct Asked {
    pub(super) show: String,
    pub(super) filter: LineFilter,
    pub(super) page: u32,
}

impl From<WorkbenchQuery> for Asked {
    fn from(query: WorkbenchQuery) -> Self {
        let show = if query.show == "invoices" || query.show.parse::<Standing>().is_ok() {
            query.show
        } else {
            "open".to_owned()
        };
        let filter = LineFilter {
            counterparty: query.with.parse().ok(),
            month: query.month.parse().ok(),
            file: query.file.parse().ok(),
        };
        Self { show, filter, page: query.page.max(1) }
    }
}

impl Asked {
    fn listing(
        &self,
        conn: &mut Conn,
        by: &Member<ReadBody>,
        page: PageRequest,
    ) -> Result<Listing, ReconciliationError> {
        Ok(match self.show.parse() {
            Ok(Standing::Matched) => Listing::Matches(queries::matches(conn, by, &self.filter, page)?),
            Ok(standing) => {
                Listing::Lines(standing, queries::standing_lines(conn, by, &self.filter, standing, page)?)
            }
            Err(_) => Listing::Invoices(queries::open_invoices(conn, by, &self.filter)?),
        })
    }
}

/// `GET /finance/ledger/matching`
pub(super) async fn show(
    cx: Cx,
    by: Member<ReadBody>,
    query: web::Query<WorkbenchQuery>,
) -> WebResult<HttpResponse> {
    let asked = Asked::from(query.into_inner());
    let (wanted, may_match) = (asked.clone(), by.can::<ManageFinance>());
    let bench = cx
        .read(move |conn| {
            Ok::<_, ReconciliationError>(views::workbench::Bench {
                totals: queries::totals(conn, &by, &wanted.filter)?,
                listing: wanted.listing(conn, &by, PageRequest::new(wanted.page, 50))?,
                counterparties: queries::counterparties(conn, &by)?,
                months: queries::months(conn, &by)?,
                files: queries::files(conn, &by, PageRequest::first(50))?.items,
                asked: wanted,
            })
        })
        .await?;
    let keys = may_match.then(|| cx.repeatable());
    Ok(cx.page("Match lines with invoices", views::workbench::page(&bench, keys.as_ref())))
}

/// `GET /finance/ledger/matching.csv`
pub(super) async fn csv(
    cx: Cx,
    by: Member<ReadBody>,
    query: web::Query<WorkbenchQuery>,
) -> WebResult<HttpResponse> {
    let asked = Asked::from(query.into_inner());
    let listing = cx
        .read(move |conn| {
            let mut all = asked.listing(conn, &by, PageRequest::first(PageRequest::MOST))?;
            for number in 2..=all.pages() {
                all.extend(asked.listing(conn, &by, PageRequest::new(number, PageRequest::MOST))?);
            }
            Ok::<_, ReconciliationError>(all)
        })
        .await?;
    Ok(views::workbench::csv(&listing))
}

impl Listing {
    fn pages(&self) -> u32 {
        match self {
            Self::Matches(page) => page.pages(),
            Self::Lines(_, page) => page.pages(),
            Self::Invoices(_) => 1,
        }
    }

    fn extend(&mut self, more: Self) {
        match (self, more) {
            (Self::Matches(page), Self::Matches(more)) => page.items.extend(more.items),
            (Self::Lines(_, page), Self::Lines(_, more)) => page.items.extend(more.items),
            _ => {}
        }
    }
}

/// `POST /finance/ledger/matching`
pub(super) async fn run(cx: Cx, by: Member<ManageFinance>) -> WebResult<HttpResponse> {
    let now = cx.now();
    let matched = cx.write(move |tx| commands::match_own_lines(tx, &by, now)).await?;
    Ok(cx.done(urls::MATCHING, &names::matched_sentence(matched)))
}

/// `GET /finance/ledger/matches/{id}/undo`
pub(super) async fn confirm_undo(
    cx: Cx,
    by: Member<ManageFinance>,
    id: web::Path<MatchId>,
) -> WebResult<HttpResponse> {
    let id = *id;
    let found = cx.read(move |conn| queries::match_of(conn, &by, id)).await?;
    Ok(cx.page("Undo this match?", views::workbench::confirm_undo(&found, &cx.once())))
}

/// `POST /finance/ledger/matches/{id}/undo`
pub(super) async fn undo(
    cx: Cx,
    by: Member<ManageFinance>,
    id: web::Path<MatchId>,
) -> WebResult<HttpResponse> {
    let (id, now) = (*id, cx.now());
    cx.write(move |tx| commands::undo_match(tx, &by, id, now)).await?;
    Ok(cx.done(urls::MATCHING, "The match is undone. Both the line and the invoice are open again"))
}
