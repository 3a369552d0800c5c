//! The list of returns: those due, those sent, and who has to do something about them.

use actix_web::{HttpResponse, web};
use maud::{Markup, html};
use serde::Deserialize;

use super::views::stage_tag;
use crate::access::Member;
use crate::access::capability::{ManageService, ReadBody};
use crate::kernel::{Month, Page, PageRequest, london};
use crate::service_levels::queries::{self, Filter, LegMonth, Part, Stage};
use crate::web::answer;
use crate::web::context::Cx;
use crate::web::download::every_page;
use crate::web::error::WebResult;
use crate::web::ui::{
    ActiveFilter, Choice, Column, FilterPanel, Need, Row, Select, Table, active_filters, empty_state,
    pagination,
};
use crate::web::urls::service_levels as addresses;

const PER_PAGE: u32 = 25;

/// What the address asks for.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct ListForm {
    stage: String,
    part: String,
    month: String,
    agreement: String,
    page: String,
}

impl ListForm {
    /// What cannot be read is not asked.
    fn filter(&self) -> Filter {
        Filter {
            stage: self.stage.parse().ok(),
            part: self.part.parse().ok(),
            month: self.month.parse().ok(),
            agreement: self.agreement.parse().ok(),
        }
    }

    fn href(&self, page: u32) -> String {
        let page = page.to_string();
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        for (name, value) in [
            ("stage", &self.stage),
            ("part", &self.part),
            ("month", &self.month),
            ("agreement", &self.agreement),
            ("page", &page),
        ] {
            if !(value.is_empty() || name == "page" && value == "1") {
                query.append_pair(name, value);
            }
        }
        format!("?{}", query.finish())
    }

    fn without(&self, clear: impl FnOnce(&mut Self)) -> String {
        let mut form = self.clone();
        clear(&mut form);
        form.href(1)
    }

    fn page(&self, size: u32) -> PageRequest {
        PageRequest::new(self.page.parse().unwrap_or(1), size)
    }
}

/// `GET /returns`
pub(super) async fn list(
    cx: Cx,
    member: Member<ReadBody>,
    form: web::Query<ListForm>,
) -> WebResult<HttpResponse> {
    let (form, body, today) = (form.into_inner(), member.body(), london::month(cx.now()));
    let (filter, page) = (form.filter(), form.page(PER_PAGE));
    let rows = cx.read(move |conn| queries::leg_months(conn, body, filter, today, page)).await?;
    Ok(cx.page("Returns", view(&rows, &form, today, &member)))
}

/// `GET /returns.csv`
pub(super) async fn csv(
    cx: Cx,
    member: Member<ReadBody>,
    form: web::Query<ListForm>,
) -> WebResult<HttpResponse> {
    let (body, today) = (member.body(), london::month(cx.now()));
    let filter = form.filter();
    let rows =
        cx.read(move |conn| every_page(|page| queries::leg_months(conn, body, filter, today, page))).await?;
    let header = ["Month", "Agreement", "Service", "Provider", "Consumer", "State"];
    let rows = rows.into_iter().map(|row| {
        vec![
            row.month.iso(),
            row.leg.agreement_reference,
            row.leg.service_name,
            row.leg.provider_name,
            row.leg.consumer_name,
            row.stage.as_str().to_owned(),
        ]
    });
    Ok(answer::csv("returns", &header, rows))
}

fn view(rows: &Page<LegMonth>, form: &ListForm, today: Month, member: &Member<ReadBody>) -> Markup {
    let asked = form.filter();
    let nothing_asked =
        asked.stage.is_none() && asked.part.is_none() && asked.month.is_none() && asked.agreement.is_none();
    html! {
        h1 { "Returns" }
        p.lede { "Every month the provider says what it delivered and how well, and the consumer answers." }
        @if rows.items.is_empty() && nothing_asked {
            (empty_state(
                "No returns yet",
                "As soon as a month of one of your agreements has begun, it stands here with its return.",
                None,
            ))
        } @else {
            (active_filters(&chips(form), addresses::RETURNS))
            div.split {
                (panel(form, today).render())
                div {
                    (table(rows, form, member))
                    (pagination(rows.request.number(), rows.pages(), |page| form.href(page)))
                }
            }
        }
    }
}

fn table(rows: &Page<LegMonth>, form: &ListForm, member: &Member<ReadBody>) -> Markup {
    Table::new("Months and their returns")
        .columns([
            Column::text("Month"),
            Column::text("Service"),
            Column::text("With"),
            Column::text("Your part"),
            Column::text("State"),
            Column::text("Next"),
        ])
        .empty("No month fits these filters.")
        .rows(rows.items.iter().map(|row| {
            Row::new([
                html! { (row.month) },
                html! {
                    a href=(addresses::performance(row.leg.id)) { (row.leg.service_name) }
                    p.meta { (row.leg.agreement_reference) }
                },
                html! { (row.partner()) },
                html! { (part_label(row.part)) },
                stage_tag(row.stage),
                next(row, member),
            ])
        }))
        .csv(format!("{}{}", addresses::RETURNS_CSV, form.href(1)))
        .render()
}

const fn part_label(part: Part) -> &'static str {
    match part {
        Part::Provider => "You provide",
        Part::Consumer => "You receive",
    }
}

/// The link that leads on from one month.
fn next(row: &LegMonth, member: &Member<ReadBody>) -> Markup {
    let may = member.can::<ManageService>();
    let about = format!(" {} for {}", row.leg.service_name, row.month);
    let (href, deed) = match (row.sent, row.part) {
        (Some(id), _) if may && row.waits_for_us() => (addresses::one(id), "Answer"),
        (Some(id), _) => (addresses::one(id), "Open"),
        (None, Part::Provider) if may => (addresses::new_return(row.leg.id, row.month), "Send"),
        (None, _) => return html! {},
    };
    html! { a href=(href) { (deed) span.visually-hidden { (about) } } }
}

fn chips(form: &ListForm) -> Vec<ActiveFilter> {
    let filter = form.filter();
    let mut chips = Vec::new();
    let mut add = |label: String, remove_href: String| chips.push(ActiveFilter { label, remove_href });
    if let Some(stage) = filter.stage {
        add(stage.label().to_owned(), form.without(|form| form.stage.clear()));
    }
    if let Some(part) = filter.part {
        add(part_label(part).to_owned(), form.without(|form| form.part.clear()));
    }
    if let Some(month) = filter.month {
        add(month.to_string(), form.without(|form| form.month.clear()));
    }
    if filter.agreement.is_some() {
        add("One agreement".to_owned(), form.without(|form| form.agreement.clear()));
    }
    chips
}

fn panel(form: &ListForm, today: Month) -> FilterPanel {
    let stages: Vec<Choice> =
        Stage::ALL.iter().map(|stage| Choice::new(stage.as_str(), stage.label())).collect();
    let parts: Vec<Choice> =
        Part::ALL.iter().map(|part| Choice::new(part.as_str(), part_label(*part))).collect();
    let months: Vec<Choice> = (0..24)
        .map(|ago| today.plus(-ago))
        .map(|month| Choice::new(month.iso(), month.to_string()))
        .collect();
    let select = |name, label, choices, value| {
        let prompt = Some("All");
        Select { name, label, prompt, choices, value, need: Need::Required, ..Select::default() }.render()
    };
    let fields = html! {
        (select("stage", "State", &stages, form.stage.as_str()))
        (select("part", "Your part", &parts, form.part.as_str()))
        (select("month", "Month", &months, form.month.as_str()))
    };
    let agreement = form.filter().agreement.map(|id| ("agreement".to_owned(), id.to_string()));
    FilterPanel {
        action: addresses::RETURNS.to_owned(),
        chosen: [&form.stage, &form.part, &form.month].iter().filter(|value| !value.is_empty()).count(),
        kept: agreement.into_iter().collect(),
        fields: Some(fields),
        ..FilterPanel::default()
    }
}
