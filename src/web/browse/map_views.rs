//! The map, and the list beside it that says the same.

use maud::{Markup, html};

use crate::bodies::queries::BodyPlace;
use crate::catalogue::browse::{BodyOnMap, FamilyRows, NamedRegion};
use crate::catalogue::shape::free_a_month;
use crate::web::ui::{
    Atlas, Choice, Degrees, Link, Need, Pin, Select, Width, atlas_key, breadcrumbs, button_link, empty_state,
    get_form, plural, quiet_button,
};
use crate::web::urls::{self as site, browse as urls, catalogue};

/// How many lines a body has in the list; its own page has the rest.
const MOST_LINES: usize = 6;

/// What the page shows.
pub(super) struct MapPage {
    pub(super) families: Vec<FamilyRows>,
    /// The code and name of the one family that is shown.
    pub(super) chosen: Option<(String, String)>,
    pub(super) regions: Vec<(NamedRegion, Vec<BodyOnMap>)>,
}

impl MapPage {
    fn bodies(&self) -> impl Iterator<Item = &BodyOnMap> {
        self.regions.iter().flat_map(|(_, bodies)| bodies)
    }

    fn what(&self) -> &str {
        self.chosen.as_ref().map_or("services", |(_, name)| name)
    }
}

pub(super) fn page(page: &MapPage) -> Markup {
    let (bodies, offers) =
        page.bodies().fold((0_i64, 0), |(bodies, offers), each| (bodies + 1, offers + each.offers));
    html! {
        (breadcrumbs(&[Link::new("Find a service", catalogue::FIND)]))
        h1 { "Map of what is offered" }
        p.lede { "Where public bodies can spare " (page.what()) ": "
            (plural(offers, "open offer", "open offers")) " from " (plural(bodies, "body", "bodies")) "." }
        (filter(page))
        @if bodies == 0 {
            (empty_state(
                "Nobody offers this at the moment",
                "Choose another family, or follow what is new.",
                Some(button_link("Show all families", urls::MAP)),
            ))
        } @else {
            div.map-split {
                div {
                    (atlas(page).render())
                    (atlas_key(&[(1, "1 offer"), (4, "4 offers"), (9, "9 or more")]))
                    p.meta { "Dots that would cover each other are one dot with a number. The registers give each \
                        body’s place; the coast is simplified." }
                }
                div #list tabindex="-1" { (list(page)) }
            }
        }
    }
}

fn filter(page: &MapPage) -> Markup {
    let choices: Vec<Choice> =
        page.families.iter().map(|family| Choice::new(&family.code, &family.name)).collect();
    let family = Select {
        name: "family",
        label: "Family of services",
        prompt: Some("All families"),
        choices: &choices,
        value: page.chosen.as_ref().map_or("", |(code, _)| code),
        need: Need::Filter,
        width: Width::Medium,
        ..Select::default()
    };
    get_form(urls::MAP, html! { div.field-and-button { (family.render()) (quiet_button("Show")) } })
}

fn atlas(page: &MapPage) -> Atlas {
    let pins = page.regions.iter().flat_map(|(region, bodies)| {
        bodies.iter().filter_map(|each| {
            Some(Pin {
                at: degrees(&each.body)?,
                weight: each.offers,
                href: site::bodies::body(each.body.id),
                label: format!("{}, {}", each.body.name, plural(each.offers, "offer", "offers")),
                group_href: format!("#{}", anchor(region)),
            })
        })
    });
    Atlas {
        title: format!("Map of the United Kingdom: who offers {}", page.what()),
        description:
            "A dot for each body that offers something, larger the more it offers. The list after the map \
                      says the same in words."
                .to_owned(),
        pins: pins.collect(),
        list_href: "#list".to_owned(),
    }
}

fn degrees(body: &BodyPlace) -> Option<Degrees> {
    let place = body.place.as_ref()?;
    Degrees::new(place.latitude, place.longitude)
}

fn anchor(region: &NamedRegion) -> String {
    if region.name.is_empty() { "in-no-region".to_owned() } else { format!("in-{}", region.slug()) }
}

fn list(page: &MapPage) -> Markup {
    html! {
        @for (region, bodies) in &page.regions {
            section.map-region {
                h2 #(anchor(region)) {
                    @if region.name.is_empty() { "In no one region" }
                    @else { a href=(urls::region(&region.slug())) { (region.name) } }
                }
                ul.map-bodies { @for each in bodies { li { (entry(each)) } } }
            }
        }
    }
}

fn entry(each: &BodyOnMap) -> Markup {
    html! {
        p { a href=(site::bodies::body(each.body.id)) { (each.body.name) } ", "
            span.meta { (each.body.kind.label()) ", " (plural(each.offers, "offer", "offers"))
                @if each.body.place.is_none() { ", not on the map: the registers give no place" } } }
        ul.plain {
            @for free in each.free.iter().take(MOST_LINES) {
                li {
                    a href=(urls::service(&free.service_code)) { (free.service_name) } ": "
                    @if free.free.is_zero() { "nothing free now" }
                    @else { (free_a_month(free.free, &free.unit)) }
                }
            }
            @if each.free.len() > MOST_LINES {
                li { "and " a href=(site::bodies::body(each.body.id)) {
                    (each.free.len() - MOST_LINES) " more"
                    span.visually-hidden { " of " (each.body.name) }
                } }
            }
        }
    }
}
