//! Lists, tables and everything that narrows or pages them.

use maud::{Markup, html};

use crate::web::ui::{
    ActiveFilter, Column, Direction, FilterChoice, FilterGroup, FilterPanel, FindTick, QuickChoice,
    ResultItem, Row, SummaryRow, Table, Task, Tile, TimelineEvent, TodoItem, Tone, active_filters,
    pagination, quick_choices, quiet_button, results, status_tag, summary_list, task_list, tiles, timeline,
    todo_list,
};

pub(super) fn show() -> Markup {
    html! {
        h2 { "What waits" }
        (waiting())
        h2 { "A longer task" }
        (tasks())
        h2 { "Figures" }
        (figures())
        h2 { "Facts" }
        (summary_list(&[
            SummaryRow::text("Unit", "rack unit").action("Change", "#"),
            SummaryRow::new("State", status_tag(Tone::Good, "Published")),
        ]))
        h2 { "What has happened" }
        (happened())
        h2 { "Tables" }
        (invoices())
        (Table::new("Disputed lines").columns([Column::text("Line")]).empty("No line is disputed.").render())
        (pagination(6, 20, |number| format!("?page={number}")))
        h2 { "Finding" }
        (finding())
    }
}

fn waiting() -> Markup {
    todo_list(&[
        TodoItem {
            href: "#".into(),
            action: "Accept October’s return".into(),
            about: "for payroll from University of Calderbridge".into(),
            detail: Some("5 of 6 measures met".into()),
            tag: Some((Tone::Warn, "2 working days left".into())),
        },
        TodoItem {
            href: "#".into(),
            action: "3 ledger lines".into(),
            about: "need a person to match them".into(),
            ..TodoItem::default()
        },
    ])
}

fn figures() -> Markup {
    tiles(&[
        Tile {
            figure: "7".into(),
            label: "live agreements".into(),
            note: Some("with 5 partners".into()),
            href: Some("#".into()),
        },
        Tile { figure: "£412,600".into(), label: "given in kind this year".into(), ..Tile::default() },
    ])
}

fn happened() -> Markup {
    timeline(&[
        TimelineEvent {
            what: html! { "October’s return accepted" },
            when: "4 November 2026, Priya Nadar".into(),
            more: None,
        },
        TimelineEvent {
            what: html! { "Signed by all parties" },
            when: "1 April 2026".into(),
            more: Some(html! { a href="#" { "Check the signed text" } }),
        },
    ])
}

fn tasks() -> Markup {
    task_list(
        "Sign the agreement",
        &[
            Task {
                label: "Check the terms".into(),
                href: Some("#".into()),
                state: (Tone::Good, "Done".into()),
                ..Task::default()
            },
            Task {
                label: "Name your signatory".into(),
                href: Some("#".into()),
                hint: Some("Somebody with that role at your body".into()),
                state: (Tone::Plain, "To do".into()),
            },
            Task { label: "Sign".into(), state: (Tone::Plain, "Cannot start yet".into()), ..Task::default() },
        ],
    )
}

fn invoices() -> Markup {
    Table::new("Open invoices")
        .columns([
            Column::text("Invoice").sortable("?sort=number", None),
            Column::text("To"),
            Column::numeric("Gross").sortable("?sort=gross", Some(Direction::Descending)),
            Column::text("State"),
        ])
        .rows([
            Row::new([
                html! { a href="#" { "ASH-2026-000041" } },
                html! { "Northmoor NHS Trust" },
                html! { "£6,120.00" },
                status_tag(Tone::Good, "Accepted"),
            ]),
            Row::new([
                html! { a href="#" { "ASH-2026-000042" } },
                html! { "University of Calderbridge" },
                html! { "£1,199.98" },
                status_tag(Tone::Plain, "Sent"),
            ])
            .picked(),
        ])
        .foot(Row::new([html! { "Together" }, html! { "" }, html! { "£7,319.98" }, html! { "" }]))
        .csv("#")
        .render()
}

fn finding() -> Markup {
    let choice = |value: &str, label: &str, count, checked| FilterChoice {
        value: value.into(),
        label: label.into(),
        count: Some(count),
        checked,
    };
    let panel = FilterPanel {
        action: "#".into(),
        chosen: 1,
        groups: vec![FilterGroup {
            legend: "Kind of body".into(),
            name: "kind".into(),
            choices: vec![
                choice("council", "Council", 1017, true),
                choice("nhs", "NHS trust or board", 12, false),
            ],
        }],
        ..FilterPanel::default()
    };
    let found = ResultItem {
        title: html! { mark { "Payroll" } " for up to 4,000 staff" },
        href: "#".into(),
        from: "Northmoor NHS Trust, 18 miles".into(),
        text: html! { "Monthly and weekly " mark { "payroll" } ", pensions returns and year end." },
        tags: vec![
            status_tag(Tone::Give, "Wants data centre hosting"),
            status_tag(Tone::Plain, "From January"),
        ],
        figure: Some("£4.40".into()),
        figure_notes: vec!["per payslip".into(), "3,100 payslips a month free".into()],
        tick: Some(FindTick {
            form: "compare",
            name: "offer",
            value: "1".into(),
            is_ticked: false,
            deed: "Compare",
            what: "Payroll for up to 4,000 staff".into(),
        }),
        deeds: None,
    };
    let quick = |label: &str, count| QuickChoice { label: label.into(), count, href: "?".into() };
    let council = ActiveFilter { label: "Council".into(), remove_href: "?".into() };
    let payroll = ActiveFilter { label: "Payroll".into(), remove_href: "?".into() };
    html! {
        (active_filters(&[council, payroll], "?"))
        (quick_choices("Prices asked", &[quick("£3.10 to £4.40", 9), quick("£4.40 to £6.20", 4)]))
        div.split { (panel.render()) div { (results(&[found])) form id="compare" action="#" { (quiet_button("Compare what is ticked")) } } }
    }
}
