//! `symbiosis import`

use super::Failure;
use super::arguments::ImportCommand;
use crate::config::Settings;

pub(super) fn run(_: &Settings, _: ImportCommand) -> Result<(), Failure> {
    Err(Failure::new("waits for the bodies slice"))
}
