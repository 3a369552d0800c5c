//! Addresses of `service_levels`.

use crate::kernel::Month;
use crate::kernel::ids::{LegId, ReturnId};

pub const RETURNS: &str = "/returns";
pub const RETURNS_CSV: &str = "/returns.csv";

/// The form for a month's return that is not sent yet.
pub fn new_return(leg: LegId, month: Month) -> String {
    format!("/legs/{leg}/returns/{}", month.iso())
}

pub fn one(id: ReturnId) -> String {
    format!("{RETURNS}/{id}")
}

pub fn answer(id: ReturnId) -> String {
    format!("{RETURNS}/{id}/answer")
}

pub fn accept(id: ReturnId) -> String {
    format!("{RETURNS}/{id}/accept")
}

pub fn correct(id: ReturnId) -> String {
    format!("{RETURNS}/{id}/correct")
}

pub fn performance(leg: LegId) -> String {
    format!("/legs/{leg}/performance")
}

pub fn performance_csv(leg: LegId) -> String {
    format!("/legs/{leg}/performance/csv")
}
