//! What is left after set-off, settled by few payments: from bodies that owe more than they are owed to those that
//! are owed more than they owe, never to a body that pays.
//!
//! First everybody whose amount another body is owed exactly; then the largest pays the largest, and whoever is left
//! with something goes on with it. Each payment brings at least one body to nothing and the last brings two, so there
//! are fewer payments than bodies with a balance. (The fewest of all is NP-hard: it contains subset sum.) The cash that
//! moves is the least there can be: the sum of what is owed net. O(bodies log bodies).

use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// One body pays another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Payment {
    pub payer: u32,
    pub payee: u32,
    pub amount: i64,
}

/// Payments that settle these net positions (what each body owes less what it is owed), in the order of bodies.
pub fn settle(net: &[i64]) -> Vec<Payment> {
    let mut debts: Vec<(i64, Reverse<u32>)> = Vec::new();
    let mut claims = Vec::new();
    for (body, net) in (0..).zip(net) {
        match net.signum() {
            1 => debts.push((*net, Reverse(body))),
            -1 => claims.push((-net, Reverse(body))),
            _ => {}
        }
    }
    let mut payments = equals(&mut debts, &mut claims);
    let mut debts = BinaryHeap::from(debts);
    let mut claims = BinaryHeap::from(claims);
    while let (Some((owes, from)), Some((owed, to))) = (debts.pop(), claims.pop()) {
        let amount = owes.min(owed);
        payments.push(Payment { payer: from.0, payee: to.0, amount });
        if owes > amount {
            debts.push((owes - amount, from));
        }
        if owed > amount {
            claims.push((owed - amount, to));
        }
    }
    payments.sort_by_key(|payment| (payment.payer, payment.payee));
    payments
}

/// Pairs off equal amounts and leaves the others, largest first.
fn equals(debts: &mut Vec<(i64, Reverse<u32>)>, claims: &mut Vec<(i64, Reverse<u32>)>) -> Vec<Payment> {
    debts.sort_unstable_by_key(|entry| Reverse(*entry));
    claims.sort_unstable_by_key(|entry| Reverse(*entry));
    let (mut other_debts, mut other_claims) = (Vec::new(), Vec::new());
    let mut payments = Vec::new();
    let (mut left, mut right) = (debts.iter().peekable(), claims.iter().peekable());
    while let (Some((owes, from)), Some((owed, to))) = (left.peek(), right.peek()) {
        match owes.cmp(owed) {
            std::cmp::Ordering::Equal => {
                payments.push(Payment { payer: from.0, payee: to.0, amount: *owes });
                left.next();
                right.next();
            }
            std::cmp::Ordering::Greater => other_debts.extend(left.next()),
            std::cmp::Ordering::Less => other_claims.extend(right.next()),
        }
    }
    other_debts.extend(left);
    other_claims.extend(right);
    (*debts, *claims) = (other_debts, other_claims);
    payments
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn equal_amounts_settle_each_other_and_the_rest_follows() {
        let payments = settle(&[50, -30, 30, -40, -10]);

        let said: Vec<_> = payments.iter().map(|p| (p.payer, p.payee, p.amount)).collect();
        assert_eq!(said, [(0, 3, 40), (0, 4, 10), (2, 1, 30)]);
    }

    proptest! {
        #[test]
        fn payments_are_few_and_settle_everything(mut net in proptest::collection::vec(-50_i64..50, 0..40)) {
            net.push(-net.iter().sum::<i64>());

            let payments = settle(&net);

            let unsettled = net.iter().filter(|net| **net != 0).count();
            prop_assert!(payments.len() <= unsettled.saturating_sub(1));
            prop_assert!(payments.iter().all(|p| p.amount > 0 && net[p.payer as usize] > 0 && net[p.payee as usize] < 0));
            for payment in payments {
                net[payment.payer as usize] -= payment.amount;
                net[payment.payee as usize] += payment.amount;
            }
            prop_assert!(net.iter().all(|net| *net == 0));
        }
    }
}
