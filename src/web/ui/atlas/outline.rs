//! The coast and the borders between the nations, as paths. The coast is generalised from Natural Earth, which is in
//! the public domain; the borders are our own, good to some kilometres, which is less than a dot.

use std::sync::OnceLock;

use super::projection::{Degrees, in_tenths, onto_paper};

const OUTLINE: &str = include_str!("outline.csv");

/// What is drawn beneath the dots.
#[derive(Debug, Default)]
pub(super) struct Outline {
    pub(super) land: String,
    /// The island beside, and the one between: land that is not asked about.
    pub(super) near: String,
    pub(super) borders: String,
    /// Every second degree of latitude and longitude, from end to end.
    pub(super) graticule: Vec<(i64, i64, i64, i64)>,
}

/// Drawn once and kept.
pub(super) fn outline() -> &'static Outline {
    static DRAWN: OnceLock<Outline> = OnceLock::new();
    DRAWN.get_or_init(|| {
        let mut outline = Outline { graticule: graticule(), ..Outline::default() };
        for (kind, points) in OUTLINE.lines().skip(1).filter_map(|line| line.split_once(',')) {
            match kind {
                "land" => outline.land.push_str(&path(points, "z")),
                "near" => outline.near.push_str(&path(points, "z")),
                _ => outline.borders.push_str(&path(points, "")),
            }
        }
        outline
    })
}

/// The path through points such as `51.59 -2.71 51.55 -2.86`, to a tenth of a unit.
fn path(points: &str, end: &str) -> String {
    let numbers: Vec<&str> = points.split(' ').collect();
    let mut path = String::new();
    for pair in numbers.chunks_exact(2) {
        let Some(at) = pair.first().zip(pair.last()).and_then(|(one, other)| Degrees::parse(one, other))
        else {
            continue;
        };
        let (x, y) = in_tenths(at);
        let before = if path.is_empty() { "M" } else { "L" };
        path.push_str(&format!("{before}{} {}", tenths(x), tenths(y)));
    }
    path.push_str(end);
    path
}

fn tenths(value: i64) -> String {
    let sign = if value < 0 { "-" } else { "" };
    let (whole, part) = (value.unsigned_abs() / 10, value.unsigned_abs() % 10);
    if part == 0 { format!("{sign}{whole}") } else { format!("{sign}{whole}.{part}") }
}

/// Straight lines do: in this projection parallels are straight, and meridians bend too little to see.
fn graticule() -> Vec<(i64, i64, i64, i64)> {
    let at = |latitude: i32, longitude: i32| Degrees::parse(&latitude.to_string(), &longitude.to_string());
    let line = |from: Option<Degrees>, to: Option<Degrees>| {
        let ((x1, y1), (x2, y2)) = (onto_paper(from?), onto_paper(to?));
        Some((x1, y1, x2, y2))
    };
    let parallels = (50..=60).step_by(2).map(|latitude| line(at(latitude, -16), at(latitude, 10)));
    let meridians = (-12..=6).step_by(2).flat_map(|longitude| {
        // In pieces of two degrees, so that a meridian bends as it should.
        (48..62).step_by(2).map(move |latitude| line(at(latitude, longitude), at(latitude + 2, longitude)))
    });
    parallels.chain(meridians).flatten().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_outline_is_whole() {
        let outline = outline();

        assert!(outline.land.matches('M').count() > 20 && outline.land.matches('z').count() > 20);
        assert_eq!(outline.borders.matches('M').count(), 2);
        assert_eq!((tenths(-5), tenths(120), tenths(-123)), ("-0.5".into(), "12".into(), "-12.3".into()));
    }
}
