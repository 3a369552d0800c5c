//! Lists that are neither tables nor tasks: search results, and what has happened.

use maud::{Markup, html};

/// One find of a search.
#[derive(Clone, Debug)]
pub struct ResultItem {
    pub title: Markup,
    pub href: String,
    /// Who and where: "Northmoor NHS Trust, 18 miles".
    pub from: String,
    pub text: Markup,
    pub tags: Vec<Markup>,
    /// What it costs or how much there is: the figure, then its unit, then anything else.
    pub figure: Option<String>,
    pub figure_notes: Vec<String>,
    /// Where several finds can be ticked for something that is done with them together.
    pub tick: Option<FindTick>,
    /// What can be done with this find at once.
    pub deeds: Option<Markup>,
}

/// A box beside a find. It belongs to a form elsewhere on the page.
#[derive(Clone, Debug)]
pub struct FindTick {
    /// The id of the form.
    pub form: &'static str,
    pub name: &'static str,
    pub value: String,
    pub is_ticked: bool,
    /// What is done with what is ticked: "Compare".
    pub deed: &'static str,
    /// What is ticked, for those who only hear the page.
    pub what: String,
}

/// The finds of a search, best first.
pub fn results(items: &[ResultItem]) -> Markup {
    html! {
        ul.results {
            @for item in items {
                li {
                    div {
                        h2 { a href=(item.href) { (item.title) } }
                        p.meta { (item.from) }
                        p { (item.text) }
                        @if !item.tags.is_empty() { ul.tags { @for tag in &item.tags { li { (tag) } } } }
                        @if let Some(tick) = &item.tick { (find_tick(tick)) }
                        @if let Some(deeds) = &item.deeds { (deeds) }
                    }
                    @if let Some(figure) = &item.figure {
                        div.price {
                            p.figure { (figure) }
                            @for note in &item.figure_notes { p.meta { (note) } }
                        }
                    }
                }
            }
        }
    }
}

fn find_tick(tick: &FindTick) -> Markup {
    let id = format!("{}-{}", tick.name, tick.value);
    html! {
        div.choice {
            input type="checkbox" id=(id) name=(tick.name) value=(tick.value) form=(tick.form) checked[tick.is_ticked];
            div { label for=(id) { (tick.deed) span.visually-hidden { " " (tick.what) } } }
        }
    }
}

/// One thing that has happened.
#[derive(Clone, Debug)]
pub struct TimelineEvent {
    pub what: Markup,
    /// When, as people say it, and who: "4 November 2026, Priya Nadar".
    pub when: String,
    pub more: Option<Markup>,
}

/// What has happened, latest first.
pub fn timeline(events: &[TimelineEvent]) -> Markup {
    html! {
        ol.timeline {
            @for event in events {
                li {
                    p.what { (event.what) }
                    p.meta { (event.when) }
                    @if let Some(more) = &event.more { div.more { (more) } }
                }
            }
        }
    }
}
