//! How a leg does, month by month: each KPI against its target, in a chart and in a table.

use actix_web::{HttpResponse, web};
use maud::{Markup, html};

use super::views::{line_tag, return_tag};
use crate::access::Member;
use crate::access::capability::ReadBody;
use crate::agreements::queries::LegKpi;
use crate::kernel::ids::{BodyId, LegId};
use crate::kernel::kpi::{Outcome, Proportion};
use crate::kernel::{Month, london, unit};
use crate::service_levels::figures::Measure;
use crate::service_levels::model::{LineView, ReturnView};
use crate::service_levels::queries::{self, Performance};
use crate::web::answer;
use crate::web::context::Cx;
use crate::web::error::{WebError, WebResult};
use crate::web::ui::{
    self, Column, KpiAim, KpiMonth, LineChart, Link, Row, SummaryRow, Table, Twin, breadcrumbs, empty_state,
    heading, summary_list,
};
use crate::web::urls::service_levels as addresses;

/// `GET /legs/{leg}/performance`
pub(super) async fn show(cx: Cx, member: Member<ReadBody>, leg: web::Path<LegId>) -> WebResult<HttpResponse> {
    let performance = find(&cx, member.body(), leg.into_inner()).await?;
    Ok(cx.page("Performance", page(&performance)))
}

/// `GET /legs/{leg}/performance/csv`
pub(super) async fn csv(cx: Cx, member: Member<ReadBody>, leg: web::Path<LegId>) -> WebResult<HttpResponse> {
    let performance = find(&cx, member.body(), leg.into_inner()).await?;
    let header = ["Month", "Measure", "Delivered", "Of", "Per cent", "Target", "Result", "Answer"];
    let rows = performance.months.iter().filter_map(|(_, view)| view.as_ref()).flat_map(csv_rows);
    Ok(answer::csv("performance", &header, rows.collect::<Vec<_>>()))
}

pub(super) async fn find(cx: &Cx, body: BodyId, leg: LegId) -> WebResult<Performance> {
    let today = london::month(cx.now());
    let found = cx.read(move |conn| queries::performance(conn, body, leg, today)).await?;
    found.ok_or(WebError::NotFound)
}

fn csv_rows(view: &ReturnView) -> Vec<Vec<String>> {
    let row = |line: &LineView| {
        let (delivered, of, share) = match line.measure {
            Measure::Quantity(quantity) => (quantity.plain(), String::new(), String::new()),
            Measure::Proportion(proportion) => (
                proportion.numerator().to_string(),
                proportion.denominator().to_string(),
                proportion.to_string(),
            ),
        };
        let target = line.kpi.as_ref().map(|kpi| kpi.target.to_string());
        let result = line.outcome().map(|outcome| outcome.as_str().to_owned());
        vec![
            view.month.iso(),
            line.name().to_owned(),
            delivered,
            of,
            share,
            target.unwrap_or_default(),
            result.unwrap_or_default(),
            line.state.as_str().to_owned(),
        ]
    };
    view.lines.iter().map(row).collect()
}

fn page(performance: &Performance) -> Markup {
    let leg = &performance.leg;
    let sent = performance.months.iter().any(|(_, view)| view.is_some());
    html! {
        (breadcrumbs(&[Link::new("Returns", addresses::RETURNS)]))
        (heading("Performance", &leg.service_name))
        (summary_list(&[
            SummaryRow::text("Provider", &leg.provider_name),
            SummaryRow::text("Consumer", &leg.consumer_name),
            SummaryRow::text("Agreement", format!("{}, {}", leg.agreement_reference, leg.agreement_title)),
            SummaryRow::text("Runs", format!("{} to {}", leg.first_month, leg.last_month)),
        ]))
        @if sent {
            @for kpi in &leg.kpis { (chart(kpi, performance).render()) }
            (quantities(performance))
        } @else {
            (empty_state("No return yet", "Each month’s figures stand here once the provider has sent them.", None))
        }
    }
}

fn chart(kpi: &LegKpi, performance: &Performance) -> LineChart {
    let months = performance.months.iter().map(|(month, view)| {
        let line = view.as_ref().and_then(|view| view.lines.iter().find(|line| line.number == kpi.number));
        kpi_month(*month, line)
    });
    LineChart {
        title: format!("{}, target {}", kpi.name, kpi.target),
        measure: kpi.name.clone(),
        target: i64::from(kpi.target.ten_thousandths()),
        aim: KpiAim::AtLeast,
        ceiling: Some(10_000),
        format: ui::percent,
        months: months.collect(),
        more_columns: vec![Column::text("Counted"), Column::text("Consumer’s answer")],
        twin: Twin::Open,
    }
}

fn kpi_month(month: Month, line: Option<&LineView>) -> KpiMonth {
    let proportion = line.and_then(|line| match line.measure {
        Measure::Proportion(proportion) => Some(proportion),
        Measure::Quantity(_) => None,
    });
    let counted = proportion.map(|counted| {
        format!("{} of {}", ui::thousands(counted.numerator()), ui::thousands(counted.denominator()))
    });
    KpiMonth {
        month,
        value: proportion.and_then(Proportion::ten_thousandths).map(i64::from),
        met: line.and_then(LineView::outcome) == Some(Outcome::Met),
        more: vec![
            html! { (counted.unwrap_or_default()) },
            html! { @if let Some(line) = line { (line_tag(line.state)) } },
        ],
    }
}

fn quantities(performance: &Performance) -> Markup {
    let leg = &performance.leg;
    let row = |(month, view): &(Month, Option<ReturnView>)| {
        let line = view.as_ref().and_then(|view| view.lines.first());
        let delivered = line.map(|line| match line.measure {
            Measure::Quantity(quantity) => quantity.to_string(),
            Measure::Proportion(_) => String::new(),
        });
        Row::new([
            html! { @match view {
                Some(view) => { a href=(addresses::one(view.id)) { (month.short()) } }
                None => { (month.short()) }
            } },
            html! { (delivered.unwrap_or_default()) },
            html! { (leg.quantity_per_month) },
            html! { @if let Some(view) = view { (return_tag(view.state)) } },
        ])
    };
    Table::new(format!("Quantity delivered, in {}", unit::plural(&leg.unit)))
        .columns([
            Column::text("Month"),
            Column::numeric("Delivered"),
            Column::numeric("Agreed"),
            Column::text("Return"),
        ])
        .rows(performance.months.iter().map(row))
        .csv(addresses::performance_csv(leg.id))
        .render()
}
