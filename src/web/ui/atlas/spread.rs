//! Which pins share a dot, so that no dot covers another.

use super::Pin;
use super::projection::is_on_paper;

/// How far apart the middles of two dots must be for a finger to tell them apart, also where the drawing is as narrow
/// as a small telephone.
const APART: i64 = 36;
/// The smallest and the largest dot.
const LEAST: i64 = 6;
const MOST: i64 = 13;

/// One dot on the drawing and the pins it stands for, by their places in the list.
#[derive(Debug)]
pub(super) struct Dot {
    pub(super) x: i64,
    pub(super) y: i64,
    pub(super) radius: i64,
    pub(super) pins: Vec<usize>,
    weight: i64,
}

/// Dots for pins: the heaviest keep their place, the others join the nearest that they would cover.
pub(super) fn spread(pins: &[Pin]) -> Vec<Dot> {
    let mut order: Vec<usize> = (0..pins.len()).collect();
    order.sort_by_key(|place| -pins.get(*place).map_or(0, |pin| pin.weight));
    let mut dots: Vec<Dot> = Vec::new();
    for place in order {
        let Some(pin) = pins.get(place).filter(|pin| is_on_paper(pin.at)) else { continue };
        let (x, y) = pin.on_paper();
        let distance = |dot: &Dot| (dot.x - x).pow(2) + (dot.y - y).pow(2);
        match dots.iter_mut().filter(|dot| distance(dot) < APART * APART).min_by_key(|dot| distance(dot)) {
            Some(dot) => {
                dot.pins.push(place);
                dot.weight += pin.weight;
                dot.radius = radius(dot.weight).max(9);
            }
            None => {
                dots.push(Dot { x, y, radius: radius(pin.weight), pins: vec![place], weight: pin.weight });
            }
        }
    }
    // From north to south, as the keyboard goes.
    dots.sort_by_key(|dot| (dot.y, dot.x));
    dots
}

/// The dot's area grows with what it stands for.
pub(super) fn radius(weight: i64) -> i64 {
    (LEAST..MOST).find(|radius| radius * radius >= 36 * weight.max(1) / 2 + 18).unwrap_or(MOST)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dot_grows_with_what_it_stands_for_up_to_a_limit() {
        assert_eq!((radius(0), radius(1), radius(4), radius(1_000)), (6, 6, 10, MOST));
    }
}
