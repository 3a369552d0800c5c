//! The finance page of the acting body: months to close, and what is owed each way.

use actix_web::HttpResponse;
use maud::{Markup, html};

use crate::access::Member;
use crate::access::capability::{ManageFinance, ReadBody};
use crate::charges::ChargesError;
use crate::charges::queries::{
    self, Direction, InKindAccount, InvoiceFilter, InvoiceState, MonthToClose, Totals,
};
use crate::kernel::ids::BodyId;
use crate::kernel::london;
use crate::web::context::Cx;
use crate::web::error::WebResult;
use crate::web::ui::{
    Column, Row, Table, Tile, Tone, actions, empty_state, money, plural, quiet_button_link, status_tag, tiles,
};
use crate::web::urls;
use crate::web::urls::charges as addresses;

/// Everything the page shows.
struct Hub {
    months: Vec<MonthToClose>,
    owed: Totals,
    owing: Totals,
    past_due: Totals,
    accounts: Vec<InKindAccount>,
}

/// `GET /finance`
pub(super) async fn show(cx: Cx, member: Member<ReadBody>) -> WebResult<HttpResponse> {
    let (body, today) = (member.body(), london::date(cx.now()));
    let month = london::month(cx.now());
    let hub = cx
        .read(move |conn| {
            let towards =
                |direction| InvoiceFilter { direction: Some(direction), ..InvoiceFilter::default() };
            let past_due = InvoiceFilter { state: Some(InvoiceState::PastDue), ..towards(Direction::In) };
            Ok::<_, ChargesError>(Hub {
                months: queries::months_to_close(conn, body, month)?,
                owed: queries::totals(conn, body, &towards(Direction::Out), today)?,
                owing: queries::totals(conn, body, &towards(Direction::In), today)?,
                past_due: queries::totals(conn, body, &past_due, today)?,
                accounts: queries::in_kind_accounts(conn, body)?,
            })
        })
        .await?;
    Ok(cx.page("Finance", view(&hub, &member)))
}

fn view(hub: &Hub, member: &Member<ReadBody>) -> Markup {
    html! {
        h1 { "Finance" }
        (tiles(&figures(hub)))
        h2 { "Months to close" }
        @if hub.months.is_empty() {
            (empty_state(
                "No month waits to be closed",
                "When a month of an agreement is over it stands here until every leg of it has its invoice.",
                None,
            ))
        } @else {
            p { "On the first working day of the next month, whatever is accepted is invoiced by itself. You can do it sooner." }
            (months_table(&hub.months, member))
        }
        @if !hub.accounts.is_empty() { (accounts_table(&hub.accounts, member.body())) }
        (actions(html! {
            (quiet_button_link("All invoices", addresses::INVOICES))
            (quiet_button_link("Ledger and reconciliation", urls::reconciliation::LEDGER))
        }))
    }
}

fn figures(hub: &Hub) -> Vec<Tile> {
    let tile = |totals: &Totals, label: &str, query: &str| Tile {
        figure: money(totals.to_pay),
        label: label.to_owned(),
        note: Some(format!("on {} of {}", totals.to_pay_count, plural(totals.count, "invoice", "invoices"))),
        href: Some(format!("{}{query}", addresses::INVOICES)),
    };
    vec![
        tile(&hub.owed, "to be paid to you", "?direction=out"),
        tile(&hub.owing, "to be paid by you", "?direction=in"),
        tile(&hub.past_due, "past its due date, to be paid by you", "?direction=in&state=past_due"),
    ]
}

fn months_table(months: &[MonthToClose], member: &Member<ReadBody>) -> Markup {
    Table::new("Months to close")
        .hidden_caption()
        .columns([
            Column::unbroken("Month"),
            Column::text("Agreement"),
            Column::text("With"),
            Column::text("State"),
            Column::text("Next"),
        ])
        .folds_when_narrow()
        .rows(months.iter().take(200).map(|month| {
            Row::new([
                html! { (month.month) },
                html! { (month.title) p.meta { (month.reference) } },
                html! { (month.partner) },
                readiness(month),
                next(month, member),
            ])
        }))
        .render()
}

fn accounts_table(accounts: &[InKindAccount], body: BodyId) -> Markup {
    let row = |account: &InKindAccount| {
        let agreement = &account.agreement;
        let tag = match account.beyond_tolerance() {
            Some(_) => status_tag(Tone::Warn, "Beyond the tolerance"),
            None => status_tag(Tone::Good, "Within the tolerance"),
        };
        Row::new([
            html! { a href=(addresses::in_kind(agreement.id)) { (agreement.title) } p.meta { (agreement.reference) } },
            html! { (agreement.partners_of(body)) },
            html! { (money(account.balance())) },
            html! { (money(agreement.tolerance)) },
            tag,
        ])
    };
    html! {
        h2 { "In-kind accounts" }
        p { "What you gave less what you took. Above nothing, the other side owes you." }
        (Table::new("In-kind accounts")
            .hidden_caption()
            .columns([
                Column::text("Agreement"),
                Column::text("With"),
                Column::numeric("Balance"),
                Column::numeric("Tolerance"),
                Column::text("State"),
            ])
            .folds_when_narrow()
            .rows(accounts.iter().map(row))
            .render())
    }
}

/// How many legs can be charged, and how many have nothing accepted.
fn readiness(month: &MonthToClose) -> Markup {
    html! {
        @if month.ready > 0 { (status_tag(Tone::Good, &format!("{} ready", month.ready))) " " }
        @if month.missing > 0 { (status_tag(Tone::Warn, &format!("{} without an accepted return", month.missing))) }
    }
}

fn next(month: &MonthToClose, member: &Member<ReadBody>) -> Markup {
    let about = format!(" {} of {}", month.month, month.title);
    let (href, deed) = if member.can::<ManageFinance>() {
        (addresses::close(month.agreement, month.month), "Close")
    } else {
        (addresses::statement(month.agreement, month.month), "Statement")
    };
    html! { a href=(href) { (deed) span.visually-hidden { (about) } } }
}
