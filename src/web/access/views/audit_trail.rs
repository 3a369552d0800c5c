//! The page of the audit trail.

use maud::{Markup, html};

use crate::audit::EventView;
use crate::kernel::{FieldErrors, Page, london};
use crate::web::access::audit_trail::AuditQuery;
use crate::web::ui::{
    Choice, Column, DateField, FilterPanel, Need, Row, Select, Table, Tone, disclosure, pagination,
    status_tag,
};
use crate::web::urls;

/// What the page of the trail shows.
#[derive(Debug)]
pub(in crate::web::access) struct AuditPage<'a> {
    pub(in crate::web::access) query: &'a AuditQuery,
    pub(in crate::web::access) events: &'a Page<EventView>,
    pub(in crate::web::access) kinds: &'a [String],
    pub(in crate::web::access) errors: &'a FieldErrors,
}

/// What happened, newest first.
pub(in crate::web::access) fn audit_trail(page: &AuditPage<'_>) -> Markup {
    let query = page.query;
    html! {
        h1 { "Audit trail" }
        p { "Everything done by or to your body, newest first. Seconds after it happens each event is sealed into a \
             chain of hashes, so that a later change would show." }
        (filters(page))
        (Table::new(format!("Events, {} in all", page.events.total))
            .id("events")
            .columns([
                Column::text("When"), Column::text("Who"), Column::text("What"), Column::text("Details"),
                Column::text("Sealed"),
            ])
            .rows(page.events.items.iter().map(event_row))
            .empty("Nothing happened that fits. Take a filter away.")
            .csv(AuditQuery { page: None, ..query.clone() }.address(urls::AUDIT_CSV))
            .render())
        (pagination(page.events.request.number(), page.events.pages(), |number| {
            AuditQuery { page: Some(number), ..query.clone() }.address(urls::AUDIT)
        }))
    }
}

fn filters(page: &AuditPage<'_>) -> Markup {
    let choices: Vec<Choice> = page.kinds.iter().map(|kind| Choice::new(kind, spoken(kind))).collect();
    let fields = html! {
        (Select {
            name: "kind", label: "What it was done to", prompt: Some("Anything"), choices: &choices,
            value: &page.query.kind, need: Need::Filter, ..Select::default()
        }.render())
        (DateField {
            name: "from", label: "First day", value: &page.query.from, error: page.errors.of("from"),
            need: Need::Filter, ..DateField::default()
        }.render())
        (DateField {
            name: "to", label: "Last day", value: &page.query.to, error: page.errors.of("to"),
            need: Need::Filter, ..DateField::default()
        }.render())
    };
    FilterPanel { action: urls::AUDIT.into(), fields: Some(fields), ..FilterPanel::default() }.render()
}

fn event_row(event: &EventView) -> Row {
    Row::new([
        html! { (london::civil_time(event.at)) },
        html! {
            (event.actor)
            @if let Some(body) = &event.body_name { span.meta { ", " (body) } }
        },
        html! { (spoken(&event.action)) },
        html! {
            (disclosure(&format!("{} {}", spoken(&event.object_kind), short(&event.object_id)), html! {
                p { "Id: " code { (event.object_id) } }
                pre { code { (pretty(&event.data)) } }
            }))
        },
        sealed(event),
    ])
}

fn sealed(event: &EventView) -> Markup {
    match (event.seq, &event.hash) {
        (Some(seq), Some(hash)) => html! { "No. " (seq) ", " code { (short(hash)) } },
        _ => status_tag(Tone::Plain, "In a moment"),
    }
}

/// The end of an id or the start of a hash: enough to tell it from its neighbours.
fn short(id: &str) -> String {
    let letters: Vec<char> = id.chars().collect();
    match letters.len() {
        0..=12 => id.to_owned(),
        36 => letters.iter().skip(24).collect(),
        _ => letters.iter().take(12).collect(),
    }
}

fn pretty(data: &serde_json::Value) -> String {
    serde_json::to_string_pretty(data).unwrap_or_default()
}

/// "offer.published" as "Offer published".
fn spoken(words: &str) -> String {
    let plain = words.replace(['.', '_'], " ");
    let mut letters = plain.chars();
    letters.next().map_or_else(String::new, |first| format!("{}{}", first.to_uppercase(), letters.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn actions_and_ids_are_said_shortly() {
        assert_eq!(spoken("invitation.sent"), "Invitation sent");
        assert_eq!(spoken("session.all_ended"), "Session all ended");
        assert_eq!(short("01900000-0000-7000-8000-0123456789ab"), "0123456789ab");
        assert_eq!(short("2026-10"), "2026-10");
    }
}
