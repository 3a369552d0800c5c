//! The form in which each line of a statement is confirmed or disputed.

use std::collections::BTreeSet;

use maud::{Markup, html};

use super::crumbs;
use crate::kernel::FieldErrors;
use crate::kernel::ids::InvoiceId;
use crate::reconciliation::mismatch::{MismatchReason, ReplyForm};
use crate::reconciliation::model::{StatementLineView, StatementView};
use crate::web::ui::{
    Choice, FormKeys, Need, Radios, Select, SummaryRow, TextArea, actions, button, date, money, post_form,
    summary_list,
};
use crate::web::urls::reconciliation as urls;

pub(in crate::web::reconciliation) fn form(
    statement: &StatementView,
    lines: &[StatementLineView],
    matched: &BTreeSet<InvoiceId>,
    reply_of: &impl Fn(i32) -> ReplyForm,
    keys: &FormKeys,
    errors: &FieldErrors,
) -> Markup {
    let fields = html! {
        @for line in lines {
            (line_fields(line, matched.contains(&line.invoice.id), &reply_of(line.number), errors))
        }
        p { "Once sent your answer cannot be changed. Both sides keep it." }
        (actions(html! {
            (button("Send the answer"))
            a href=(urls::statement(statement.id)) { "Not now" }
        }))
    };
    html! {
        (crumbs(&[("Ledger", urls::LEDGER), ("Statements", urls::STATEMENTS)]))
        h1 { span.caption { "Open items at " (date(statement.as_at)) " " } "Answer " (statement.sender_name) }
        p.lede { "Say to each line whether your books agree. " (money(statement.total)) " in all." }
        (post_form(&urls::answer_statement(statement.id), keys, fields))
    }
}

fn line_fields(
    line: &StatementLineView,
    is_matched: bool,
    reply: &ReplyForm,
    errors: &FieldErrors,
) -> Markup {
    let name = |field: &str| format!("{field}-{}", line.number);
    let (answer, code, reason) = (name("answer"), name("reason_code"), name("reason"));
    let reasons: Vec<Choice> =
        MismatchReason::ALL.iter().map(|reason| Choice::new(reason.as_str(), reason.label())).collect();
    html! {
        section.panel {
            h2 { "Line " (line.number) ": " (money(line.open_amount)) }
            (summary_list(&[
                SummaryRow::text("Invoice", &line.invoice.number),
                SummaryRow::text("For", format!("{}, {}", line.invoice.description, line.invoice.month)),
                SummaryRow::text("Gross", money(line.invoice.gross)),
                SummaryRow::text("In your ledger", if is_matched {
                    "A line of your ledger pays this invoice"
                } else {
                    "No line of your ledger is matched with this invoice"
                }),
            ]))
            (Radios {
                name: &answer, legend: &format!("Do your books agree with line {}?", line.number),
                choices: &[
                    Choice::new("confirmed", "Yes, we confirm this line"),
                    Choice::new("disputed", "No, we dispute this line"),
                ],
                value: &reply.answer, error: errors.of(&answer), ..Radios::default()
            }.render())
            (Select {
                name: &code, label: &format!("Why you dispute line {}", line.number),
                hint: Some("Only if you dispute it."), prompt: Some("Choose a reason"), choices: &reasons,
                value: &reply.reason_code, error: errors.of(&code), need: Need::Optional, ..Select::default()
            }.render())
            (TextArea {
                name: &reason, label: &format!("What the other side should know about line {}", line.number),
                value: &reply.reason, error: errors.of(&reason), need: Need::Optional, rows: Some(2),
                most: Some(1_000), ..TextArea::default()
            }.render())
        }
    }
}
