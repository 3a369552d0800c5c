//! A map of the United Kingdom, drawn here: no tiles and nothing else from outside. A dot is a link; the list that the
//! page puts beside the map says the same in words.

mod outline;
mod projection;
mod spread;

use maud::{Markup, html};

use outline::outline;
use projection::{HEIGHT, WIDTH, onto_paper};
use spread::{Dot, spread};

pub use projection::Degrees;

/// Something with a place.
#[derive(Clone, Debug)]
pub struct Pin {
    pub at: Degrees,
    /// How much there is of it: the larger the dot.
    pub weight: i64,
    pub href: String,
    /// What the dot stands for, for those who hear it: "Ashdale Borough Council, 4 offers".
    pub label: String,
    /// Where a dot leads that stands for this and others so near that they would cover each other.
    pub group_href: String,
}

/// The map under construction.
#[derive(Clone, Debug)]
pub struct Atlas {
    pub title: String,
    /// What the picture shows, in a sentence or two.
    pub description: String,
    pub pins: Vec<Pin>,
    /// Where the list of the same begins, for those who pass over the dots.
    pub list_href: String,
}

/// The names on the map: the nation, and where on the paper it is written, off the coast.
const NAMES: [(&str, i64, i64); 4] =
    [("Scotland", 318, 178), ("Northern Ireland", 64, 320), ("Wales", 104, 490), ("England", 352, 352)];

impl Atlas {
    pub fn render(&self) -> Markup {
        let dots = spread(&self.pins);
        html! {
            div.atlas {
                a.skip-part href=(self.list_href) { "Skip the map, go to the list" }
                svg.atlas-paper role="group" viewBox={ "0 0 " (WIDTH) " " (HEIGHT) }
                    aria-labelledby="atlas-title atlas-desc" {
                    title id="atlas-title" { (self.title) }
                    desc id="atlas-desc" { (self.description) }
                    (drawing())
                    @for dot in &dots { (mark(dot, &self.pins)) }
                }
            }
        }
    }
}

/// Land, borders and the names of the nations.
fn drawing() -> Markup {
    let outline = outline();
    html! {
        g aria-hidden="true" {
            @for (x1, y1, x2, y2) in &outline.graticule {
                line.atlas-grid x1=(x1) y1=(y1) x2=(x2) y2=(y2) {}
            }
            path.atlas-near d=(outline.near) {}
            path.atlas-land d=(outline.land) {}
            path.atlas-border d=(outline.borders) {}
            @for (name, x, y) in NAMES { text.atlas-name x=(x) y=(y) { (name) } }
        }
    }
}

fn mark(dot: &Dot, pins: &[Pin]) -> Markup {
    let named: Vec<&Pin> = dot.pins.iter().filter_map(|place| pins.get(*place)).collect();
    let Some(first) = named.first() else { return html! {} };
    let (href, label) = match named.len() {
        1 => (first.href.as_str(), first.label.clone()),
        // What stands in the dot is part of its name, so that whoever says what they see is understood.
        many => {
            (first.group_href.as_str(), format!("{many} close by: {} and {} more", first.label, many - 1))
        }
    };
    html! {
        a.atlas-dot href=(href) aria-label=(label) {
            title { (label) }
            circle.atlas-reach cx=(dot.x) cy=(dot.y) r="18" {}
            circle.atlas-mark.several[named.len() > 1] cx=(dot.x) cy=(dot.y) r=(dot.radius) {}
            @if named.len() > 1 { text.atlas-count x=(dot.x) y=(dot.y + 4) { (named.len()) } }
        }
    }
}

/// The size of the dot for so many offers, for the key beside a map.
pub fn atlas_key(weights: &[(i64, &str)]) -> Markup {
    html! {
        ul.legend aria-hidden="true" {
            @for (weight, words) in weights {
                li {
                    svg.key width="30" height="30" viewBox="0 0 30 30" focusable="false" {
                        circle.atlas-mark cx="15" cy="15" r=(spread::radius(*weight)) {}
                    }
                    (words)
                }
            }
        }
    }
}

impl Pin {
    fn on_paper(&self) -> (i64, i64) {
        onto_paper(self.at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pin(latitude: &str, longitude: &str, label: &str) -> Pin {
        Pin {
            at: Degrees::parse(latitude, longitude).unwrap(),
            weight: 1,
            href: format!("/{label}"),
            label: label.to_owned(),
            group_href: "#near".to_owned(),
        }
    }

    #[test]
    fn bodies_that_would_cover_each_other_share_a_dot_that_leads_to_the_list() {
        let atlas = Atlas {
            title: "Map".into(),
            description: "All".into(),
            list_href: "#list".into(),
            pins: vec![
                pin("53.48", "-2.24", "one"),
                pin("53.49", "-2.23", "two"),
                pin("57.15", "-2.1", "far"),
            ],
        };

        let drawn = atlas.render().into_string();

        assert_eq!(drawn.matches("atlas-dot").count(), 2);
        assert!(drawn.contains("2 close by: one and 1 more") && drawn.contains("href=\"#near\""));
        assert!(drawn.contains("href=\"/far\"") && !drawn.contains("style="));
    }
}
