//! What can be typed.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

use super::net::NetCommand;

/// Symbiosis: a marketplace where public bodies trade spare capacity.
#[derive(Debug, Parser)]
#[command(version, about, max_term_width = 100, disable_help_subcommand = true)]
pub(super) struct Arguments {
    /// A TOML file with settings; without it, symbiosis.toml where there is one. SYMBIOSIS_… variables go before it.
    #[arg(long, global = true, value_name = "FILE")]
    pub(super) config: Option<PathBuf>,
    #[command(subcommand)]
    pub(super) command: Command,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Try it: made-up bodies and people in a database of its own, on this machine only.
    Demo(DemoOptions),
    /// Serve the site with the settings in force.
    Serve,
    /// Bring the database to the shape this program expects.
    Migrate {
        /// Only say what would run; fails if anything would.
        #[arg(long)]
        check: bool,
    },
    /// Load the taxonomy of services and the bank holidays that come with the program.
    Seed,
    /// Load registers.
    #[command(subcommand)]
    Import(ImportCommand),
    /// Look after those who run the site.
    #[command(subcommand)]
    Operator(OperatorCommand),
    /// Prove that the audit trail is whole.
    #[command(subcommand)]
    Audit(AuditCommand),
    /// Find barter rings: bodies that serve each other in a circle.
    #[command(subcommand)]
    Rings(RingsCommand),
    /// Net invoices between many bodies: clear the most debt that needs no money, with proof.
    #[command(subcommand)]
    Net(NetCommand),
    /// Look at the settings.
    #[command(subcommand)]
    Config(ConfigCommand),
    /// Check that everything the site needs is in order.
    Doctor,
}

#[derive(Clone, Debug, Args)]
pub(super) struct DemoOptions {
    /// Where the demo keeps its data.
    #[arg(long, value_name = "DIR", default_value = "data/demo")]
    pub(super) data: PathBuf,
    /// The port on 127.0.0.1; 0 takes any that is free.
    #[arg(long, value_name = "N", default_value_t = 8080)]
    pub(super) port: u16,
    /// Start again from the beginning: everything done in the demo is lost.
    #[arg(long)]
    pub(super) reset: bool,
}

#[derive(Debug, Subcommand)]
pub(super) enum ImportCommand {
    /// Public bodies from registers in CSV. Loading a file again updates what changed.
    Bodies {
        #[arg(required = true, value_name = "FILE")]
        files: Vec<PathBuf>,
    },
    /// Bank holidays in CSV: division, date, title.
    BankHolidays {
        #[arg(value_name = "FILE")]
        file: PathBuf,
    },
}

#[derive(Debug, Subcommand)]
pub(super) enum OperatorCommand {
    /// Make the account of somebody who runs the site. The password is read from standard input.
    Create {
        #[arg(long)]
        email: String,
        #[arg(long)]
        name: String,
    },
}

#[derive(Debug, Subcommand)]
pub(super) enum AuditCommand {
    /// Walk the whole chain and name the first event that was changed, added or removed.
    Verify,
    /// Write the chain, its signed checkpoint and our public key, for anybody to check.
    Export {
        #[arg(value_name = "DIR")]
        folder: PathBuf,
    },
}

#[derive(Clone, Copy, Debug, Subcommand)]
pub(super) enum ConfigCommand {
    /// Print the settings in force, secrets hidden, and say whether the site would start with them.
    Check,
}

#[derive(Debug, Subcommand)]
pub(super) enum RingsCommand {
    /// Choose the rings that exchange the most value, with a bound that proves how good they are.
    Solve(SolveRings),
    /// Check that rings keep every rule.
    Verify {
        #[arg(value_name = "INSTANCE.json")]
        instance: PathBuf,
        #[arg(value_name = "SOLUTION.json")]
        solution: PathBuf,
    },
}

#[derive(Debug, Args)]
pub(super) struct SolveRings {
    #[arg(value_name = "INSTANCE.json")]
    pub(super) instance: PathBuf,
    /// Where the rings are written.
    #[arg(long, value_name = "SOLUTION.json")]
    pub(super) out: PathBuf,
    /// The most legs in a ring, instead of what the instance says.
    #[arg(long, value_name = "L")]
    pub(super) max_length: Option<usize>,
    /// The most rings for one body, instead of what the instance says.
    #[arg(long, value_name = "K")]
    pub(super) max_rings: Option<u32>,
    /// What decides between answers of equal value, in this order; value stands first.
    #[arg(long, value_name = "LIST", default_value = "value,bodies,rings,preferred,residue")]
    pub(super) objectives: String,
    /// Rings published last time: they are kept where that costs little.
    #[arg(long, value_name = "PREVIOUS.json")]
    pub(super) keep: Option<PathBuf>,
    /// The most that keeping may cost, in hundredths of a per cent of the value.
    #[arg(long, value_name = "N", default_value_t = 100)]
    pub(super) keep_loss: u32,
    /// Leave this body out; may be given several times.
    #[arg(long, value_name = "BODY")]
    pub(super) without: Vec<String>,
    /// Millions of matrix entries that may be touched; the same number gives the same answer everywhere.
    #[arg(long, value_name = "N")]
    pub(super) effort: Option<u64>,
    /// Say for each ring what limits it and what happens if a body leaves, and for each other body why it is in none.
    #[arg(long)]
    pub(super) explain: bool,
}
