//! Settings: defaults, then a TOML file, then `SYMBIOSIS_…` variables, checked whole before anything starts.

mod check;
mod layers;
mod settings;

pub use check::{ConfigError, check};
pub use layers::load;
pub use settings::{LogFormat, Settings};
