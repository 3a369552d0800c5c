//! Splitting an amount between parties without making or losing a penny.

use super::{Pence, Quantity};

/// The shares in which an amount is split: one whole number a party, at least one of them above nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Weights(Vec<u64>);

/// Shares that add up to nothing cannot split anything.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("at least one share must be more than 0")]
pub struct NoWeight;

impl Weights {
    pub fn new(shares: Vec<u64>) -> Result<Self, NoWeight> {
        if shares.iter().all(|share| *share == 0) { Err(NoWeight) } else { Ok(Self(shares)) }
    }

    /// Shares by quantity: head-counts, transactions, square metres.
    pub fn of_quantities(quantities: &[Quantity]) -> Result<Self, NoWeight> {
        Self::new(quantities.iter().map(|quantity| quantity.to_i64().unsigned_abs()).collect())
    }

    pub fn parties(&self) -> usize {
        self.0.len()
    }
}

/// Splits `total` in proportion to `weights`; the parts always add up to `total`.
/// Leftover pence go to the largest remainders, ties to the earlier party.
pub fn apportion(total: Pence, weights: &Weights) -> Vec<Pence> {
    let parts = largest_remainder(total, weights);
    assert_eq!(Pence::sum(parts.iter().copied()), Ok(total), "apportionment must conserve the total");
    parts
}

/// A negative total is split like its positive twin, so that a credit note mirrors its invoice part by part.
fn largest_remainder(total: Pence, weights: &Weights) -> Vec<Pence> {
    let size = u128::from(total.to_i64().unsigned_abs());
    let whole: u128 = weights.0.iter().map(|weight| u128::from(*weight)).sum();
    let mut parts: Vec<u128> = weights.0.iter().map(|weight| size * u128::from(*weight) / whole).collect();
    let left = size - parts.iter().sum::<u128>();

    let mut order: Vec<usize> = (0..parts.len()).collect();
    order.sort_by_key(|&party| std::cmp::Reverse(size * u128::from(weights.0[party]) % whole));
    for party in order.into_iter().take(usize::try_from(left).unwrap_or(usize::MAX)) {
        parts[party] += 1;
    }
    parts.into_iter().map(|part| signed(part, total)).collect()
}

fn signed(part: u128, total: Pence) -> Pence {
    let part = Pence::from_i64(i64::try_from(part).unwrap_or(i64::MAX)); // a part is never more than the total
    if total.is_negative() { part.negate() } else { part }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn split(total: i64, shares: &[u64]) -> Vec<i64> {
        let weights = Weights::new(shares.to_vec()).unwrap();
        apportion(Pence::from_i64(total), &weights).into_iter().map(Pence::to_i64).collect()
    }

    #[test]
    fn leftover_pence_go_to_the_largest_remainders() {
        assert_eq!(split(100, &[1, 1, 1]), [34, 33, 33]);
        assert_eq!(split(-100, &[1, 1, 1]), [-34, -33, -33]);
        assert_eq!(split(10, &[1, 2, 3]), [2, 3, 5]);
        assert_eq!(split(7, &[0, 1]), [0, 7]);
        assert_eq!(split(0, &[3, 4]), [0, 0]);
    }

    #[test]
    fn nobody_can_carry_a_share_of_nothing() {
        assert_eq!(Weights::new(vec![0, 0]), Err(NoWeight));
        assert_eq!(Weights::new(Vec::new()), Err(NoWeight));
    }

    proptest! {
        #[test]
        fn every_penny_is_kept_and_no_part_is_a_penny_out(
            total in (i64::MIN + 1)..i64::MAX, shares in proptest::collection::vec(any::<u64>(), 1..12),
        ) {
            prop_assume!(shares.iter().any(|share| *share > 0));
            let whole: u128 = shares.iter().map(|share| u128::from(*share)).sum();

            let parts = split(total, &shares);

            prop_assert_eq!(parts.iter().map(|part| i128::from(*part)).sum::<i128>(), i128::from(total));
            for (part, share) in parts.iter().zip(&shares) {
                let floor = u128::from(total.unsigned_abs()) * u128::from(*share) / whole;
                prop_assert!((floor..=floor + 1).contains(&u128::from(part.unsigned_abs())));
            }
        }

        #[test]
        fn a_credit_mirrors_its_charge(total in 0_i64..1_000_000, shares in proptest::collection::vec(1_u64..500, 1..9)) {
            let charge = split(total, &shares);
            let credit = split(-total, &shares);

            prop_assert!(charge.iter().zip(&credit).all(|(up, down)| *up == -*down));
        }
    }
}
