//! The command line. Each subcommand is a file; what goes wrong is one line on standard error and an exit code.
#![expect(clippy::print_stdout, reason = "a command line answers on standard output")]

mod arguments;
mod audit;
mod demo;
mod doctor;
mod import;
mod logging;
mod net;
mod operator;
mod rings;
mod rings_told;
mod seed;
mod serve;
mod site;

use std::collections::BTreeMap;
use std::process::ExitCode;

use clap::Parser as _;

use arguments::{Arguments, Command};

use crate::config::{self, Settings};
use crate::storage;

/// Why a subcommand gave up, in one line.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct Failure(String);

impl Failure {
    fn new(reason: impl std::fmt::Display) -> Self {
        Self(reason.to_string().replace('\n', " "))
    }
}

/// Runs the program as called.
pub fn run() -> ExitCode {
    let arguments = Arguments::parse();
    match dispatch(arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("symbiosis: {failure}");
            ExitCode::FAILURE
        }
    }
}

fn dispatch(arguments: Arguments) -> Result<(), Failure> {
    let command = match arguments.command {
        Command::Demo(options) => return demo::run(&options),
        Command::Net(what) => return net::run(what),
        Command::Rings(what) => return rings::run(&what),
        command => command,
    };
    let environment: BTreeMap<String, String> = std::env::vars().collect();
    let settings = config::load(arguments.config.as_deref(), &environment).map_err(Failure::new)?;
    match command {
        Command::Demo(_) | Command::Net(_) | Command::Rings(_) => Ok(()),
        Command::Serve => serve::run(settings),
        Command::Migrate { check } => migrate(&settings, check),
        Command::Seed => seed::run(&settings),
        Command::Import(what) => import::run(&settings, what),
        Command::Operator(what) => operator::run(&settings, what),
        Command::Audit(what) => audit::run(&settings, what),
        Command::Config(arguments::ConfigCommand::Check) => config_check(&settings),
        Command::Doctor => doctor::run(&settings),
    }
}

fn migrate(settings: &Settings, only_check: bool) -> Result<(), Failure> {
    site::make_data_folder(settings)?;
    if only_check {
        let pending = storage::pending(&settings.database_url).map_err(Failure::new)?;
        for version in &pending {
            println!("to run: {version}");
        }
        if pending.is_empty() {
            println!("The database is up to date.");
            return Ok(());
        }
        return Err(Failure::new(format!("{} migration(s) have not run", pending.len())));
    }
    let ran = storage::migrate(&settings.database_url).map_err(Failure::new)?;
    for version in &ran {
        println!("ran: {version}");
    }
    println!("The database is up to date.");
    Ok(())
}

fn config_check(settings: &Settings) -> Result<(), Failure> {
    for (name, value) in settings.describe() {
        println!("{name} = {value}");
    }
    config::check(settings).map_err(Failure::new)?;
    println!("These settings will do.");
    Ok(())
}
