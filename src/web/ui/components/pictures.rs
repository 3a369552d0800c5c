//! What each side gives, what changed, and the charts.

use maud::{Markup, html};
use rust_decimal::Decimal;

use crate::{
    kernel::{Month, Pence, Quantity},
    web::ui::{
        Atlas, BalanceChart, BalanceMonth, CapacityMonth, Column, Degrees, Flow, KpiAim, KpiMonth, LineChart,
        MonthBars, Network, Partner, Pin, StackedBars, SwapPanel, TermChange, Twin, atlas_key, diff, percent,
        swap,
    },
};

/// May 2026.
const MAY: Month = Month::from_i32(2026 * 12 + 4);

pub(super) fn show() -> Markup {
    html! {
        h2 { "What each gives" }
        (swap(
            &SwapPanel::service(Flow::Give, "You give", "Data centre hosting")
                .line("24 rack units a month").amount("£5,100.00", "a month, assessed"),
            &SwapPanel::service(Flow::Take, "You take", "Payroll")
                .line("1,150 payslips a month, 99.5% right first time").amount("£5,060.00", "a month, assessed"),
        ))
        (swap(
            &SwapPanel::service(Flow::Take, "You take", "Internal audit").line("6 audit days a month"),
            &SwapPanel::cash(Flow::Give, "You pay", "£3,200.00", "a month, before VAT"),
        ))
        h2 { "What changed" }
        (changes())
        h2 { "Charts" }
        (kpi().render())
        (capacity().render())
        (balance().render())
        (free().render())
        h2 { "Who works with whom, and where" }
        (network().render())
        (atlas().render())
        (atlas_key(&[(1, "1 offer"), (9, "9 or more")]))
        p #places { "Each of the places on the map, in words." }
    }
}

fn changes() -> Markup {
    let terms: Vec<TermChange> = [
        TermChange::between("Price of a payslip", Some("£4.60"), Some("£4.40")),
        TermChange::between("Start", Some("1 April 2026"), Some("1 April 2026")),
        TermChange::between("Tolerance", None, Some("£1,500.00")),
        TermChange::between("Minimum charge", Some("£250.00 a month"), None),
    ]
    .into_iter()
    .flatten()
    .collect();
    diff("Version 2 compared with version 3", &terms)
}

fn kpi() -> LineChart {
    let returns = [Some(9910), Some(9960), Some(9970), Some(9880), None, Some(9960), Some(9980)];
    let months = returns.into_iter().zip(0..).map(|(value, after)| KpiMonth {
        month: MAY.plus(after),
        value,
        met: value.is_some_and(|value| value >= 9950),
        more: vec![html! { @if value.is_some() { "Accepted" } }],
    });
    LineChart {
        title: "Payslips right first time".into(),
        measure: "Right first time".into(),
        target: 9950,
        aim: KpiAim::AtLeast,
        ceiling: Some(10_000),
        format: percent,
        months: months.collect(),
        more_columns: vec![Column::text("Your answer")],
        twin: Twin::Open,
    }
}

fn capacity() -> StackedBars {
    let ledger = [
        (70, 0, 36),
        (70, 12, 36),
        (72, 12, 42),
        (72, 12, 42),
        (54, 0, 42),
        (80, 0, 30),
        (80, 0, 30),
        (40, 10, 30),
    ];
    let months = ledger.into_iter().zip(0..).map(|((listed, reserved, committed), after)| CapacityMonth {
        month: MAY.plus(6 + after),
        listed: Quantity::from_whole(listed),
        reserved: Quantity::from_whole(reserved),
        committed: Quantity::from_whole(committed),
    });
    StackedBars {
        title: "Rack units by month".into(),
        unit: "rack units".into(),
        months: months.collect(),
        twin: Twin::Folded,
    }
}

fn balance() -> BalanceChart {
    let account =
        [(5100, 5060, 40), (5100, 5300, -160), (5100, 4890, 50), (5100, 5010, 140), (5100, 5000, 240)];
    let pounds = |pounds: i64| Pence::from_i64(pounds * 100);
    let months = account.into_iter().zip(0..).map(|((given, taken, balance), after)| BalanceMonth {
        month: MAY.plus(after),
        given: pounds(given),
        taken: pounds(taken),
        balance: pounds(balance),
    });
    BalanceChart {
        title: "In-kind account with Northmoor NHS Trust".into(),
        given_label: "You gave".into(),
        taken_label: "You took".into(),
        months: months.collect(),
        tolerance: Some(pounds(1500)),
        twin: Twin::Folded,
    }
}

fn free() -> MonthBars {
    let month =
        |after| (MAY.plus(after), Quantity::from_whole(u32::try_from(1_200 + after * 150).unwrap_or(0)));
    MonthBars {
        title: "Payslips free by month".into(),
        measure: "Payslips free".into(),
        months: (0..6).map(month).collect(),
        twin: Twin::Folded,
    }
}

fn network() -> Network {
    let partner = |name: &str, gives, takes| Partner { name: name.into(), gives, takes };
    Network {
        title: "Whom a council works with".into(),
        middle: "Ashdale Borough Council".into(),
        partners: vec![
            partner("Northmoor NHS Trust", true, true),
            partner("University of Calderbridge", false, true),
            partner("Tarnside and Holme Combined Authority", true, false),
        ],
    }
}

fn atlas() -> Atlas {
    let pin = |latitude: i64, longitude: i64, weight, label: &str| {
        Some(Pin {
            at: Degrees::new(Decimal::new(latitude, 2), Decimal::new(longitude, 2))?,
            weight,
            href: "#places".into(),
            label: label.into(),
            group_href: "#places".into(),
        })
    };
    let pins = [
        pin(5379, -262, 4, "Ashdale Borough Council, 4 offers"),
        pin(5662, -412, 1, "Glenmarrow Council, 1 offer"),
        pin(5462, -678, 9, "Lough Brennan District Council, 9 offers"),
    ];
    Atlas {
        title: "Map of the United Kingdom".into(),
        description: "A dot for each body, larger the more it offers.".into(),
        pins: pins.into_iter().flatten().collect(),
        list_href: "#places".into(),
    }
}
