//! Statuses, notices, buttons and the ways around.

use maud::{Markup, html};

use crate::web::ui::{
    Button, ButtonLook, FormKeys, Link, Tone, actions, back_link, banner, breadcrumbs, button, button_link,
    danger_button, disclosure, empty_state, flash, one_button_form, quiet_button, quiet_button_link,
    status_tag, warning,
};

pub(super) fn show() -> Markup {
    html! {
        h2 { "Ways around" }
        (breadcrumbs(&[Link::new("Agreements", "#"), Link::new("Hosting for payroll", "#")]))
        (back_link("#"))
        h2 { "Statuses" }
        p {
            (status_tag(Tone::Plain, "Draft")) " " (status_tag(Tone::Good, "Live since 1 April 2026")) " "
            (status_tag(Tone::Warn, "Expires Thursday 5pm")) " " (status_tag(Tone::Bad, "Missed")) " "
            (status_tag(Tone::Give, "You give")) " " (status_tag(Tone::Take, "You take"))
        }
        h2 { "Notices" }
        (flash("Version 3 is on its way to Northmoor NHS Trust"))
        (banner(html! {
            p { strong { "41 of 46 lines matched themselves." } " 3 need you. " a href="#" { "See why" } }
        }))
        (warning(html! { "Withdrawing the offer ends 2 open enquiries." }))
        (disclosure("How the notice date is worked out", html! {
            p { "Twelve months before the end of the current term." }
        }))
        (empty_state(
            "No offers yet",
            "List what your body could do for others. You can keep it as a draft until it is ready.",
            Some(button_link("List your first offer", "#")),
        ))
        (buttons())
    }
}

fn buttons() -> Markup {
    let remove =
        Button { label: "Remove", look: ButtonLook::Quiet, about: Some("Ana Bell"), ..Button::default() };
    html! {
        h2 { "Buttons" }
        form {
            (actions(html! { (button("Publish")) (quiet_button("Save draft")) (danger_button("Withdraw")) }))
        }
        (actions(html! {
            (button_link("Start a proposal", "#"))
            (quiet_button_link("Download CSV", "#"))
            (one_button_form("#", &FormKeys::repeatable("token"), &remove))
        }))
    }
}
