//! Addresses of `charges`.

use crate::kernel::Month;
use crate::kernel::ids::{AgreementId, InvoiceId, LegId};

pub const FINANCE: &str = "/finance";
pub const INVOICES: &str = "/finance/invoices";
pub const INVOICES_CSV: &str = "/finance/invoices.csv";

pub fn invoice(id: InvoiceId) -> String {
    format!("{INVOICES}/{id}")
}

/// The page that shows what closing a month would do, and does it.
pub fn close(agreement: AgreementId, month: Month) -> String {
    format!("{FINANCE}/agreements/{agreement}/close/{}", month.iso())
}

/// The statement of account of an agreement for a month.
pub fn statement(agreement: AgreementId, month: Month) -> String {
    format!("{FINANCE}/agreements/{agreement}/statements/{}", month.iso())
}

pub fn statement_csv(agreement: AgreementId, month: Month) -> String {
    format!("{}/csv", statement(agreement, month))
}

pub fn in_kind(agreement: AgreementId) -> String {
    format!("{FINANCE}/agreements/{agreement}/in-kind")
}

pub fn in_kind_csv(agreement: AgreementId) -> String {
    format!("{}/csv", in_kind(agreement))
}

pub fn po_reference(leg: LegId) -> String {
    format!("{FINANCE}/legs/{leg}/po-reference")
}
