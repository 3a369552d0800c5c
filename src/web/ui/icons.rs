//! The few pictures that are part of the page itself. All are decoration: words beside them say the same.

use maud::{Markup, html};

/// Two circles that share a part: each body keeps its own, and both have what lies between.
pub(super) fn logo() -> Markup {
    html! {
        svg.mark width="38" height="26" viewBox="0 0 38 26" aria-hidden="true" focusable="false" {
            path.mark-shared d="M19 4.2a11 11 0 0 1 0 17.6a11 11 0 0 1 0-17.6z" {}
            circle.mark-ring cx="13" cy="13" r="11" {}
            circle.mark-ring cx="25" cy="13" r="11" {}
        }
    }
}

/// Two arrows passing each other: one thing goes over, another comes back.
pub(super) fn exchange() -> Markup {
    html! {
        svg.exchange width="56" height="40" viewBox="0 0 56 40" aria-hidden="true" focusable="false" {
            path.goes d="M4 13h44M38 4l10 9l-10 9" {}
            path.comes d="M52 27h-44M18 18l-10 9l10 9" {}
        }
    }
}

/// An outlined pair of circles, for places that are empty as yet.
pub(super) fn nothing_yet() -> Markup {
    html! {
        svg.nothing-yet width="96" height="60" viewBox="0 0 96 60" aria-hidden="true" focusable="false" {
            circle cx="34" cy="30" r="26" {}
            circle.dashed cx="62" cy="30" r="26" {}
        }
    }
}
