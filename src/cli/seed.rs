//! `symbiosis seed`

use super::Failure;
use crate::config::Settings;

pub(super) fn run(_: &Settings) -> Result<(), Failure> {
    Err(Failure::new("waits for the catalogue slice"))
}
