//! Statements of open items: the list, the one about to be sent, and one as both sides see it.

use actix_web::HttpResponse;
use maud::{Markup, html};

use super::crumbs;
use crate::kernel::ids::BodyId;
use crate::kernel::{FieldErrors, Page, Pence, london};
use crate::reconciliation::model::{StatementLineView, StatementView, Tally, answered_total};
use crate::reconciliation::queries::OpenItem;
use crate::reconciliation::state::{LineAnswer, StatementState};
use crate::web::answer;
use crate::web::reconciliation::statements::NewForm;
use crate::web::ui::{
    Choice, Column, DateField, FormKeys, Row, Select, SummaryRow, Table, Tone, actions, button, button_link,
    date, date_short, empty_state, get_form, money, pagination, plural, post_form, quiet_button, status_tag,
    summary_list, thousands,
};
use crate::web::urls::reconciliation as urls;

pub(in crate::web::reconciliation) fn list(
    statements: &Page<StatementView>,
    own: BodyId,
    may_send: bool,
) -> Markup {
    let send = || may_send.then(|| button_link("Send a statement", urls::NEW_STATEMENT));
    html! {
        (crumbs(&[("Ledger", urls::LEDGER)]))
        h1 { "Statements of open items" }
        p.lede { "At the end of a period the body that is owed lists what is open. The other side confirms or \
                  disputes each line." }
        @if statements.items.is_empty() {
            (empty_state("No statements yet", "Statements that you send or receive will stand here.", send()))
        } @else {
            @if let Some(send) = send() { (actions(send)) }
            (list_table(statements, own))
            (pagination(statements.request.number(), statements.pages(), urls::statements_page))
        }
    }
}

fn list_table(statements: &Page<StatementView>, own: BodyId) -> Markup {
    let row = |statement: &StatementView| {
        let (direction, other) = if statement.sender == own {
            ("To", &statement.receiver_name)
        } else {
            ("From", &statement.sender_name)
        };
        Row::new([
            html! { a href=(urls::statement(statement.id)) { (direction) " " (other) } },
            html! { (date_short(statement.as_at)) },
            html! { (thousands(statement.count)) },
            html! { (money(statement.total)) },
            state_tag(statement.state),
        ])
    };
    Table::new("Statements, the latest first")
        .hidden_caption()
        .columns([
            Column::text("Statement"),
            Column::unbroken("As at"),
            Column::numeric("Items"),
            Column::numeric("Open"),
            Column::text("State"),
        ])
        .rows(statements.items.iter().map(row))
        .render()
}

fn state_tag(state: StatementState) -> Markup {
    let tone = match state {
        StatementState::Sent => Tone::Warn,
        StatementState::Answered => Tone::Good,
    };
    status_tag(tone, state.label())
}

/// To whom and as at when; then what would be sent, with the button that sends it.
pub(in crate::web::reconciliation) fn new(
    form: &NewForm,
    debtors: &[(BodyId, String, Tally)],
    items: Option<&[OpenItem]>,
    keys: &FormKeys,
    errors: &FieldErrors,
) -> Markup {
    html! {
        (crumbs(&[("Ledger", urls::LEDGER), ("Statements", urls::STATEMENTS)]))
        h1 { "Send a statement" }
        @if debtors.is_empty() {
            (empty_state(
                "Nobody owes you anything",
                "A statement lists your invoices that are to be paid. What is given in kind is not, while its account stays \
                 within the agreed tolerance.",
                None,
            ))
        } @else {
            (question(form, debtors, errors))
            @if let Some(items) = items { (about_to_send(form, items, keys)) }
        }
    }
}

fn question(form: &NewForm, debtors: &[(BodyId, String, Tally)], errors: &FieldErrors) -> Markup {
    let choice = |(id, name, tally): &(BodyId, String, Tally)| {
        let label = format!("{name}: {}, {}", plural(tally.count, "item", "items"), money(tally.total));
        Choice::new(id.to_string(), label)
    };
    let choices: Vec<Choice> = debtors.iter().map(choice).collect();
    let fields = html! {
        (Select {
            name: "with", label: "Who owes you", prompt: Some("Choose a body"), choices: &choices,
            value: &form.with, error: errors.of("with"), ..Select::default()
        }.render())
        (DateField {
            name: "as_at", label: "As at", value: &form.as_at, error: errors.of("as_at"), ..DateField::default()
        }.render())
        (actions(quiet_button("Show what is open")))
    };
    get_form(urls::NEW_STATEMENT, fields)
}

fn about_to_send(form: &NewForm, items: &[OpenItem], keys: &FormKeys) -> Markup {
    let rows = items.iter().map(|item| {
        Row::new([
            html! { (item.invoice.number) },
            html! { (item.invoice.description) ", " (item.invoice.month) },
            html! { (date_short(item.invoice.issued_on)) },
            html! { (money(item.invoice.gross)) },
            html! { (money(item.invoice.set_off)) },
            html! { (money(item.open_amount)) },
        ])
    });
    let total = Pence::sum(items.iter().map(|item| item.open_amount)).unwrap_or_default();
    let foot =
        Row::new([html! { "Total" }, html! {}, html! {}, html! {}, html! {}, html! { (money(total)) }]);
    html! {
        h2 { "What the statement will say" }
        (Table::new("Open items")
            .columns([
                Column::unbroken("Invoice"), Column::text("For"), Column::unbroken("Issued"), Column::numeric("Gross"),
                Column::numeric("Set off"), Column::numeric("Open"),
            ])
            .folds_when_narrow()
            .rows(rows)
            .foot(foot)
            .empty("Nothing was open between you at this date. Choose another body or date.")
            .render())
        @if !items.is_empty() {
            p { "Once sent it cannot be changed or called back. Both sides keep it." }
            (post_form(urls::STATEMENTS, keys, html! {
                input type="hidden" name="with" value=(form.with);
                input type="hidden" name="as_at" value=(form.as_at);
                (actions(button("Send the statement")))
            }))
        }
    }
}

/// One statement, as either side sees and prints it.
pub(in crate::web::reconciliation) fn one(
    statement: &StatementView,
    lines: &[StatementLineView],
    own: BodyId,
    may_answer: bool,
) -> Markup {
    let title = if statement.sender == own {
        format!("Statement to {}", statement.receiver_name)
    } else {
        format!("Statement from {}", statement.sender_name)
    };
    html! {
        (crumbs(&[("Ledger", urls::LEDGER), ("Statements", urls::STATEMENTS)]))
        h1 { span.caption { "Open items at " (date(statement.as_at)) " " } (title) }
        (summary_list(&facts(statement, lines)))
        @if may_answer && statement.state == StatementState::Sent {
            (actions(button_link("Answer this statement", &urls::answer_statement(statement.id))))
        }
        (line_table(statement, lines))
    }
}

fn facts(statement: &StatementView, lines: &[StatementLineView]) -> Vec<SummaryRow> {
    let tally = |answer| {
        let Tally { count, total } = answered_total(lines, answer);
        format!("{} on {}", money(total), plural(count, "line", "lines"))
    };
    let mut facts = vec![
        SummaryRow::new("State", state_tag(statement.state)),
        SummaryRow::text("Owed to", &statement.sender_name),
        SummaryRow::text("Owed by", &statement.receiver_name),
        SummaryRow::text(
            "Sent",
            format!("{} by {}", london::civil_time(statement.sent_at), statement.sent_by),
        ),
    ];
    match statement.answered_at {
        Some(at) => {
            let by = lines.iter().find_map(|line| line.answered_by.as_deref()).unwrap_or_default();
            facts.push(SummaryRow::text("Answered", format!("{} by {by}", london::civil_time(at))));
            facts.push(SummaryRow::text("Agreed", tally(LineAnswer::Confirmed)));
            facts.push(SummaryRow::text("Disputed", tally(LineAnswer::Disputed)));
        }
        None => facts.push(SummaryRow::text("Not answered yet", tally(LineAnswer::Pending))),
    }
    facts.push(SummaryRow::text("Total", money(statement.total)));
    facts
}

fn line_table(statement: &StatementView, lines: &[StatementLineView]) -> Markup {
    let row = |line: &StatementLineView| {
        Row::new([
            html! { (line.number) ". " (line.invoice.number) },
            html! { (line.invoice.description) ", " (line.invoice.month) },
            html! { (date_short(line.invoice.due_on)) },
            html! { (money(line.invoice.gross)) },
            html! { (money(line.open_amount)) },
            answer_cell(line),
        ])
    };
    Table::new("Open items")
        .hidden_caption()
        .columns([
            Column::unbroken("Invoice"),
            Column::text("For"),
            Column::unbroken("Due"),
            Column::numeric("Gross"),
            Column::numeric("Open"),
            Column::text("Answer"),
        ])
        .folds_when_narrow()
        .rows(lines.iter().map(row))
        .foot(Row::new([
            html! { "Total" },
            html! {},
            html! {},
            html! {},
            html! { (money(statement.total)) },
            html! {},
        ]))
        .csv(urls::statement_csv(statement.id))
        .render()
}

fn answer_cell(line: &StatementLineView) -> Markup {
    let tone = match line.answer {
        LineAnswer::Pending => Tone::Plain,
        LineAnswer::Confirmed => Tone::Good,
        LineAnswer::Disputed => Tone::Bad,
    };
    html! {
        (status_tag(tone, line.answer.label()))
        @if let Some(code) = line.reason_code { br; (code.label()) }
        @if let Some(reason) = &line.reason { br; span.meta { (reason) } }
    }
}

pub(in crate::web::reconciliation) fn csv(
    statement: &StatementView,
    lines: &[StatementLineView],
) -> HttpResponse {
    let cells = lines.iter().map(|line| {
        vec![
            line.number.to_string(),
            line.invoice.number.clone(),
            line.invoice.description.clone(),
            line.invoice.month.iso(),
            line.invoice.issued_on.to_string(),
            line.invoice.due_on.to_string(),
            line.invoice.gross.plain(),
            line.open_amount.plain(),
            line.answer.label().to_owned(),
            line.reason_code.map(|code| code.label().to_owned()).unwrap_or_default(),
            line.reason.clone().unwrap_or_default(),
        ]
    });
    let header = [
        "Line",
        "Invoice",
        "For",
        "Month",
        "Issued",
        "Due",
        "Gross",
        "Open",
        "Answer",
        "Reason",
        "In their words",
    ];
    answer::csv(&format!("statement-{}", statement.as_at), &header, cells)
}
