//! The best a single ring can do: whole units on each leg so that the sum of values is as large as possible, every
//! leg is worth the minimum, and the smallest is within the tolerance of the largest.
//!
//! For a given largest leg value M every other leg should carry ⌊M / price⌋ units, or all it can; so the total never
//! falls as M grows, and it is enough to try the attainable values of M from the top. A value M fails only where
//! rounding down leaves some leg too small; then the next lower multiple of any price is tried. The number of steps
//! is bounded by the number of distinct attainable values, and is nearly always one or two.

use super::instance::Rules;

/// A leg as far as its value is concerned: the price of a unit and the most units.
pub type Capacity = (i64, i64);

/// The least a leg may be worth beside one worth `largest`.
pub fn least_beside(largest: i64, rules: &Rules) -> i64 {
    let wide = i128::from(largest) * i128::from(10_000 - rules.tolerance_bp);
    let least = i64::try_from((wide + 9_999).div_euclid(10_000)).unwrap_or(i64::MAX);
    least.max(rules.min_leg_pence)
}

/// The most a ring with these legs can exchange and the units on each leg (written to `units`), or `None` where no
/// choice of units makes it a ring. `units` must be as long as `legs`.
pub fn best_single(legs: &[Capacity], rules: &Rules, units: &mut [i64]) -> Option<i64> {
    debug_assert_eq!(legs.len(), units.len(), "a place for the units of each leg");
    let smallest = legs.iter().map(|(price, most)| price * most).min()?;
    if smallest < rules.min_leg_pence || legs.iter().any(|(_, most)| *most < 1) {
        return None;
    }
    let mut largest = ceiling(smallest, legs, rules);
    loop {
        // The largest leg value that any leg can attain without going over `largest`.
        let top = legs.iter().map(|(price, most)| price * (largest / price).min(*most)).max()?;
        if top < 1 || top < rules.min_leg_pence {
            return None;
        }
        let least = least_beside(top, rules);
        let mut total = 0;
        let mut smallest = i64::MAX;
        for ((price, most), carried) in legs.iter().zip(units.iter_mut()) {
            *carried = (top / price).min(*most);
            let value = price * *carried;
            smallest = smallest.min(value);
            total += value;
        }
        if smallest >= least && smallest > 0 {
            return Some(total);
        }
        // The leg that came out smallest is no larger beside any smaller M, so M has to come down to what it allows.
        largest = ceiling(smallest, legs, rules).min(top - 1);
    }
}

/// No leg can be worth more than this beside the smallest.
fn ceiling(smallest: i64, legs: &[Capacity], rules: &Rules) -> i64 {
    if rules.tolerance_bp >= 10_000 {
        return legs.iter().map(|(price, most)| price * most).max().unwrap_or(0);
    }
    let wide = i128::from(smallest) * 10_000 / i128::from(10_000 - rules.tolerance_bp);
    i64::try_from(wide).unwrap_or(i64::MAX)
}
