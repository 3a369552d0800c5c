//! `symbiosis operator create`

use std::io::BufRead as _;

use super::arguments::OperatorCommand;
use super::{Failure, site};
use crate::access::password::{NewPassword, hash_blocking};
use crate::access::{System, commands};
use crate::config::Settings;
use crate::kernel::Clock;

pub(super) fn run(settings: &Settings, command: OperatorCommand) -> Result<(), Failure> {
    let OperatorCommand::Create { email, name } = command;
    let db = site::open_database(settings)?;
    if !email.contains('@') || name.trim().is_empty() {
        return Err(Failure::new("give an e-mail address and a name"));
    }
    eprintln!("Password for {email}, 12 characters or more, then Enter:");
    let mut password = String::new();
    std::io::stdin().lock().read_line(&mut password).map_err(Failure::new)?;
    let password = NewPassword::parse("password", password.trim_end_matches(['\r', '\n']), &[&email, &name])
        .map_err(|error| Failure::new(error.message))?;
    let hash = hash_blocking(&password).map_err(Failure::new)?;
    let (address, now) = (email.clone(), Clock::system().now());
    db.write_now(move |tx| {
        commands::create_operator(tx, System::of_this_process(), &address, name.trim(), hash, now)
    })
    .map_err(Failure::new)?;
    println!("{email} can sign in and runs this site.");
    Ok(())
}
