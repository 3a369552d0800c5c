//! With whom one body works, as a picture: itself in the middle, the others around it, an arrow for what goes each
//! way. The list that the page puts beside it says the same.
#![expect(clippy::float_arithmetic, reason = "a picture: where things lie on a circle, and no money is near")]

use maud::{Markup, html};

/// Whom the middle works with, and what goes which way.
#[derive(Clone, Debug)]
pub struct Partner {
    pub name: String,
    pub gives: bool,
    pub takes: bool,
}

/// The picture under construction.
#[derive(Clone, Debug)]
pub struct Network {
    pub title: String,
    pub middle: String,
    /// The first dozen are drawn; the list has them all.
    pub partners: Vec<Partner>,
}

/// More than these around one middle cannot be told apart.
const MOST: usize = 12;
const WIDTH: f64 = 720.0;
/// Two partners stand left and right; more need room above and below.
const HEIGHT: f64 = 400.0;
const LOW: f64 = 112.0;
/// How long a line of a name may be.
const LETTERS: usize = 20;

impl Network {
    pub fn render(&self) -> Markup {
        let drawn: Vec<&Partner> = self.partners.iter().take(MOST).collect();
        let circle = Circle { count: drawn.len() };
        let (middle_x, middle_y) = circle.middle();
        html! {
            figure.network {
                svg.network-paper role="img" viewBox={ "0 0 " (WIDTH) " " (circle.height()) }
                    aria-labelledby="network-title network-desc" {
                    title id="network-title" { (self.title) }
                    desc id="network-desc" { (self.description(&drawn)) }
                    (heads())
                    @for (place, partner) in drawn.iter().enumerate() { (circle.spoke(partner, place)) }
                    (node(middle_x, middle_y, &self.middle, "network-middle"))
                    @for (place, partner) in drawn.iter().enumerate() {
                        @let (x, y) = circle.around(place);
                        (node(x, y, &partner.name, "network-partner"))
                    }
                }
                ul.legend aria-hidden="true" {
                    li { (key("network-gives")) "Provides" }
                    li { (key("network-takes")) "Receives" }
                }
                @if self.partners.len() > MOST {
                    figcaption { "The picture shows the first " (MOST) "; the list has all " (self.partners.len()) "." }
                }
            }
        }
    }

    fn description(&self, drawn: &[&Partner]) -> String {
        let said = drawn.iter().map(|partner| match (partner.gives, partner.takes) {
            (true, true) => format!("exchanges services with {}", partner.name),
            (true, false) => format!("provides to {}", partner.name),
            (false, _) => format!("receives from {}", partner.name),
        });
        format!("{} {}.", self.middle, said.collect::<Vec<_>>().join(", "))
    }
}

/// The partners around the middle.
#[derive(Clone, Copy)]
struct Circle {
    count: usize,
}

impl Circle {
    fn height(self) -> f64 {
        if self.count > 2 { HEIGHT } else { LOW }
    }

    fn middle(self) -> (f64, f64) {
        (WIDTH / 2.0, self.height() / 2.0)
    }

    /// Where the `place`th stands, the first at the right.
    fn around(self, place: usize) -> (f64, f64) {
        let part = |number: usize| f64::from(u32::try_from(number).unwrap_or(u32::MAX));
        let turn = std::f64::consts::TAU * part(place) / part(self.count.max(1));
        let (x, y) = self.middle();
        (x + 268.0 * turn.cos(), y + 155.0 * turn.sin())
    }

    /// One arrow each way that something goes, side by side where both do.
    fn spoke(self, partner: &Partner, place: usize) -> Markup {
        let ((x, y), (from_x, from_y)) = (self.around(place), self.middle());
        let (along_x, along_y) = (x - from_x, y - from_y);
        let length = along_x.hypot(along_y).max(1.0);
        let (unit_x, unit_y) = (along_x / length, along_y / length);
        let aside = if partner.gives && partner.takes { 8.0 } else { 0.0 };
        let at = |distance: f64, side: f64| {
            let (x, y) = (unit_x * distance - unit_y * side, unit_y * distance + unit_x * side);
            format!("{} {}", tenths(from_x + x), tenths(from_y + y))
        };
        // An arrow begins and ends at the edge of a box, which is much wider than it is high.
        let edge = (92.0 / unit_x.abs().max(0.01)).min(44.0 / unit_y.abs().max(0.01));
        let (near, far) = (edge, length - edge);
        html! {
            @if partner.gives {
                path.network-gives marker-end="url(#network-head-gives)"
                    d={ "M" (at(near, -aside)) "L" (at(far, -aside)) } {}
            }
            @if partner.takes {
                path.network-takes marker-end="url(#network-head-takes)"
                    d={ "M" (at(far, aside)) "L" (at(near, aside)) } {}
            }
        }
    }
}

/// The heads of the arrows.
fn heads() -> Markup {
    let head = |id: &str, class: &str| {
        html! {
            marker id=(id) viewBox="0 0 10 10" refX="8" refY="5" markerWidth="6" markerHeight="6" orient="auto" {
                path class=(class) d="M0 0L10 5L0 10z" {}
            }
        }
    };
    html! {
        defs {
            (head("network-head-gives", "network-head-gives"))
            (head("network-head-takes", "network-head-takes"))
        }
    }
}

fn node(x: f64, y: f64, name: &str, class: &str) -> Markup {
    let lines = lines(name);
    let height = 20 + 18 * i64::try_from(lines.len()).unwrap_or(1);
    let top = y - f64::from(i32::try_from(height).unwrap_or(20)) / 2.0;
    html! {
        g class=(class) {
            rect x=(tenths(x - 86.0)) y=(tenths(top)) width="172" height=(height) rx="8" {}
            @for (number, line) in (0_i32..).zip(&lines) {
                text x=(tenths(x)) y=(tenths(top + 24.0 + 18.0 * f64::from(number))) { (line) }
            }
        }
    }
}

/// A name on up to three lines, cut between words where that is possible.
fn lines(name: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in name.split_whitespace() {
        match lines.last_mut() {
            Some(line) if line.chars().count() + word.chars().count() < LETTERS => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.chars().take(LETTERS).collect()),
        }
    }
    if lines.len() > 3 {
        lines.truncate(3);
        if let Some(last) = lines.last_mut() {
            last.push('…');
        }
    }
    lines
}

fn key(class: &str) -> Markup {
    html! {
        svg.key width="34" height="16" viewBox="0 0 34 16" focusable="false" {
            path class=(class) d="M2 8L24 8" {}
            path class={ "network-head" (class.trim_start_matches("network")) } d="M22 3L32 8L22 13z" {}
        }
    }
}

fn tenths(value: f64) -> String {
    format!("{value:.1}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_picture_says_in_words_what_its_arrows_show() {
        let partner = |name: &str, gives, takes| Partner { name: name.to_owned(), gives, takes };
        let network = Network {
            title: "Partners".into(),
            middle: "Ashdale Borough Council".into(),
            partners: vec![partner("Northmoor NHS Trust", true, true), partner("Calderbridge", false, true)],
        };

        let drawn = network.render().into_string();

        assert!(drawn.contains("exchanges services with Northmoor NHS Trust, receives from Calderbridge."));
        assert_eq!((drawn.matches("marker-end").count(), drawn.matches("style=").count()), (3, 0));
        assert_eq!(
            lines("Tarnside and Holme Combined Authority"),
            ["Tarnside and Holme", "Combined Authority"]
        );
    }
}
