//! The answers before they are published.

use maud::{Markup, html};

use super::terms::Term;
use crate::kernel::{FieldError, FieldErrors};
use crate::web::context::Cx;
use crate::web::ui::{
    SummaryRow, actions, back_link, banner, button, button_link, heading, post_form, summary_list, warning,
};

/// Everything that was answered, each with the way to change it.
pub(in crate::web) struct Check<'c, S> {
    pub(in crate::web) caption: String,
    pub(in crate::web) back: String,
    pub(in crate::web) terms: Vec<Term<S>>,
    pub(in crate::web) change_href: &'c dyn Fn(S) -> String,
    /// The pages on which something is missing or wrong.
    pub(in crate::web) missing: Vec<Missing>,
    /// What makes sense, and is rarely meant.
    pub(in crate::web) doubts: Vec<String>,
    /// The list of one's own, to come back from later.
    pub(in crate::web) list_href: &'static str,
    pub(in crate::web) ready: Ready,
}

/// A page on which something is missing or wrong.
pub(in crate::web) struct Missing {
    pub(in crate::web) page: &'static str,
    pub(in crate::web) href: String,
    pub(in crate::web) flaws: FieldErrors,
}

/// What is missing before something can be published, with the way to each page; nothing where nothing is.
pub(in crate::web) fn missing(pages: &[Missing]) -> Markup {
    html! {
        @if !pages.is_empty() {
            (banner(html! {
                p { strong { "This is missing before it can be published:" } }
                ul {
                    @for page in pages {
                        li {
                            a href=(page.href) { (page.page) }
                            @for (place, flaw) in page.flaws.0.iter().enumerate() {
                                @if place == 0 { ": " } @else { "; " }
                                (flaw.message)
                            }
                        }
                    }
                }
            }))
        }
    }
}

/// What is published once nothing is missing.
pub(in crate::web) struct Ready {
    /// Whether readers see just this already.
    pub(in crate::web) is_unchanged: bool,
    pub(in crate::web) has_readers: bool,
    pub(in crate::web) publish_href: String,
    pub(in crate::web) version: i64,
    /// Who will read it.
    pub(in crate::web) promise: &'static str,
}

impl<S: Copy> Check<'_, S> {
    pub(in crate::web) fn render(self, cx: &Cx) -> Markup {
        let change_href = self.change_href;
        let row = |term: Term<S>| {
            let value = if term.value.is_empty() { "Not given" } else { &term.value };
            SummaryRow::text(term.name, value).action("Change", change_href(term.step))
        };
        let rows: Vec<SummaryRow> = self.terms.into_iter().map(row).collect();
        html! {
            (back_link(&self.back))
            (heading(&self.caption, "Check your answers"))
            (missing(&self.missing))
            @for doubt in &self.doubts { (warning(html! { p { (doubt) } })) }
            (summary_list(&rows))
            @match self.missing.first() {
                Some(first) => {
                    p { "There is more to say before this can be published. What you said so far is kept." }
                    (actions(html! {
                        (button_link("Continue", &first.href))
                        a href=(self.list_href) { "Come back later" }
                    }))
                }
                None => { (ready(cx, &self.ready, self.list_href)) }
            }
        }
    }
}

fn ready(cx: &Cx, ready: &Ready, list_href: &str) -> Markup {
    let is_verified = cx.credential().acting().is_some_and(|acting| acting.verified);
    html! {
        @if ready.is_unchanged {
            p { "This is what readers see now. Change an answer to publish a new version." }
        } @else if !is_verified {
            (banner(html! {
                p { strong { "Your body is not verified yet." } " The draft is kept. You can publish it as soon as the \
                    operator of this site has confirmed your body." }
            }))
        } @else {
            p { (ready.promise) }
            (post_form(&ready.publish_href, &cx.once(), html! {
                input type="hidden" name="version" value=(ready.version);
                (actions(html! {
                    (button(if ready.has_readers { "Publish as a new version" } else { "Publish" }))
                    a href=(list_href) { "Come back later" }
                }))
            }))
        }
    }
}

/// Mistakes on a page that has none of the fields: they are said, and lead nowhere.
pub(in crate::web) fn loose(errors: FieldErrors) -> FieldErrors {
    let loose = |error: FieldError| FieldError { field: String::new(), ..error };
    FieldErrors(errors.0.into_iter().map(loose).collect())
}
