//! From degrees to the drawing's own units: sinusoidal about a line through the middle of Great Britain, which keeps
//! areas true and puts the islands as people know them.
#![expect(clippy::float_arithmetic, reason = "geography: a projection is trigonometry, and no money is near")]

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive as _;

/// The drawing's width and height.
pub(super) const WIDTH: i64 = 420;
pub(super) const HEIGHT: i64 = 640;
/// The edges: the northernmost and southernmost that is drawn, and the line in the middle.
const NORTH: f64 = 61.0;
const MIDDLE: f64 = -3.1;
/// Units for a degree of latitude.
const SCALE: f64 = 56.0;
const LEFT_TO_MIDDLE: f64 = 212.0;

/// A place on the earth.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Degrees {
    latitude: f64,
    longitude: f64,
}

impl Degrees {
    pub fn new(latitude: Decimal, longitude: Decimal) -> Option<Self> {
        Some(Self { latitude: latitude.to_f64()?, longitude: longitude.to_f64()? })
    }

    pub(super) fn parse(latitude: &str, longitude: &str) -> Option<Self> {
        Some(Self { latitude: latitude.parse().ok()?, longitude: longitude.parse().ok()? })
    }
}

/// Where a place lies on the drawing, in tenths of its units.
pub(super) fn in_tenths(at: Degrees) -> (i64, i64) {
    let x = LEFT_TO_MIDDLE + (at.longitude - MIDDLE) * at.latitude.to_radians().cos() * SCALE;
    let y = (NORTH - at.latitude) * SCALE;
    (whole(x * 10.0), whole(y * 10.0))
}

/// Where a place lies on the drawing.
pub(super) fn onto_paper(at: Degrees) -> (i64, i64) {
    let (x, y) = in_tenths(at);
    (x.div_euclid(10), y.div_euclid(10))
}

/// Whether a place lies on the drawing at all.
pub(super) fn is_on_paper(at: Degrees) -> bool {
    let (x, y) = onto_paper(at);
    (0..=WIDTH).contains(&x) && (0..=HEIGHT).contains(&y)
}

fn whole(value: f64) -> i64 {
    value.round().to_i64().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_corner_of_the_kingdom_is_on_the_paper() {
        for (latitude, longitude) in
            [("60.85", "-0.8"), ("49.89", "-6.4"), ("52.48", "1.76"), ("54.4", "-8.15"), ("57.8", "-7.9")]
        {
            let at = Degrees::parse(latitude, longitude).unwrap();
            assert!(is_on_paper(at), "{latitude} {longitude}: {:?}", onto_paper(at));
        }
        assert!(!is_on_paper(Degrees::parse("40.7", "-74").unwrap()));
    }
}
