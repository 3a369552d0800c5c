//! Addresses of `reconciliation`.

pub const LEDGER: &str = "/finance/ledger";
