//! Who owes whom what: the input of the netting engine, in one order whatever order it arrived in.
//!
//! Bodies are numbered in the order of their names and invoices in the order of theirs, so everything that is worked
//! out from an [`Obligations`] is the same for any order of the rows. Building one sorts: O(m log m) at worst, O(m)
//! when the rows come in order.

use super::names::{Added, Directory, Names};

/// Invoices between bodies, checked: distinct numbers, amounts above nothing, nobody owing itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Obligations {
    pub(super) bodies: Names,
    pub(super) invoices: Names,
    pub(super) debtor: Vec<u32>,
    pub(super) creditor: Vec<u32>,
    pub(super) amount: Vec<i64>,
    pub(super) due_day: Vec<i32>,
}

/// Why an invoice cannot be part of a netting.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unfit {
    #[error("invoice_id is empty")]
    NoId,
    #[error("debtor is empty")]
    NoDebtor,
    #[error("creditor is empty")]
    NoCreditor,
    #[error("debtor and creditor are the same body")]
    OwesItself,
    #[error("amount_pence must be above zero")]
    NothingOwed,
    #[error("this invoice_id has been given already")]
    GivenTwice {
        /// Which invoice has it, counted from 0 over those that were added.
        before: u32,
    },
    #[error("with this invoice all amounts add up to more than 9223372036854775807 pence")]
    TotalTooLarge,
    #[error("there is no room for more than 2^31 names, or 2^32 bytes of names")]
    TooMany,
}

impl Obligations {
    pub fn bodies(&self) -> &Names {
        &self.bodies
    }

    pub fn invoices(&self) -> &Names {
        &self.invoices
    }

    pub fn len(&self) -> usize {
        self.amount.len()
    }

    pub fn is_empty(&self) -> bool {
        self.amount.is_empty()
    }

    /// What is owed on each invoice, by number.
    pub fn amounts(&self) -> &[i64] {
        &self.amount
    }

    /// All that is owed.
    pub fn total(&self) -> i64 {
        self.amount.iter().sum()
    }

    /// How old each invoice is against the newest, in whole thirties of days: ⌊(newest due day − due day)/30⌋.
    pub fn buckets(&self) -> Vec<i64> {
        let newest = self.due_day.iter().copied().max().unwrap_or_default();
        self.due_day.iter().map(|due| (i64::from(newest) - i64::from(*due)) / 30).collect()
    }

    /// What each body owes less what it is owed. No netting changes it.
    pub fn net_positions(&self) -> Vec<i64> {
        let mut net = vec![0; self.bodies.len()];
        for ((debtor, creditor), amount) in self.debtor.iter().zip(&self.creditor).zip(&self.amount) {
            net[*debtor as usize] += amount;
            net[*creditor as usize] -= amount;
        }
        net
    }

    /// The invoices among those that are kept, as if the others had never been: bodies that are left without an
    /// invoice go as well.
    pub fn keeping(&self, kept: impl Fn(u32) -> bool) -> Self {
        let mut gathering = Gathering::default();
        for invoice in (0..).take(self.len()).filter(|invoice| kept(*invoice)) {
            let row = invoice as usize;
            let fit = gathering.add(
                self.invoices.get(invoice),
                self.bodies.get(self.debtor[row]),
                self.bodies.get(self.creditor[row]),
                self.amount[row],
                self.due_day[row],
            );
            assert_eq!(fit, Ok(()), "invoices that stood together do so without the others");
        }
        gathering.finish()
    }
}

/// Obligations while they are being read. What all amounts come to stays within 64 bits, and with it every sum of
/// amounts the engine forms.
#[derive(Clone, Debug, Default)]
pub struct Gathering {
    bodies: Directory,
    invoices: Directory,
    debtor: Vec<u32>,
    creditor: Vec<u32>,
    amount: Vec<i64>,
    due_day: Vec<i32>,
    total: i64,
}

impl Gathering {
    /// Takes one invoice, or says why not and stays as it was (but for the names of bodies it heard).
    pub fn add(
        &mut self,
        invoice: &str,
        debtor: &str,
        creditor: &str,
        amount: i64,
        due_day: i32,
    ) -> Result<(), Unfit> {
        let flaws = [
            (invoice.is_empty(), Unfit::NoId),
            (debtor.is_empty(), Unfit::NoDebtor),
            (creditor.is_empty(), Unfit::NoCreditor),
            (debtor == creditor, Unfit::OwesItself),
            (amount <= 0, Unfit::NothingOwed),
        ];
        if let Some((_, unfit)) = flaws.into_iter().find(|(found, _)| *found) {
            return Err(unfit);
        }
        let total = self.total.checked_add(amount);
        if total.is_none() {
            let before = self.invoices.find(invoice);
            return Err(before.map_or(Unfit::TotalTooLarge, |before| Unfit::GivenTwice { before }));
        }
        let debtor = number(self.bodies.add(debtor))?;
        let creditor = number(self.bodies.add(creditor))?;
        if let Added::Known(before) = self.invoices.add(invoice).ok_or(Unfit::TooMany)? {
            return Err(Unfit::GivenTwice { before });
        }
        self.total = total.unwrap_or(self.total);
        self.debtor.push(debtor);
        self.creditor.push(creditor);
        self.amount.push(amount);
        self.due_day.push(due_day);
        Ok(())
    }

    /// Puts everything in its one order.
    pub fn finish(self) -> Obligations {
        let Self { bodies, invoices, mut debtor, mut creditor, mut amount, mut due_day, .. } = self;
        let (mut bodies, mut invoices) = (bodies.into_names(), invoices.into_names());
        if let Some(order) = bodies.sorted() {
            let mut rank = vec![0; order.len()];
            for (place, body) in (0..).zip(&order) {
                rank[*body as usize] = place;
            }
            for body in debtor.iter_mut().chain(&mut creditor) {
                *body = rank[*body as usize];
            }
            bodies = bodies.reordered(&order);
        }
        if let Some(order) = invoices.sorted() {
            debtor = permuted(&debtor, &order);
            creditor = permuted(&creditor, &order);
            amount = permuted(&amount, &order);
            due_day = permuted(&due_day, &order);
            invoices = invoices.reordered(&order);
        }
        Obligations { bodies, invoices, debtor, creditor, amount, due_day }
    }
}

fn number(added: Option<Added>) -> Result<u32, Unfit> {
    match added {
        Some(Added::New(number) | Added::Known(number)) => Ok(number),
        None => Err(Unfit::TooMany),
    }
}

fn permuted<T: Copy>(values: &[T], order: &[u32]) -> Vec<T> {
    order.iter().map(|from| values[*from as usize]).collect()
}
