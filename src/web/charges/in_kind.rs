//! The in-kind account of an agreement: what each side gave, month by month, and where they stand.

use actix_web::{HttpResponse, web};
use maud::{Markup, html};

use crate::access::Member;
use crate::access::capability::ReadBody;
use crate::charges::queries::{self, InKindAccount};
use crate::kernel::ids::{AgreementId, BodyId};
use crate::web::answer;
use crate::web::context::Cx;
use crate::web::error::WebResult;
use crate::web::ui::{
    BalanceChart, BalanceMonth, Link, SummaryRow, Twin, banner, breadcrumbs, empty_state, heading, money,
    summary_list, warning,
};
use crate::web::urls::charges as addresses;

/// `GET /finance/agreements/{id}/in-kind`
pub(super) async fn show(
    cx: Cx,
    member: Member<ReadBody>,
    id: web::Path<AgreementId>,
) -> WebResult<HttpResponse> {
    let account = find(&cx, member.body(), id.into_inner()).await?;
    Ok(cx.page("In-kind account", page(&account, member.body())))
}

/// `GET /finance/agreements/{id}/in-kind/csv`
pub(super) async fn csv(
    cx: Cx,
    member: Member<ReadBody>,
    id: web::Path<AgreementId>,
) -> WebResult<HttpResponse> {
    let account = find(&cx, member.body(), id.into_inner()).await?;
    let rows = account.months.iter().map(|month| {
        vec![month.month.iso(), month.given.plain(), month.received.plain(), month.balance.plain()]
    });
    Ok(answer::csv("in-kind-account", &["Month", "Given", "Received", "Balance"], rows))
}

pub(super) async fn find(cx: &Cx, body: BodyId, id: AgreementId) -> WebResult<InKindAccount> {
    cx.read(move |conn| queries::in_kind_account(conn, body, id)).await
}

fn page(account: &InKindAccount, body: BodyId) -> Markup {
    let agreement = &account.agreement;
    let partner = agreement.partners_of(body);
    html! {
        (breadcrumbs(&[Link::new("Finance", addresses::FINANCE)]))
        (heading(&format!("{}, {}", agreement.reference, agreement.title), "In-kind account"))
        (summary_list(&[
            SummaryRow::text("With", &partner),
            SummaryRow::text("Balance", standing(account, &partner)),
            SummaryRow::text("Agreed tolerance", format!("{} either way", money(agreement.tolerance))),
        ]))
        @match account.beyond_tolerance() {
            Some(beyond) => {
                (warning(html! { "The balance is " (money(beyond)) " beyond what you agreed to tolerate. Settle it with " (partner) "." }))
            }
            None if account.months.is_empty() => {}
            None => { (banner(html! { p { "The balance is within the agreed tolerance: nothing is to be paid." } })) }
        }
        @if account.months.is_empty() {
            (empty_state("Nothing given yet", "What each side gave stands here once a month is closed.", None))
        } @else {
            (chart(account, &partner).render())
            p.download { a href=(addresses::in_kind_csv(agreement.id)) { "Download as CSV" } }
        }
    }
}

fn standing(account: &InKindAccount, partner: &str) -> String {
    let balance = account.balance();
    if balance.is_zero() {
        "Even".to_owned()
    } else if balance.is_negative() {
        format!("You have taken {} more than you gave", money(balance.abs()))
    } else {
        format!("{partner} has taken {} more than it gave", money(balance))
    }
}

fn chart(account: &InKindAccount, partner: &str) -> BalanceChart {
    let months = account.months.iter().map(|month| BalanceMonth {
        month: month.month,
        given: month.given,
        taken: month.received,
        balance: month.balance,
    });
    BalanceChart {
        title: format!("In-kind account with {partner}"),
        given_label: "You gave".to_owned(),
        taken_label: "You took".to_owned(),
        months: months.collect(),
        tolerance: Some(account.agreement.tolerance),
        twin: Twin::Open,
    }
}
