//! The list of services, and the page of one.

use maud::{Markup, html};

use super::words;
use crate::catalogue::browse::{FamilyRows, NamedRegion, ServicePage, Tally, UnitFree};
use crate::catalogue::model::Service;
use crate::catalogue::shape::WHOLE_SERVICE_UNIT;
use crate::kernel::{Month, Quantity, unit};
use crate::web::catalogue::newest_offers;
use crate::web::ui::{
    Column, Link, MonthBars, Row, Table, Tile, Twin, actions, breadcrumbs, button_link, empty_state, heading,
    plural, quiet_button_link, thousands, tiles,
};
use crate::web::urls::{browse as urls, catalogue, open_data};

/// How many units have a chart of their own; the table has them all.
const MOST_CHARTS: usize = 3;

pub(super) fn index(families: &[FamilyRows]) -> Markup {
    let all = || families.iter().flat_map(|family| &family.services);
    let (offers, new): (i64, i64) =
        all().fold((0, 0), |(offers, new), (_, tally)| (offers + tally.offers, new + tally.new));
    html! {
        (breadcrumbs(&[Link::new("Find a service", catalogue::FIND)]))
        h1 { "Browse by service" }
        p.lede { (plural(offers, "offer is", "offers are")) " open, of " (thousands(all().count())) " services in "
            (thousands(families.len())) " families." }
        (whats_new(new))
        nav aria-label="Families" {
            ul.inline {
                @for family in families { li { a href={ "#" (family.code.to_lowercase()) } { (family.name) } } }
            }
        }
        div.families {
            @for family in families { (family_section(family)) }
        }
        p { "The same " a href=(urls::REGIONS) { "by region" } " or " a href=(urls::MAP) { "on a map" } "." }
    }
}

/// What is new in the whole catalogue, and where to follow it.
pub(super) fn whats_new(new: i64) -> Markup {
    let news = Tally { new, ..Tally::default() };
    html! {
        p {
            @if let Some(news) = words::news(&news) {
                (news) " " a href=(urls::catalogue(&[("sort", "newest")])) { "See the newest first" } ", or "
                a href=(open_data::FEED) { "follow the feed" } "."
            } @else {
                "Nothing was published lately. " a href=(open_data::FEED) { "Follow the feed" } " to hear when \
                 something is."
            }
        }
    }
}

fn family_section(family: &FamilyRows) -> Markup {
    html! {
        section {
            h2 #(family.code.to_lowercase()) { (family.name) }
            (Table::new(format!("Services: {}", family.name))
                .hidden_caption()
                .columns([
                    Column::text("Service"),
                    Column::numeric("Offers"),
                    Column::numeric("Bodies"),
                    Column::numeric("New"),
                ]).dense()
                .rows(family.services.iter().map(service_row))
                .render())
        }
    }
}

fn service_row((service, tally): &(Service, Tally)) -> Row {
    Row::new([
        html! { a href=(urls::service(&service.code)) { (service.name) } },
        offers_link(tally, &[("service", &service.code)], &service.name),
        words::count(tally.bodies),
        words::count(tally.new),
    ])
}

/// How many offers there are, as a link to them.
pub(super) fn offers_link(tally: &Tally, filters: &[(&str, &str)], of: &str) -> Markup {
    html! {
        @if tally.offers == 0 { (words::count(0)) } @else {
            a href=(urls::catalogue(filters)) {
                (thousands(tally.offers))
                span.visually-hidden { (if tally.offers == 1 { " offer" } else { " offers" }) ": " (of) }
            }
        }
    }
}

pub(super) fn one(page: &ServicePage, may_list: bool) -> Markup {
    let service = &page.service;
    let every = urls::catalogue(&[("service", &service.code)]);
    html! {
        (breadcrumbs(&[
            Link::new("Find a service", catalogue::FIND),
            Link::new("Browse by service", urls::SERVICES),
            Link::new(&service.family_name, urls::family(&service.family_code)),
        ]))
        (heading(&service.family_name, &service.name))
        @if page.tally.offers == 0 {
            (nobody(page, may_list))
        } @else {
            p.lede { (words::offers_from_bodies(&page.tally)) ". " (words::news(&page.tally).unwrap_or_default()) }
            (actions(html! {
                (button_link(&format!("See {}", plural(page.tally.offers, "offer", "offers")), &every))
                (quiet_button_link("Follow what is new", &open_data::feed_of_service(&service.code)))
                @if may_list { (quiet_button_link("Offer it yourself", &catalogue::new_offer_of(&service.code))) }
            }))
            (at_a_glance(page))
            h2 { "How much is free" }
            p.meta { "Everything that nobody has taken yet, month by month. An offer may ask for notice, so not all of it \
                can start at once: each offer says when it could." }
            (units(&page.units))
            @for unit in page.units.iter().take(MOST_CHARTS) { (chart(unit)) }
            h2 { "Where it is offered" }
            (regions(page))
            h2 { "The newest offers" }
            (newest_offers(&page.newest))
            p { a href=(every) { "Every offer of this service" } }
        }
        (neighbours(page))
        p.meta { "Common procurement vocabulary: " (service.cpv_code) ", " (service.cpv_name) }
    }
}

fn at_a_glance(page: &ServicePage) -> Markup {
    let mut figures = vec![
        Tile { figure: thousands(page.tally.offers), label: "open offers".into(), ..Tile::default() },
        Tile { figure: thousands(page.tally.bodies), label: "bodies offer it".into(), ..Tile::default() },
    ];
    if let Some(unit) = page.units.first() {
        figures.push(Tile {
            figure: unit.most().to_string(),
            label: match unit.unit.as_str() {
                WHOLE_SERVICE_UNIT => "more bodies could be taken on in the best month".to_owned(),
                unit => format!("{} free in the best month", unit::plural(unit)),
            },
            ..Tile::default()
        });
        if let Some(price) = unit.prices.first() {
            figures.push(Tile {
                figure: price.least.to_string(),
                label: "is the lowest price to begin with".into(),
                note: Some(format!(
                    "{}; where prices come in tiers, more may cost less",
                    words::prices(unit).swap_remove(0)
                )),
                ..Tile::default()
            });
        }
    }
    tiles(&figures)
}

fn nobody(page: &ServicePage, may_list: bool) -> Markup {
    let service = &page.service;
    let near = page.neighbours.iter().filter(|(_, tally)| tally.offers > 0).count();
    let advice = if near > 0 {
        "Follow the feed to hear of the first offer, or ask a body that offers one of the neighbouring services \
         below: many can do more than they list."
    } else {
        "Follow the feed to hear of the first offer, or look through the other families: many bodies can do more than \
         they list."
    };
    html! {
        (empty_state(
            &format!("Nobody offers {} at the moment", service.name),
            advice,
            Some(html! {
                (button_link("Follow this service", &open_data::feed_of_service(&service.code)))
                @if may_list { (quiet_button_link("Offer it yourself", &catalogue::new_offer_of(&service.code))) }
                @else { (quiet_button_link("Browse every service", urls::SERVICES)) }
            }),
        ))
    }
}

/// What is free, a row for each unit.
fn units(units: &[UnitFree]) -> Markup {
    let now = units.first().and_then(|unit| unit.months.first()).map(|(month, ..)| *month);
    let this_month = now.map_or_else(|| "Now".to_owned(), Month::short);
    Table::new("Free capacity and prices by unit")
        .hidden_caption()
        .columns([
            Column::text("Counted in"),
            Column::numeric("Offers"),
            Column::numeric(this_month),
            Column::numeric("Best month"),
            Column::text("Price without VAT"),
        ])
        .rows(units.iter().map(|unit| {
            Row::new([
                html! { (words::room(&unit.unit)) },
                words::count(unit.offers),
                html! { (unit.now()) },
                html! { (unit.most()) },
                html! { @for price in words::prices(unit) { div { (price) } } },
            ])
        }))
        .folds_when_narrow()
        .render()
}

fn chart(unit: &UnitFree) -> Markup {
    let units = words::room(&unit.unit);
    let chart = MonthBars {
        title: format!("Free by month: {units}"),
        measure: format!("Free {units}"),
        months: unit
            .months
            .iter()
            .map(|(month, free, _)| (*month, *free))
            .collect::<Vec<(Month, Quantity)>>(),
        twin: Twin::Folded,
    };
    chart.render()
}

fn regions(page: &ServicePage) -> Markup {
    let code = page.service.code.as_str();
    let row = |(region, tally): &(NamedRegion, Tally)| {
        Row::new([
            html! { a href=(urls::region(&region.slug())) { (region.in_full()) } },
            offers_link(tally, &[("service", code), ("region", &region.name)], &region.name),
            words::count(tally.bodies),
            words::count(tally.new),
        ])
    };
    Table::new("Regions in which it is offered")
        .hidden_caption()
        .columns([
            Column::text("Region"),
            Column::numeric("Offers"),
            Column::numeric("Bodies"),
            Column::numeric("New"),
        ])
        .dense()
        .rows(page.regions.iter().map(row))
        .empty("The registers do not say where the bodies are that offer it.")
        .render()
}

fn neighbours(page: &ServicePage) -> Markup {
    html! {
        @if !page.neighbours.is_empty() {
            h2 { "Neighbouring services" }
            (Table::new(format!("Other services: {}", page.service.family_name))
                .hidden_caption()
                .columns([
                    Column::text("Service"),
                    Column::numeric("Offers"),
                    Column::numeric("Bodies"),
                    Column::numeric("New"),
                ]).dense()
                .rows(page.neighbours.iter().map(service_row))
                .render())
        }
    }
}
