//! What one ring is worth at given prices for rings of a body, units of an offer and units of a need.
//!
//! Let M be the value of the largest leg. At prices, each unit of a leg gains c = price − its two unit prices. A leg
//! with c > 0 is best at min(capacity, M), one with c ≤ 0 at the least it may carry beside M,
//! max(minimum, (1 − tolerance)·M). The sum is concave and piecewise linear in M, so its largest value is at one of a
//! handful of breakpoints: [`most_gain`] works it out in exact fractions, rounded up, in a few steps. Where that leaves
//! something to gain, [`best_units`] goes through the attainable values of M for the best whole units, which is what
//! makes the bound of the relaxation both a proof and tight.

use super::instance::{LONGEST, Rules};
use super::simplex::PRICE_ONE;
use super::single::least_beside;

/// A leg with the gain of each unit, in parts of [`PRICE_ONE`] to the penny.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PricedLeg {
    pub unit_pence: i64,
    pub most_units: i64,
    pub unit_gain: i64,
}

/// A value M of the largest leg, as a fraction.
#[derive(Clone, Copy, Debug)]
struct Largest {
    over: i128,
    under: i128,
}

impl Largest {
    fn at_most(self, other: Self) -> bool {
        self.over * other.under <= other.over * self.under
    }
}

/// The values of M where the gain can be largest.
fn breakpoints(legs: &[PricedLeg], rules: &Rules) -> Option<impl Iterator<Item = Largest>> {
    let capacity = |leg: &PricedLeg| i128::from(leg.unit_pence * leg.most_units);
    let smallest = legs.iter().map(capacity).min()?;
    let largest = legs.iter().map(capacity).max()?;
    let minimum = i128::from(rules.min_leg_pence);
    if smallest < minimum || smallest < 1 {
        return None;
    }
    let rest = i128::from(10_000 - rules.tolerance_bp);
    let whole = |over: i128| Largest { over, under: 1 };
    let part =
        |over: i128| if rest == 0 { whole(largest) } else { Largest { over: over * 10_000, under: rest } };
    let ceiling = part(smallest);
    let top = if ceiling.at_most(whole(largest)) { ceiling } else { whole(largest) };
    let mut points = [top; LONGEST + 3];
    points[0] = whole(minimum);
    points[1] = part(minimum);
    for (point, leg) in points[3..].iter_mut().zip(legs) {
        *point = whole(capacity(leg));
    }
    let bottom = whole(minimum);
    Some(points.into_iter().filter(move |point| bottom.at_most(*point) && point.at_most(top)))
}

/// The most a ring can gain at these prices, before what its bodies are charged, rounded up; `None` where it cannot be
/// made.
pub fn most_gain(legs: &[PricedLeg], rules: &Rules) -> Option<i64> {
    let rest = i128::from(10_000 - rules.tolerance_bp);
    let minimum = i128::from(rules.min_leg_pence);
    let gain_at =
        |largest: Largest| legs.iter().map(|leg| leg_gain(leg, largest, rest, minimum)).sum::<i128>();
    let best = breakpoints(legs, rules)?.map(gain_at).max()?;
    Some(i64::try_from(best).unwrap_or(i64::MAX))
}

fn leg_gain(leg: &PricedLeg, largest: Largest, rest: i128, minimum: i128) -> i128 {
    let gain = i128::from(leg.unit_gain);
    let price = i128::from(leg.unit_pence);
    let (over, under) = if gain > 0 {
        let most = i128::from(leg.most_units) * price;
        if most * largest.under <= largest.over { (most, 1) } else { (largest.over, largest.under) }
    } else {
        let (over, under) = (largest.over * rest, largest.under * 10_000);
        if over <= minimum * under { (minimum, 1) } else { (over, under) }
    };
    let (over, under) = (gain * over, under * price);
    // Rounded up, whatever the sign.
    -(-over).div_euclid(under)
}

/// Whole units for a ring that gain the most, and that gain; `None` where it cannot be made. Where nothing gains more
/// than `beyond` the search may stop early and answer something that gains no more than that.
///
/// The value of the largest leg is attained by some leg, so it is enough to try the multiples of each price, from the
/// top, skipping those where the concave relaxation already says that there is no more to be had.
pub fn best_units(legs: &[PricedLeg], rules: &Rules, beyond: i64, units: &mut [i64]) -> Option<i64> {
    let relaxed = most_gain(legs, rules)?;
    if relaxed <= beyond {
        return Some(relaxed);
    }
    let mut best: Option<i64> = None;
    let mut tried = [0; LONGEST];
    let tried = &mut tried[..legs.len()];
    let mut top = legs.iter().map(|leg| leg.unit_pence * leg.most_units).max()?;
    loop {
        top = legs.iter().map(|leg| leg.unit_pence * (top / leg.unit_pence).min(leg.most_units)).max()?;
        if top < rules.min_leg_pence || top < 1 {
            return best;
        }
        match units_beside(legs, rules, top, tried) {
            Beside::Fits(gain) => {
                if best.is_none_or(|most| gain > most) {
                    best = Some(gain);
                    units.copy_from_slice(tried);
                    if gain >= relaxed {
                        return best;
                    }
                }
                top -= 1;
            }
            // A leg cannot come near enough to the top: come down to what it allows.
            Beside::TooSmall(smallest) => {
                let rest = i128::from((10_000 - rules.tolerance_bp).max(1));
                let down = i128::from(smallest) * 10_000 / rest;
                top = i64::try_from(down).unwrap_or(i64::MAX).min(top - 1);
            }
        }
    }
}

enum Beside {
    Fits(i64),
    TooSmall(i64),
}

/// Units where no leg is worth more than `top`: all that fits where that gains, else as little as may be.
fn units_beside(legs: &[PricedLeg], rules: &Rules, top: i64, units: &mut [i64]) -> Beside {
    let least = least_beside(top, rules);
    let mut gain = 0;
    for (leg, carried) in legs.iter().zip(units.iter_mut()) {
        let most = (top / leg.unit_pence).min(leg.most_units);
        let fewest = ((least + leg.unit_pence - 1) / leg.unit_pence).max(1);
        if fewest > most {
            return Beside::TooSmall(most * leg.unit_pence);
        }
        *carried = if leg.unit_gain > 0 { most } else { fewest };
        gain += *carried * leg.unit_gain;
    }
    Beside::Fits(gain)
}

/// The gain of a unit at prices for a unit of the offer and of the need.
pub fn unit_gain(unit_pence: i64, offer_price: i64, need_price: i64) -> i64 {
    unit_pence * PRICE_ONE - offer_price - need_price
}
