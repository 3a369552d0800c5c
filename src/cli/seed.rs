//! `symbiosis seed`

use super::{Failure, site};
use crate::config::Settings;
use crate::demo;
use crate::kernel::Clock;

pub(super) fn run(settings: &Settings) -> Result<(), Failure> {
    let db = site::open_database(settings)?;
    demo::seed(&db, Clock::system().now()).map_err(Failure::new)?;
    println!("The taxonomy of services and the bank holidays are loaded.");
    Ok(())
}
