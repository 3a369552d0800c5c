//! The statement of account of an agreement for a month, to print or to load.

use actix_web::{HttpResponse, web};
use maud::{Markup, html};

use super::invoices::{CSV_HEADER, csv_row};
use super::views::invoice_table;
use crate::access::Member;
use crate::access::capability::{ManageFinance, ReadBody};
use crate::charges::queries::{self, AccountStatement, Direction};
use crate::kernel::ids::{AgreementId, BodyId};
use crate::kernel::price::Settlement;
use crate::kernel::{Month, Pence, london};
use crate::web::answer;
use crate::web::context::Cx;
use crate::web::error::{WebError, WebResult};
use crate::web::ui::{
    Link, Row, SummaryRow, actions, breadcrumbs, button_link, heading, money, summary_list, warning,
};
use crate::web::urls::charges as addresses;

/// `GET /finance/agreements/{id}/statements/{month}`
pub(super) async fn show(
    cx: Cx,
    member: Member<ReadBody>,
    path: web::Path<(AgreementId, Month)>,
) -> WebResult<HttpResponse> {
    let (agreement, month) = path.into_inner();
    let statement = find(&cx, member.body(), agreement, month).await?;
    let title = format!("Statement of account, {month}");
    Ok(cx.page(&title, page(&statement, &member, london::month(cx.now()))?))
}

/// `GET /finance/agreements/{id}/statements/{month}/csv`
pub(super) async fn csv(
    cx: Cx,
    member: Member<ReadBody>,
    path: web::Path<(AgreementId, Month)>,
) -> WebResult<HttpResponse> {
    let (agreement, month) = path.into_inner();
    let statement = find(&cx, member.body(), agreement, month).await?;
    let name = format!("statement-{}-{}", statement.agreement.reference, month.iso());
    Ok(answer::csv(&name, &CSV_HEADER, statement.invoices.iter().map(csv_row)))
}

pub(super) async fn find(
    cx: &Cx,
    body: BodyId,
    agreement: AgreementId,
    month: Month,
) -> WebResult<AccountStatement> {
    cx.read(move |conn| queries::statement(conn, body, agreement, month)).await
}

fn page(statement: &AccountStatement, member: &Member<ReadBody>, today: Month) -> WebResult<Markup> {
    let body = member.body();
    let closes = !statement.closed && statement.month < today && member.can::<ManageFinance>();
    let agreement = &statement.agreement;
    let (owed, owing) = (left(statement, body, Direction::Out)?, left(statement, body, Direction::In)?);
    let in_kind = agreement.legs.iter().any(|leg| leg.settlement == Settlement::InKind);
    let parties: Vec<&str> = agreement.parties.iter().map(|(_, name)| name.as_str()).collect();
    Ok(html! {
        (breadcrumbs(&[Link::new("Finance", addresses::FINANCE), Link::new("Invoices", addresses::INVOICES)]))
        (heading(&format!("{}, {}", agreement.reference, agreement.title), &format!("Statement of account, {}", statement.month)))
        (summary_list(&[
            SummaryRow::text("Between", parties.join(" and ")),
            SummaryRow::text("State of the month", if statement.closed { "Closed" } else { "Open" }),
            SummaryRow::text("Left to be paid to you", money(owed)),
            SummaryRow::text("Left to be paid by you", money(owing)),
        ]))
        @if statement.invoices.iter().any(|invoice| !invoice.on_account().is_zero()) {
            p { "What is left of an in-kind invoice after the set-off is kept on the in-kind account. Within the agreed \
                 tolerance nothing of it is paid." }
        }
        @if !statement.missing.is_empty() {
            (warning(html! { "Not invoiced yet: " (statement.missing.join(", ")) }))
        }
        (table(statement, body)?)
        (actions(html! {
            @if closes { (button_link("Close the month", &addresses::close(agreement.id, statement.month))) }
            @if in_kind { a href=(addresses::in_kind(agreement.id)) { "In-kind account" } }
        }))
    })
}

fn table(statement: &AccountStatement, body: BodyId) -> WebResult<Markup> {
    let csv = addresses::statement_csv(statement.agreement.id, statement.month);
    let table = invoice_table("Invoices of the month", &statement.invoices, body)
        .empty("No invoice has been issued for this month.");
    if statement.invoices.is_empty() {
        return Ok(table.render());
    }
    Ok(table.foot(foot(statement)?).csv(csv).render())
}

/// What passed between the two, whichever way.
fn foot(statement: &AccountStatement) -> WebResult<Row> {
    let total = |amount: fn(&queries::InvoiceView) -> Pence| -> WebResult<Markup> {
        let total = Pence::sum(statement.invoices.iter().map(amount)).map_err(too_large)?;
        Ok(html! { (money(total)) })
    };
    let blank = || html! {};
    Ok(Row::new([
        html! { "Both ways" },
        blank(),
        blank(),
        total(|invoice| invoice.net)?,
        total(|invoice| invoice.vat)?,
        total(|invoice| invoice.gross)?,
        total(|invoice| invoice.set_off)?,
        total(queries::InvoiceView::to_pay)?,
        blank(),
    ]))
}

fn left(statement: &AccountStatement, body: BodyId, way: Direction) -> WebResult<Pence> {
    let invoices = statement.invoices.iter().filter(|invoice| invoice.direction(body) == way);
    Pence::sum(invoices.map(queries::InvoiceView::to_pay)).map_err(too_large)
}

fn too_large(error: crate::kernel::pence::MoneyError) -> WebError {
    crate::charges::ChargesError::from(error).into()
}
