//! The list of regions, and the page of one.

use maud::{Markup, html};

use super::service_views::{offers_link, whats_new};
use super::words;
use crate::catalogue::browse::{NamedRegion, RegionPage, ServiceHere, Tally};
use crate::kernel::Quantity;
use crate::web::catalogue::newest_offers;
use crate::web::ui::{
    Column, Link, MonthBars, Row, Table, Twin, actions, breadcrumbs, button_link, empty_state, heading,
    plural, quiet_button_link,
};
use crate::web::urls::{self as site, browse as urls, catalogue, open_data};

pub(super) fn index(regions: &[(NamedRegion, Tally)]) -> Markup {
    let offers: i64 = regions.iter().map(|(_, tally)| tally.offers).sum();
    let new = regions.iter().map(|(_, tally)| tally.new).sum();
    html! {
        (breadcrumbs(&[Link::new("Find a service", catalogue::FIND)]))
        h1 { "Browse by region" }
        p.lede { (plural(offers, "offer is", "offers are")) " open in " (plural(regions.len(), "region", "regions"))
            ". Many services can be given from anywhere." }
        (whats_new(new))
        (actions(quiet_button_link("See them on the map", urls::MAP)))
        (table("Regions", regions))
        p { "The same " a href=(urls::SERVICES) { "by service" } "." }
    }
}

fn table(caption: &str, regions: &[(NamedRegion, Tally)]) -> Markup {
    let row = |(region, tally): &(NamedRegion, Tally)| {
        Row::new([
            html! { a href=(urls::region(&region.slug())) { (region.in_full()) } },
            offers_link(tally, &[("region", &region.name)], &region.name),
            words::count(tally.bodies),
            words::count(tally.new),
        ])
    };
    Table::new(caption)
        .hidden_caption()
        .columns([
            Column::text("Region"),
            Column::numeric("Offers"),
            Column::numeric("Bodies"),
            Column::numeric("New"),
        ])
        .dense()
        .rows(regions.iter().map(row))
        .empty("No body is listed yet.")
        .render()
}

pub(super) fn one(page: &RegionPage) -> Markup {
    let region = &page.region;
    let every = urls::catalogue(&[("region", &region.name)]);
    let bodies = site::of_list(site::bodies::LIST, &[], &[("region", &region.name)]);
    html! {
        (breadcrumbs(&[
            Link::new("Find a service", catalogue::FIND),
            Link::new("Browse by region", urls::REGIONS),
        ]))
        (heading(if region.nation == region.name { "Nation" } else { &region.nation }, &region.name))
        @if page.tally.offers == 0 {
            (nobody(page, &bodies))
        } @else {
            p.lede { (words::offers_from_bodies(&page.tally)) ". " (words::news(&page.tally).unwrap_or_default()) }
            (actions(html! {
                (button_link(&format!("See {}", plural(page.tally.offers, "offer", "offers")), &every))
                (quiet_button_link("Follow what is new", &open_data::feed_of_region(&region.slug())))
            }))
            h2 { "What is offered here" }
            (services(page))
            (chart(page))
            h2 { "The newest offers" }
            (newest_offers(&page.newest))
            p { a href=(every) { "Every offer in " (region.name) } }
        }
        @if !page.neighbours.is_empty() {
            h2 { "Neighbouring regions" }
            (table("Neighbouring regions", &page.neighbours))
        }
        ul {
            li { a href=(bodies) { "Every public body in " (region.name) } }
            li { a href=(urls::MAP) { "All regions on the map" } }
        }
    }
}

fn nobody(page: &RegionPage, bodies: &str) -> Markup {
    let name = &page.region.name;
    empty_state(
        &format!("No body in {name} offers anything at the moment"),
        "Follow the feed to hear of the first offer, or look at the neighbouring regions below: many services can be \
         given from there.",
        Some(html! {
            (button_link("Follow this region", &open_data::feed_of_region(&page.region.slug())))
            (quiet_button_link("See its public bodies", bodies))
        }),
    )
}

fn services(page: &RegionPage) -> Markup {
    let name = page.region.name.as_str();
    let row = |here: &ServiceHere| {
        let filters = [("service", here.service.code.as_str()), ("region", name)];
        Row::new([
            html! { a href=(urls::service(&here.service.code)) { (here.service.name) } },
            offers_link(&here.tally, &filters, &here.service.name),
            words::count(here.tally.bodies),
            html! { @for unit in &here.units { div { (words::most_free(unit)) } } },
            html! { @for price in here.units.iter().flat_map(words::prices) { div { (price) } } },
        ])
    };
    Table::new(format!("Services offered in {name}"))
        .hidden_caption()
        .columns([
            Column::text("Service"),
            Column::numeric("Offers"),
            Column::numeric("Bodies"),
            Column::text("Free a month"),
            Column::text("Price without VAT"),
        ])
        .rows(page.services.iter().map(row))
        .folds_when_narrow()
        .render()
}

fn chart(page: &RegionPage) -> Markup {
    let counted = |offers: i64| Quantity::from_whole(u32::try_from(offers).unwrap_or_default());
    let chart = MonthBars {
        title: "Offers with something free, by month".to_owned(),
        measure: "Offers with something free".to_owned(),
        months: page.months.iter().map(|(month, offers)| (*month, counted(*offers))).collect(),
        twin: Twin::Folded,
    };
    chart.render()
}
