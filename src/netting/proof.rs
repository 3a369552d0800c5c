//! The proof that a plan is the best there is: sums over obligations that anyone can form again.
//!
//! Weak duality, in whole numbers: for every plan and any potentials, cleared ≤ Σ a·max(0, 1 + d(creditor) − d(debtor)).
//! Where both sides are equal the plan clears the most possible. All sums are i128. O(invoices).

use super::obligations::Obligations;
use super::problem::Plan;

/// What is cleared, and the bound above it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Proof {
    pub cleared: i128,
    pub bound: i128,
    /// The same for Σ cleared · (M + bucket), where a plan says that it clears the oldest debt.
    pub oldest: Option<OldestProof>,
}

/// Σ cleared · bucket, and the two sides of its proof.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OldestProof {
    pub bucket_sum: i128,
    /// Σ cleared · (M + bucket).
    pub weighed: i128,
    pub bound: i128,
}

impl Proof {
    /// Forms all sums. The plan's lists must be as long as there are invoices and bodies.
    pub fn of(obligations: &Obligations, plan: &Plan) -> Self {
        let cleared = plan.cleared.iter().map(|cleared| i128::from(*cleared)).sum();
        let bound = bound(obligations, |invoice, debtor, creditor| {
            let _ = invoice;
            1 + i128::from(plan.potential[creditor]) - i128::from(plan.potential[debtor])
        });
        Self { cleared, bound, oldest: plan.oldest_potential.as_ref().map(|p| oldest(obligations, plan, p)) }
    }

    /// Whether the plan is proved to be the best.
    pub fn holds(&self) -> bool {
        self.cleared == self.bound && self.oldest.is_none_or(|oldest| oldest.weighed == oldest.bound)
    }
}

fn bound(obligations: &Obligations, gain: impl Fn(usize, usize, usize) -> i128) -> i128 {
    let pairs = obligations.debtor.iter().zip(&obligations.creditor);
    pairs
        .zip(&obligations.amount)
        .enumerate()
        .map(|(invoice, ((debtor, creditor), amount))| {
            let gain = gain(invoice, *debtor as usize, *creditor as usize).max(0);
            // Potentials from a file may be anything; a bound past all numbers is no bound.
            i128::from(*amount).saturating_mul(gain)
        })
        .fold(0, i128::saturating_add)
}

fn oldest(obligations: &Obligations, plan: &Plan, second: &[i64]) -> OldestProof {
    let bucket = obligations.buckets();
    let widest = bucket.iter().copied().max().unwrap_or_default();
    let above = obligations.bodies().len() as i128 * i128::from(widest) + 1;
    let bucket_sum = plan.cleared.iter().zip(&bucket).map(|(x, b)| i128::from(*x) * i128::from(*b)).sum();
    let cleared: i128 = plan.cleared.iter().map(|cleared| i128::from(*cleared)).sum();
    let together = |body: usize| above.saturating_mul(plan.potential[body].into()) + i128::from(second[body]);
    let bound = bound(obligations, |invoice, debtor, creditor| {
        (above + i128::from(bucket[invoice]))
            .saturating_add(together(creditor))
            .saturating_sub(together(debtor))
    });
    OldestProof { bucket_sum, weighed: cleared * above + bucket_sum, bound }
}
