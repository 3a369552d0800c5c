//! The top and the bottom of every page: demo bar, masthead, main navigation, footer.

use maud::{Markup, html};

use super::{
    form::FormKeys,
    icons,
    page::{DemoBar, Link, NavItem, Shell, SignedIn},
};

pub(super) fn demo_bar(demo: &DemoBar) -> Markup {
    html! {
        section.demo-bar aria-label="Demonstration" {
            div.wrap {
                p { strong { "Demonstration." } " Bodies and people are made up. Here it is " (demo.today) "." }
                ul.inline {
                    li { a href=(demo.clock_href) { "Move the clock" } }
                    li { a href=(demo.mail_href) { "Read the mail" } }
                }
            }
        }
    }
}

pub(super) fn masthead(shell: &Shell) -> Markup {
    html! {
        header.bar {
            div.wrap {
                a.logo href=(shell.home_href) { (icons::logo()) "Symbiosis" }
                @match &shell.signed_in {
                    Some(person) => { (account(person)) }
                    None => { div.account { a href=(shell.sign_in_href) { "Sign in" } } }
                }
            }
        }
    }
}

fn account(person: &SignedIn) -> Markup {
    html! {
        div.account {
            @if let Some(body) = &person.acting_body {
                p.acting {
                    span.account-label { "Acting for " } strong { (body) }
                    @if person.bodies_count > 1 {
                        " · "
                        a href=(person.change_body_href) {
                            "Change" span.visually-hidden { " the body you act for" }
                        }
                    }
                }
            }
            p.person {
                a href=(person.account_href) { (person.person_name) span.visually-hidden { ", your account" } }
            }
            form method="post" action=(person.sign_out_href) {
                (FormKeys::repeatable(&person.csrf).render())
                button.link type="submit" { "Sign out" }
            }
        }
    }
}

/// The main navigation. On a narrow screen it folds into "Menu", which opens without a script; on a wide one the
/// stylesheet keeps it open.
pub(super) fn navigation(items: &[NavItem]) -> Markup {
    let here = items.iter().find(|item| item.current);
    html! {
        nav.tabs aria-label="Main" {
            div.wrap {
                details.unfolds {
                    summary { "Menu" @if let Some(here) = here { span.here { (here.label) } } }
                    ul {
                        @for item in items {
                            li { a href=(item.href) aria-current=[item.current.then_some("page")] { (item.label) } }
                        }
                    }
                }
            }
        }
    }
}

pub(super) fn footer(links: &[Link]) -> Markup {
    html! {
        footer.foot {
            div.wrap {
                p.foot-mark { (icons::logo()) span { "Symbiosis: public bodies trading spare capacity" } }
                @if !links.is_empty() {
                    ul.inline { @for link in links { li { a href=(link.href) { (link.label) } } } }
                }
            }
        }
    }
}
