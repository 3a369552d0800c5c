//! What waits for a finance officer: months to close, and invoices that came in and are to be paid.

use crate::access::Member;
use crate::access::capability::ManageFinance;
use crate::charges::queries::{
    self, Direction, InvoiceFilter, InvoiceOrder, InvoiceState, InvoiceView, MonthToClose,
};
use crate::kernel::{Page, PageRequest, london};
use crate::web::context::Cx;
use crate::web::error::WebResult;
use crate::web::ui::{TodoItem, Tone, date, money, plural};
use crate::web::urls::charges as addresses;

/// How many invoices of each state are named; the list of invoices has the rest.
const NAMED: u32 = 5;

/// What waits for whoever is looking, the oldest month and the first due date first.
pub(in crate::web) async fn waiting(cx: &Cx) -> WebResult<Vec<TodoItem>> {
    let Ok(member) = cx.credential().member::<ManageFinance>() else { return Ok(vec![]) };
    let (today, body) = (london::month(cx.now()), member.body());
    let months = cx.read(move |conn| queries::months_to_close(conn, body, today)).await?;
    let mut items: Vec<TodoItem> =
        months.iter().filter(|month| month.ready > 0).take(20).map(close).collect();
    for (state, tag) in [
        (InvoiceState::PastDue, (Tone::Bad, "Past its due date")),
        (InvoiceState::Open, (Tone::Warn, "To be paid")),
    ] {
        items.extend(to_pay(cx, &member, state, tag).await?);
    }
    Ok(items)
}

fn close(month: &MonthToClose) -> TodoItem {
    TodoItem {
        href: addresses::close(month.agreement, month.month),
        action: format!("Close {}", month.month),
        about: format!("of {}, with {}", month.title, month.partner),
        detail: Some(format!("{} ready", plural(month.ready, "invoice", "invoices"))),
        tag: Some((Tone::Warn, "To charge".to_owned())),
    }
}

/// Invoices that came in, of which something is left to pay and that no line of the body's ledger pays.
async fn to_pay(
    cx: &Cx,
    member: &Member<ManageFinance>,
    state: InvoiceState,
    (tone, tag): (Tone, &str),
) -> WebResult<Vec<TodoItem>> {
    let (body, today) = (member.body(), london::date(cx.now()));
    let filter = InvoiceFilter {
        direction: Some(Direction::In),
        state: Some(state),
        order: InvoiceOrder::DueFirst,
        ..InvoiceFilter::default()
    };
    let page =
        cx.read(move |conn| queries::invoices(conn, body, &filter, today, PageRequest::first(NAMED))).await?;
    let named =
        page.items.iter().map(|invoice| TodoItem { tag: Some((tone, tag.to_owned())), ..pay(invoice) });
    Ok(named.chain(the_rest(&page, state)).collect())
}

fn pay(invoice: &InvoiceView) -> TodoItem {
    TodoItem {
        href: addresses::invoice(invoice.id),
        action: format!("Pay invoice {}", invoice.number),
        about: format!("from {} for {}, {}", invoice.provider_name, invoice.description, invoice.month),
        detail: Some(format!(
            "{} due by {}. It waits until a line of your ledger is matched with it.",
            money(invoice.to_pay()),
            date(invoice.due_on)
        )),
        tag: None,
    }
}

fn the_rest(page: &Page<InvoiceView>, state: InvoiceState) -> Option<TodoItem> {
    let rest = page.total - i64::try_from(page.items.len()).unwrap_or(page.total);
    (rest > 0).then(|| TodoItem {
        href: format!("{}?direction=in&state={}", addresses::INVOICES, state.as_str()),
        action: format!("Look at {}", plural(rest, "more invoice", "more invoices")),
        about: "that you have received".to_owned(),
        ..TodoItem::default()
    })
}
