//! Closing a month: a page that shows exactly what will be invoiced and what is missing, and the button.

use actix_web::{HttpResponse, web};
use maud::{Markup, html};

use crate::access::capability::ManageFinance;
use crate::access::{Member, System};
use crate::charges::closing::{Closing, LegClosing, Outcome};
use crate::charges::commands::{self, Closed};
use crate::charges::{ChargesError, queries};
use crate::kernel::ids::{AgreementId, BodyId};
use crate::kernel::{Month, london, unit};
use crate::reconciliation::commands::match_body;
use crate::web::context::Cx;
use crate::web::error::{WebError, WebResult};
use crate::web::ui::{
    ButtonLook, Column, Confirm, Link, Row, Table, Tone, actions, banner, breadcrumbs, heading, money,
    plural, quiet_button_link, status_tag, warning,
};
use crate::web::urls::charges as addresses;

/// `GET /finance/agreements/{id}/close/{month}`
pub(super) async fn confirm(
    cx: Cx,
    member: Member<ManageFinance>,
    path: web::Path<(AgreementId, Month)>,
) -> WebResult<HttpResponse> {
    let ((agreement, month), body) = (path.into_inner(), member.body());
    let closing = cx.read(move |conn| queries::closing(conn, body, agreement, month)).await?;
    let page = page(&cx, &closing, body, london::month(cx.now())).map_err(WebError::from)?;
    Ok(cx.page(&format!("Close {month}"), page))
}

/// `POST /finance/agreements/{id}/close/{month}`
pub(super) async fn submit(
    cx: Cx,
    member: Member<ManageFinance>,
    path: web::Path<(AgreementId, Month)>,
) -> WebResult<HttpResponse> {
    let (agreement, month) = path.into_inner();
    let closed = close(&cx, member, agreement, month).await?;
    Ok(cx.done(&addresses::statement(agreement, month), &said(&closed, month)))
}

/// Closes the month, and lets the new invoices find the lines that the parties' ledgers hold already.
pub(super) async fn close(
    cx: &Cx,
    member: Member<ManageFinance>,
    agreement: AgreementId,
    month: Month,
) -> WebResult<Closed> {
    let now = cx.now();
    cx.write(move |tx| {
        let closed = commands::close_month(tx, &member, agreement, month, now)?;
        let parties = queries::closing(tx.conn(), member.body(), agreement, month)?.agreement.parties;
        for (party, _) in parties {
            match_body(tx, System::of_this_process(), party, now)?;
        }
        Ok::<_, ChargesError>(closed)
    })
    .await
}

fn said(closed: &Closed, month: Month) -> String {
    let invoices = plural(closed.invoices.len(), "invoice", "invoices");
    match closed.left_open {
        0 => format!("{month} is closed: {invoices} issued"),
        open => format!("{invoices} issued; {} of {month} left open", plural(open, "leg", "legs")),
    }
}

fn page(cx: &Cx, closing: &Closing, body: BodyId, today: Month) -> Result<Markup, ChargesError> {
    let agreement = &closing.agreement;
    let caption = format!("{}, {}", agreement.reference, agreement.title);
    let back = addresses::statement(agreement.id, closing.month);
    let consequences = consequences(closing)?;
    let question =
        format!("Close {} and issue {}?", closing.month, plural(closing.ready(), "invoice", "invoices"));
    let confirm = Confirm {
        question: &question,
        consequences: &consequences,
        action: &addresses::close(agreement.id, closing.month),
        keys: &cx.once(),
        deed: "Close the month",
        look: ButtonLook::Main,
        fields: None,
        way_out: "Not now",
        way_out_href: addresses::FINANCE,
    };
    Ok(html! {
        (breadcrumbs(&[Link::new("Finance", addresses::FINANCE)]))
        (heading(&caption, &format!("Close {}", closing.month)))
        (legs_table(closing))
        (without_reference(closing, body))
        @if closing.month >= today {
            (warning(html! { (closing.month) " is not over: it can be closed from the first day of the next month." }))
        } @else if closing.is_closed() {
            (banner(html! { p { (closing.month) " is closed: every leg has its invoice." } }))
            (actions(quiet_button_link("Statement of account", &back)))
        } @else if closing.ready() == 0 {
            (warning(html! { "Nothing can be invoiced yet: the consumer has not accepted a quantity." }))
        } @else {
            (confirm.render_as_part())
        }
    })
}

fn consequences(closing: &Closing) -> Result<Vec<String>, ChargesError> {
    let mut lines = vec![
        "Invoices get their numbers and go to the consumer. They cannot be changed afterwards.".to_owned(),
    ];
    if let Some(set_off) = closing.set_off()? {
        lines.push(format!(
            "{} of the in-kind invoices is set off against each other.",
            money(set_off.amount)
        ));
    }
    if closing.missing() > 0 {
        lines.push(format!(
            "{} without an accepted return stays open. Close the month again once it is accepted.",
            plural(closing.missing(), "leg", "legs")
        ));
    }
    Ok(lines)
}

fn legs_table(closing: &Closing) -> Markup {
    Table::new("What will be invoiced")
        .columns([
            Column::text("Service"),
            Column::text("From and to"),
            Column::text("Accepted"),
            Column::text("Price"),
            Column::numeric("Net"),
            Column::numeric("VAT"),
            Column::numeric("Gross"),
            Column::text("State"),
        ])
        .folds_when_narrow()
        .rows(closing.legs.iter().map(leg_row))
        .render()
}

fn leg_row(closing: &LegClosing) -> Row {
    let leg = &closing.leg;
    let blank = || html! {};
    let (accepted, amounts, state) = match &closing.outcome {
        Outcome::Ready { quantity, charge } => (
            html! { (unit::counted(*quantity, &leg.unit)) },
            [charge.net(), charge.vat(), charge.gross()].map(|amount| html! { (money(amount)) }),
            status_tag(Tone::Good, "Ready"),
        ),
        Outcome::Invoiced(invoice) => (
            html! { (unit::counted(invoice.quantity, &invoice.unit)) },
            [invoice.net, invoice.vat, invoice.gross].map(|amount| html! { (money(amount)) }),
            html! { a href=(addresses::invoice(invoice.id)) { (invoice.number) } },
        ),
        Outcome::Missing => {
            (blank(), [blank(), blank(), blank()], status_tag(Tone::Warn, "No accepted return"))
        }
    };
    let [net, vat, gross] = amounts;
    Row::new([
        html! { (leg.service_name) p.meta { (leg.settlement.label()) } },
        html! { (leg.provider_name) " to " (leg.consumer_name) },
        accepted,
        html! { (leg.price) p.meta { (leg.price_kind.label()) ", " (leg.vat.label()) } },
        net,
        vat,
        gross,
        state,
    ])
}

/// Legs whose invoices would quote no purchase order reference: the consumer can still give one.
fn without_reference(closing: &Closing, body: BodyId) -> Markup {
    let lacking = closing.legs.iter().filter(|closing| {
        closing.leg.po_ref.is_none() && matches!(closing.outcome, Outcome::Ready { .. } | Outcome::Missing)
    });
    html! {
        @for closing in lacking {
            @let leg = &closing.leg;
            (banner(html! {
                p {
                    "The invoice for " (leg.service_name) " will quote no purchase order reference. "
                    @if leg.consumer == body { a href=(addresses::po_reference(leg.id)) { "Give one" } }
                    @else { (leg.consumer_name) " can give one before the month is closed." }
                }
            }))
        }
    }
}
