//! The log: readable for people, JSON for machines, secrets in neither.

use tracing_subscriber::EnvFilter;

use super::Failure;
use crate::config::LogFormat;

/// Starts logging to standard error.
pub(super) fn start(filter: &str, format: LogFormat) -> Result<(), Failure> {
    let filter = EnvFilter::try_new(filter).map_err(|error| {
        Failure::new(format!("log must be a filter like info or symbiosis=debug: {error}"))
    })?;
    let builder = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    let started = match format {
        LogFormat::Pretty => builder.compact().try_init(),
        LogFormat::Json => builder.json().flatten_event(true).try_init(),
    };
    started.map_err(Failure::new)
}
