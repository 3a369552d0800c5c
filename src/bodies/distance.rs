//! How far bodies are from each other, as the crow flies.
#![expect(clippy::float_arithmetic, reason = "geography: trigonometry on a sphere, and no money is near")]

use std::fmt;

use rust_decimal::prelude::ToPrimitive as _;

use super::register_row::Place;

/// The mean radius of the earth (International Union of Geodesy and Geophysics), in metres.
const EARTH: f64 = 6_371_008.8;
/// The international mile of 1959, in millimetres.
const MILE: u64 = 1_609_344;

/// A place made ready to be measured from: a point on a sphere of radius 1, so that a distance takes one arcsine.
#[derive(Clone, Copy, Debug)]
pub struct Position {
    x: f64,
    y: f64,
    z: f64,
}

/// How far it is, in whole metres.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Distance(u32);

impl Position {
    pub fn of(place: Place) -> Option<Self> {
        let (latitude, longitude) =
            (place.latitude.to_f64()?.to_radians(), place.longitude.to_f64()?.to_radians());
        Some(Self {
            x: latitude.cos() * longitude.cos(),
            y: latitude.cos() * longitude.sin(),
            z: latitude.sin(),
        })
    }

    pub fn distance_to(self, other: Self) -> Distance {
        let (x, y, z) = (self.x - other.x, self.y - other.y, self.z - other.z);
        let half_chord = (x * x + y * y + z * z).sqrt() / 2.0;
        let metres = 2.0 * EARTH * half_chord.min(1.0).asin();
        Distance(metres.round().to_u32().unwrap_or(u32::MAX))
    }
}

impl Distance {
    pub const ZERO: Self = Self(0);

    pub const fn from_metres(metres: u32) -> Self {
        Self(metres)
    }

    pub const fn metres(self) -> u32 {
        self.0
    }

    /// The nearest number of whole miles.
    pub fn miles(self) -> u64 {
        (u64::from(self.0) * 1_000 + MILE / 2) / MILE
    }

    pub fn is_within(self, miles: u16) -> bool {
        u64::from(self.0) * 1_000 <= u64::from(miles) * MILE
    }
}

/// What people read: "18 miles", "1 mile", "less than a mile".
impl fmt::Display for Distance {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.miles() {
            0 => f.write_str("less than a mile"),
            1 => f.write_str("1 mile"),
            miles => write!(f, "{miles} miles"),
        }
    }
}

#[cfg(test)]
mod tests {
    use rust_decimal::Decimal;

    use super::*;

    fn position(latitude: &str, longitude: &str) -> Position {
        let degrees = |text: &str| text.parse::<Decimal>().unwrap();
        Position::of(Place { latitude: degrees(latitude), longitude: degrees(longitude) }).unwrap()
    }

    #[test]
    fn distances_are_those_of_the_map() {
        let town_halls = [
            ("Exeter", position("50.7256", "-3.5269")),
            ("Truro", position("50.2632", "-5.0510")),
            ("Leeds", position("53.8013", "-1.5486")),
            ("Lerwick", position("60.1530", "-1.1493")),
        ];

        let from_exeter: Vec<String> = town_halls
            .iter()
            .map(|(name, place)| format!("{name}: {}", position("50.7256", "-3.5269").distance_to(*place)))
            .collect();

        assert_eq!(
            from_exeter,
            ["Exeter: less than a mile", "Truro: 74 miles", "Leeds: 228 miles", "Lerwick: 658 miles"]
        );
    }

    #[test]
    fn a_mile_is_a_mile_to_the_metre() {
        assert!(Distance(1_609).is_within(1) && !Distance(1_610).is_within(1));
        assert!(Distance::ZERO.is_within(0) && !Distance(1).is_within(0));
        assert_eq!([0, 804, 805, 1_609, 48_280].map(|metres| Distance(metres).miles()), [0, 0, 1, 1, 30]);
    }
}
