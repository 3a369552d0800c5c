//! The page of one return.

use actix_web::{HttpResponse, web};
use maud::{Markup, html};

use super::views::{lines_table, return_tag};
use crate::access::Member;
use crate::access::capability::{ManageService, ReadBody};
use crate::kernel::ids::ReturnId;
use crate::kernel::london;
use crate::service_levels::model::ReturnView;
use crate::service_levels::queries;
use crate::service_levels::state::LineEvent;
use crate::web::context::Cx;
use crate::web::error::{WebError, WebResult};
use crate::web::ui::{
    Link, SummaryRow, actions, breadcrumbs, button_link, heading, quiet_button_link, summary_list,
};
use crate::web::urls::service_levels as addresses;

/// `GET /returns/{id}`
pub(super) async fn show(
    cx: Cx,
    member: Member<ReadBody>,
    id: web::Path<ReturnId>,
) -> WebResult<HttpResponse> {
    let view = find(&cx, member.body(), id.into_inner()).await?;
    Ok(cx.page(&view.title(), page(&view, &member)))
}

/// The return, if the acting body is a party of its leg.
pub(super) async fn find(cx: &Cx, body: crate::kernel::ids::BodyId, id: ReturnId) -> WebResult<ReturnView> {
    cx.read(move |conn| queries::return_of_party(conn, body, id)).await?.ok_or(WebError::NotFound)
}

fn page(view: &ReturnView, member: &Member<ReadBody>) -> Markup {
    let caption = format!("{} for {}", view.leg.provider_name, view.leg.consumer_name);
    html! {
        (breadcrumbs(&[Link::new("Returns", addresses::RETURNS)]))
        (heading(&caption, &view.title()))
        (summary_list(&facts(view)))
        (lines_table(view))
        (what_next(view, member))
    }
}

fn facts(view: &ReturnView) -> Vec<SummaryRow> {
    let leg = &view.leg;
    let agreement = format!("{}, {}", leg.agreement_reference, leg.agreement_title);
    let sent = format!("{}, {}", view.submitted_by, london::civil_time(view.submitted_at));
    let mut rows = vec![
        SummaryRow::new("State", return_tag(view.state)),
        SummaryRow::text("Agreement", agreement),
        SummaryRow::text("Month", view.month.to_string()),
        SummaryRow::text("Sent by", sent),
    ];
    if !view.note.is_empty() {
        rows.push(SummaryRow::text("Note", &view.note));
    }
    rows
}

fn what_next(view: &ReturnView, member: &Member<ReadBody>) -> Markup {
    let may = member.can::<ManageService>();
    let is = |event| view.lines_that_allow(event).next().is_some();
    let answers = may && view.leg.consumer == member.body() && is(LineEvent::Accept);
    let all_pending = answers && is(LineEvent::Dispute);
    let corrects = may && view.leg.provider == member.body() && is(LineEvent::Correct);
    actions(html! {
        @if all_pending { (button_link("Accept all", &addresses::accept(view.id))) }
        @if answers { (quiet_button_link("Answer line by line", &addresses::answer(view.id))) }
        @if corrects { (button_link("Correct the disputed lines", &addresses::correct(view.id))) }
        a href=(addresses::performance(view.leg.id)) { "Performance by month" }
    })
}
