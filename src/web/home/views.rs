//! The first page, for a visitor, for somebody without a body, and for a member.

use maud::{Markup, html};

use crate::access::Acting;
use crate::web::ui::{
    self, Overview, TodoItem, actions, button_link, empty_state, overview_list, quiet_button_link, todo_list,
};
use crate::web::urls;

/// For visitors: what this is, and where to go.
pub(super) fn welcome() -> Markup {
    html! {
        h1 { "Share services with other public bodies" }
        p.lede { "A council with room in its data centre runs a hospital’s IT. The hospital’s finance team runs the \
                  council’s payroll. No cash need change hands." }
        (actions(html! {
            (button_link("Find your body", urls::bodies::LIST))
            (quiet_button_link("Sign in", urls::SIGN_IN))
        }))
        h2 { "See what is on offer" }
        p { "Look around without an account: " a href=(urls::browse::SERVICES) { "by service" } ", "
            a href=(urls::browse::REGIONS) { "by region" } ", " a href=(urls::browse::MAP) { "on the map" } ", or "
            a href=(urls::catalogue::FIND) { "search the catalogue" } ". It is all "
            a href=(urls::open_data::ABOUT) { "open data" } "." }
        h2 { "How it works" }
        ol {
            li { strong { "Offer" } " the capacity you have to spare, and say what you would take for it." }
            li { strong { "Find" } " a partner, ask, and negotiate: cash, or one service for another." }
            li { strong { "Sign" } " terms that both sides can check, word for word." }
            li { strong { "Deliver" } " to a service level that both sides see." }
            li { strong { "Charge and reconcile" } " to the penny, without a spreadsheet." }
        }
    }
}

/// For somebody signed in who has no role anywhere yet.
pub(super) fn no_body() -> Markup {
    html! {
        h1 { "Find your body" }
        (empty_state(
            "You do not act for a body yet",
            "Find the body you work for and say that you work there, or ask a colleague who is an administrator to \
             invite you.",
            Some(button_link("Find your body", urls::bodies::LIST)),
        ))
    }
}

/// For a member: what waits, then what is going on.
pub(super) fn home(acting: &Acting, waiting: &[TodoItem], going_on: &[Overview]) -> Markup {
    html! {
        h1 { "What waits for you" }
        @if !acting.verified {
            (ui::banner(html! {
                p { strong { (acting.body_name) " is not verified yet." } " You can look around and prepare offers. \
                    The operator of this site confirms bodies, usually within two working days." }
            }))
        }
        @if waiting.is_empty() {
            (empty_state("Nothing waits for you", "When somebody needs an answer from you it will stand here. Below is what is going on.", None))
        } @else {
            (todo_list(waiting))
        }
        @if !going_on.is_empty() {
            h2 { "What is going on at " (acting.body_name) }
            (overview_list(going_on))
        }
    }
}
