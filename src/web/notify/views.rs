//! The pages of mail.

use maud::{Markup, html};

use crate::kernel::{Page, london};
use crate::notify::queries::Unsent;
use crate::notify::{MailState, MailView, Part, parts};
use crate::web::ui::{
    Button, ButtonLook, Column, FormKeys, Row, SummaryRow, Table, Tile, TodoItem, Tone, back_link,
    button_link, empty_state, one_button_form, pagination, status_tag, summary_list, thousands, tiles,
    todo_list,
};
use crate::web::urls;

/// What the operator sees at a glance.
fn figures(claims: i64, unsent: Unsent) -> Markup {
    let tile = |count: i64, one: &str, many: &str, href: &str| Tile {
        figure: thousands(count),
        label: if count == 1 { one } else { many }.into(),
        note: None,
        href: Some(href.into()),
    };
    tiles(&[
        tile(claims, "claim to decide", "claims to decide", urls::bodies::CLAIMS),
        tile(unsent.stuck, "mail is stuck", "mails are stuck", urls::OPERATOR_MAIL),
        tile(unsent.queued, "mail waits to be sent", "mails wait to be sent", urls::OPERATOR_MAIL),
    ])
}

/// The first page of an operator who acts for no body.
pub(super) fn home(claims: i64, unsent: Unsent, waiting: &[TodoItem]) -> Markup {
    html! {
        h1 { "What waits for you" }
        @if waiting.is_empty() {
            (empty_state(
                "Nothing waits for you",
                "When a body wants to be verified or a mail cannot be sent it will stand here.",
                Some(button_link("Operator", urls::OPERATOR)),
            ))
        } @else {
            (todo_list(waiting))
        }
        h2 { "At a glance" }
        (figures(claims, unsent))
    }
}

/// The operator's page.
pub(super) fn operator(claims: i64, unsent: Unsent, waiting: &[TodoItem]) -> Markup {
    html! {
        h1 { "Operator" }
        (figures(claims, unsent))
        ul {
            li { a href=(urls::bodies::CLAIMS) { "Claims" } ": who says that they work for a body" }
            li { a href=(urls::OPERATOR_MAIL) { "Mail that has not left" } }
            li { a href=(urls::bodies::LIST) { "Bodies" } ": verify one, or add a domain to it" }
        }
        h2 { "What waits for you" }
        @if waiting.is_empty() {
            (empty_state("Nothing waits for you", "When a body wants to be verified it will stand here.", None))
        } @else {
            (todo_list(waiting))
        }
    }
}

/// Mails that are stuck or wait.
pub(super) fn unsent(mails: &Page<MailView>, keys: &FormKeys) -> Markup {
    html! {
        (back_link(urls::OPERATOR))
        h1 { "Mail that has not left" }
        p { "A mail that cannot be sent is tried again with growing pauses. After twelve failures, or when the mail \
             server refuses it for good, it is stuck until you send it again." }
        (Table::new(format!("Mails that have not left, {} in all", mails.total))
            .id("mails")
            .columns([
                Column::text("To"), Column::text("Subject"), Column::text("State"), Column::numeric("Attempts"),
                Column::text("What went wrong"), Column::text("Next attempt"), Column::text("Send again"),
            ])
            .rows(mails.items.iter().map(|mail| unsent_row(mail, keys)))
            .empty("Every mail has left.")
            .render())
        (pagination(mails.request.number(), mails.pages(), |number| {
            format!("{}?page={number}", urls::OPERATOR_MAIL)
        }))
    }
}

fn unsent_row(mail: &MailView, keys: &FormKeys) -> Row {
    let again = Button { label: "Send again", look: ButtonLook::Quiet, sends: None, about: Some(&mail.to) };
    Row::new([
        html! { (mail.to) },
        html! { (mail.subject) },
        state_tag(mail.state),
        html! { (mail.attempts) },
        html! { (mail.last_error.as_deref().unwrap_or("Nothing yet")) },
        html! {
            @if mail.state == MailState::Queued { (london::civil_time(mail.next_attempt_at)) }
            @else { "Never" }
        },
        html! {
            @if mail.last_error.is_some() { (one_button_form(&urls::requeue_mail(mail.id), keys, &again)) }
        },
    ])
}

fn state_tag(state: MailState) -> Markup {
    match state {
        MailState::Queued => status_tag(Tone::Plain, "Waiting"),
        MailState::Sent => status_tag(Tone::Good, "Sent"),
        MailState::Stuck => status_tag(Tone::Bad, "Stuck"),
    }
}

/// Every mail of a demo, newest first.
pub(super) fn demo_mails(mails: &Page<MailView>) -> Markup {
    html! {
        h1 { "Mail of the demonstration" }
        p { "Nothing here leaves this machine. Open a mail to follow its link." }
        (Table::new(format!("Mails, {} in all", mails.total))
            .id("mails")
            .columns([
                Column::text("Subject"), Column::text("To"), Column::text("Written"), Column::text("State"),
            ])
            .rows(mails.items.iter().map(|mail| Row::new([
                html! { a href=(urls::demo_mail(mail.id)) { (mail.subject) } },
                html! { (mail.to) },
                html! { (london::civil_time(mail.created_at)) },
                state_tag(mail.state),
            ])))
            .empty("No mail yet. Invite a colleague, or ask for a new password.")
            .render())
        (pagination(mails.request.number(), mails.pages(), |number| {
            format!("{}?page={number}", urls::DEMO_MAIL)
        }))
    }
}

/// One mail of a demo, its links to be followed.
pub(super) fn demo_mail(mail: &MailView, base_url: &str) -> Markup {
    html! {
        (back_link(urls::DEMO_MAIL))
        h1 { (mail.subject) }
        (summary_list(&[
            SummaryRow::text("To", &mail.to),
            SummaryRow::text("Written", london::civil_time(mail.created_at)),
            SummaryRow::new("State", state_tag(mail.state)),
        ]))
        @for paragraph in mail.text.split("\n\n").filter(|paragraph| !paragraph.trim().is_empty()) {
            p { (paragraph_of(paragraph, base_url)) }
        }
    }
}

fn paragraph_of(text: &str, base_url: &str) -> Markup {
    html! {
        @for part in parts(text) {
            @match part {
                Part::Words(words) => {
                    @for (place, line) in words.split('\n').enumerate() {
                        @if place > 0 { br; }
                        (line)
                    }
                }
                // The path alone, so that the link works under whatever name the reader came by.
                Part::Path(path) => { a href=(path) { (base_url) (path) } }
            }
        }
    }
}
