//! What can be set.

use std::net::SocketAddr;
use std::path::PathBuf;

use crate::storage::DatabaseUrl;

/// How the log is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogFormat {
    Pretty,
    Json,
}

/// Every setting, with its value in force.
#[derive(Clone, Debug)]
pub struct Settings {
    pub database_url: DatabaseUrl,
    pub data_dir: PathBuf,
    pub listen: SocketAddr,
    /// Where people reach the site, without a slash at the end.
    pub base_url: String,
    /// Empty until set: `serve` refuses to start without.
    pub secret: String,
    pub trust_proxy: bool,
    /// Threads that answer requests.
    pub workers: usize,
    /// Connections to the database.
    pub connections: u32,
    pub smtp_url: Option<String>,
    /// The certificate of the authority that vouches for the mail server, where it is not a well-known one.
    pub smtp_ca_file: Option<PathBuf>,
    pub mail_from: String,
    pub log_format: LogFormat,
    /// What to log, in the words of `tracing`'s filter.
    pub log: String,
    pub audit_key_file: PathBuf,
}

impl Settings {
    /// The settings as lines `name = value`, secrets hidden.
    pub fn describe(&self) -> Vec<(&'static str, String)> {
        let hidden = |set: bool| if set { "(hidden)" } else { "(not set)" }.to_owned();
        let log_format = match self.log_format {
            LogFormat::Pretty => "pretty",
            LogFormat::Json => "json",
        };
        vec![
            ("database_url", self.database_url.to_string()),
            ("data_dir", self.data_dir.display().to_string()),
            ("listen", self.listen.to_string()),
            ("base_url", self.base_url.clone()),
            ("secret", hidden(!self.secret.is_empty())),
            ("trust_proxy", self.trust_proxy.to_string()),
            ("workers", self.workers.to_string()),
            ("connections", self.connections.to_string()),
            ("smtp_url", self.smtp_url.as_deref().map_or_else(|| hidden(false), hide_password)),
            (
                "smtp_ca_file",
                self.smtp_ca_file.as_ref().map_or_else(|| hidden(false), |file| file.display().to_string()),
            ),
            ("mail_from", self.mail_from.clone()),
            ("log_format", log_format.to_owned()),
            ("log", self.log.clone()),
            ("audit_key_file", self.audit_key_file.display().to_string()),
        ]
    }
}

/// A URL with its password hidden; hidden whole where it is not a URL.
fn hide_password(raw: &str) -> String {
    match url::Url::parse(raw) {
        Ok(mut url) => {
            if url.password().is_some() && url.set_password(Some("hidden")).is_err() {
                return "(hidden)".into();
            }
            url.to_string()
        }
        Err(_) => "(hidden)".into(),
    }
}
