//! The counters behind invoice numbers: one row for each provider and financial year, locked while it is used.

use diesel::prelude::*;

use crate::charges::numbering::{InvoiceNumber, Prefix};
use crate::kernel::ids::BodyId;
use crate::kernel::month::FinancialYear;
use crate::storage::schema::invoice_counters;
use crate::storage::{LockExt, Native, StorageError, Tx};

/// The provider's next number. It is only given out if this transaction commits, so a failure leaves no gap, and the
/// row is locked until then, so nobody else is given the same one.
pub(in crate::charges) fn next_number(
    tx: &mut Tx<'_>,
    provider: BodyId,
    provider_name: &str,
    year: FinancialYear,
) -> Result<InvoiceNumber, StorageError> {
    begin(tx, provider, provider_name, year)?;
    let (prefix, last): (String, i64) = invoice_counters::table
        .filter(invoice_counters::provider_id.eq(provider))
        .filter(invoice_counters::financial_year.eq(year.to_i32()))
        .select((invoice_counters::prefix, invoice_counters::last))
        .locked()
        .get_result(tx.conn())?;
    let corrupt = || StorageError::Corrupt(format!("the invoice counter of {provider} for {year}"));
    let prefix = Prefix::parse(&prefix).ok_or_else(corrupt)?;
    let number = InvoiceNumber::after(u32::try_from(last).map_err(|_| corrupt())?, prefix, year);
    let changed = diesel::update(invoice_counters::table)
        .filter(invoice_counters::provider_id.eq(provider))
        .filter(invoice_counters::financial_year.eq(year.to_i32()))
        .filter(invoice_counters::last.eq(last))
        .set(invoice_counters::last.eq(i64::from(number.sequence)))
        .execute(tx.conn())?;
    if changed == 1 { Ok(number) } else { Err(StorageError::Stale) }
}

/// The counter of a new year. Its prefix stays through the year, whatever the body is called meanwhile.
fn begin(
    tx: &mut Tx<'_>,
    provider: BodyId,
    provider_name: &str,
    year: FinancialYear,
) -> Result<(), StorageError> {
    let prefix = Prefix::of_body(provider_name);
    Native(
        diesel::insert_into(invoice_counters::table)
            .values((
                invoice_counters::provider_id.eq(provider),
                invoice_counters::financial_year.eq(year.to_i32()),
                invoice_counters::prefix.eq(prefix.as_str()),
                invoice_counters::last.eq(0_i64),
            ))
            .on_conflict((invoice_counters::provider_id, invoice_counters::financial_year))
            .do_nothing(),
    )
    .execute(tx.conn())?;
    Ok(())
}
