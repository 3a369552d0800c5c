//! The pages of one's own account.

use maud::{Markup, html};

use super::device;
use crate::access::Acting;
use crate::access::queries::SessionView;
use crate::kernel::ids::BodyId;
use crate::kernel::{FieldErrors, london};
use crate::web::ui::{
    Button, ButtonLook, Choice, Column, FormKeys, Radios, Row, SummaryRow, Table, actions, back_link, button,
    button_link, empty_state, one_button_form, post_form, summary_list,
};
use crate::web::urls;

/// What the account page shows.
#[derive(Debug)]
pub(in crate::web::access) struct AccountPage<'a> {
    pub(in crate::web::access) name: &'a str,
    pub(in crate::web::access) email: &'a str,
    pub(in crate::web::access) acting: Option<&'a Acting>,
    pub(in crate::web::access) sessions: &'a [SessionView],
    pub(in crate::web::access) keys: &'a FormKeys,
}

/// Who one is, for whom one acts, and where one is signed in.
pub(in crate::web::access) fn account(page: &AccountPage<'_>) -> Markup {
    html! {
        h1 { "Your account" }
        (summary_list(&facts(page)))
        h2 { "Where you are signed in" }
        p { "A session ends after 12 hours, or after two hours without use. If you do not recognise one, end it and "
            a href=(urls::RESET_PASSWORD) { "choose a new password" } "." }
        (Table::new("Your sessions")
            .hidden_caption()
            .columns([
                Column::text("Browser"), Column::text("Network address"), Column::text("Signed in"),
                Column::text("Last used"), Column::text("End it"),
            ])
            .rows(page.sessions.iter().map(|session| session_row(session, page.keys)))
            .render())
        (actions(one_button_form(urls::SIGN_OUT_EVERYWHERE, page.keys, &Button {
            label: "Sign out everywhere", look: ButtonLook::Quiet, ..Button::default()
        })))
    }
}

fn facts(page: &AccountPage<'_>) -> Vec<SummaryRow> {
    let mut rows = vec![SummaryRow::text("Name", page.name), SummaryRow::text("Email address", page.email)];
    rows.push(match page.acting {
        Some(acting) => SummaryRow::text("Acting for", &acting.body_name).action("Change", urls::ACTING_BODY),
        None => SummaryRow::text("Acting for", "Nobody yet").action("Choose", urls::ACTING_BODY),
    });
    if let Some(acting) = page.acting {
        rows.push(SummaryRow::text("Your roles there", acting.roles.labels()));
    }
    rows.push(SummaryRow::text("Password", "Hidden").action("Change", urls::RESET_PASSWORD));
    rows
}

fn session_row(session: &SessionView, keys: &FormKeys) -> Row {
    let browser = device::describe(&session.agent);
    let end = Button { label: "End", look: ButtonLook::Quiet, sends: None, about: Some(&browser) };
    Row::new([
        html! { (browser) @if session.is_this_one { " (this one)" } },
        html! { (session.address) },
        html! { (london::civil_time(session.created_at)) },
        html! { (london::civil_time(session.last_seen_at)) },
        one_button_form(&urls::end_session(session.id), keys, &end),
    ])
}

/// The choice of the body to act for.
pub(in crate::web::access) fn choose_body(
    bodies: &[(BodyId, String)],
    acting: Option<BodyId>,
    keys: &FormKeys,
    errors: &FieldErrors,
) -> Markup {
    let choices: Vec<Choice> =
        bodies.iter().map(|(id, name)| Choice::new(id.to_string(), name.clone())).collect();
    let value = acting.map(|id| id.to_string()).unwrap_or_default();
    let fields = html! {
        (Radios {
            name: "body", legend: "Act for", choices: &choices, value: &value, error: errors.of("body"),
            ..Radios::default()
        }.render())
        (actions(button("Act for this body")))
    };
    html! {
        (back_link(urls::ACCOUNT))
        h1 { "Choose the body you act for" }
        @if bodies.is_empty() {
            (empty_state(
                "You do not act for a body yet",
                "Find the body you work for and say that you work there, or ask a colleague who is an administrator \
                 to invite you.",
                Some(button_link("Find your body", urls::bodies::LIST)),
            ))
        } @else {
            (post_form(urls::ACTING_BODY, keys, fields))
        }
    }
}
