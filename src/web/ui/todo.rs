//! What waits for a person: the list on their first page, and the parts of a longer task.

use maud::{Markup, html};

use super::status::{Tone, status_tag};

/// One thing that waits: what to do, then why or how much, then how urgent.
#[derive(Clone, Debug, Default)]
pub struct TodoItem {
    pub href: String,
    /// The deed, as the link: "Accept October's return".
    pub action: String,
    /// What follows the link in the same sentence: "for payroll from University of Calderbridge".
    pub about: String,
    pub detail: Option<String>,
    pub tag: Option<(Tone, String)>,
}

/// Everything that waits, most urgent first.
pub fn todo_list(items: &[TodoItem]) -> Markup {
    html! {
        ul.todo {
            @for item in items {
                li {
                    div {
                        p.todo-what { a href=(item.href) { (item.action) } " " (item.about) }
                        @if let Some(detail) = &item.detail { p.meta { (detail) } }
                    }
                    @if let Some((tone, text)) = &item.tag { (status_tag(*tone, text)) }
                }
            }
        }
    }
}

/// One kind of thing that is going on: how many there are, and the latest of them.
#[derive(Clone, Debug, Default)]
pub struct Overview {
    /// "3 live offers", the link to them.
    pub count: String,
    pub href: String,
    /// What stands before the latest: "The latest: ", or nothing.
    pub lead: &'static str,
    /// The latest and its link; `None` while there is none.
    pub latest: Option<(String, String)>,
    /// What to do while there is none, and where.
    pub next: String,
    pub next_href: String,
}

/// What is going on, one line to each kind of thing.
pub fn overview_list(items: &[Overview]) -> Markup {
    html! {
        ul.todo {
            @for item in items {
                li {
                    div {
                        p.todo-what { a href=(item.href) { (item.count) } }
                        p.meta {
                            @match &item.latest {
                                Some((latest, href)) => { (item.lead) a href=(href) { (latest) } }
                                None => { a href=(item.next_href) { (item.next) } }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// One part of a longer task, with how far it is. Without `href` it cannot be started yet.
#[derive(Clone, Debug, Default)]
pub struct Task {
    pub label: String,
    pub href: Option<String>,
    pub hint: Option<String>,
    pub state: (Tone, String),
}

/// The parts of a task, in the order people usually take them.
pub fn task_list(name: &str, tasks: &[Task]) -> Markup {
    let id = super::anchor::slug(name);
    html! {
        ul.tasks aria-label=(name) {
            @for (place, task) in tasks.iter().enumerate() {
                @let state_id = format!("{id}-{}", place + 1);
                li {
                    div {
                        @match &task.href {
                            Some(href) => { a href=(href) aria-describedby=(state_id) { (task.label) } }
                            None => { span.not-yet { (task.label) } }
                        }
                        @if let Some(hint) = &task.hint { p.hint { (hint) } }
                    }
                    span id=(state_id) { (status_tag(task.state.0, &task.state.1)) }
                }
            }
        }
    }
}
