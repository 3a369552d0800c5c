//! Where settings come from, the later before the earlier: the environment, a TOML file, defaults.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::Deserialize;

use super::check::ConfigError;
use super::settings::{LogFormat, Settings};

/// The file's shape: every name optional, an unknown one an error.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Written {
    database_url: Option<String>,
    data_dir: Option<String>,
    listen: Option<String>,
    base_url: Option<String>,
    secret: Option<String>,
    trust_proxy: Option<bool>,
    workers: Option<usize>,
    connections: Option<u32>,
    smtp_url: Option<String>,
    smtp_ca_file: Option<String>,
    mail_from: Option<String>,
    log_format: Option<String>,
    log: Option<String>,
    audit_key_file: Option<String>,
}

/// Puts the layers together. `file` must exist when named; `symbiosis.toml` is read where it lies in the folder the
/// program is started in.
pub fn load(file: Option<&Path>, environment: &BTreeMap<String, String>) -> Result<Settings, ConfigError> {
    let file = read_file(file, environment)?;
    let layered = Layered { file, environment };
    layered.settings()
}

fn read_file(named: Option<&Path>, environment: &BTreeMap<String, String>) -> Result<Written, ConfigError> {
    let named = named.map(Path::to_owned).or_else(|| environment.get("SYMBIOSIS_CONFIG").map(PathBuf::from));
    let (path, must_exist) = match named {
        Some(path) => (path, true),
        None => (PathBuf::from("symbiosis.toml"), false),
    };
    match std::fs::read_to_string(&path) {
        Ok(text) => toml::from_str(&text).map_err(|error| {
            let reason = error.message().lines().next().unwrap_or_default().to_owned();
            ConfigError::File { path: path.display().to_string(), reason }
        }),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound && !must_exist => Ok(Written::default()),
        Err(error) => Err(ConfigError::File { path: path.display().to_string(), reason: error.to_string() }),
    }
}

struct Layered<'a> {
    file: Written,
    environment: &'a BTreeMap<String, String>,
}

impl Layered<'_> {
    fn settings(self) -> Result<Settings, ConfigError> {
        let data_dir = PathBuf::from(self.text("DATA_DIR", self.file.data_dir.as_deref(), "data"));
        let default_database = format!("sqlite:{}", data_dir.join("symbiosis.db").display());
        let default_key = data_dir.join("audit.pem").display().to_string();
        let database = self.text("DATABASE_URL", self.file.database_url.as_deref(), &default_database);
        let listen = self.text("LISTEN", self.file.listen.as_deref(), "127.0.0.1:8080");
        let base_url = self.text("BASE_URL", self.file.base_url.as_deref(), &format!("http://{listen}"));
        let log_format = match self.text("LOG_FORMAT", self.file.log_format.as_deref(), "pretty").as_str() {
            "pretty" => LogFormat::Pretty,
            "json" => LogFormat::Json,
            _ => return Err(ConfigError::invalid("log_format", "pretty or json")),
        };
        Ok(Settings {
            database_url: database
                .parse()
                .map_err(|_| ConfigError::invalid("database_url", "sqlite:PATH or postgres://…"))?,
            listen: listen
                .parse()
                .map_err(|_| ConfigError::invalid("listen", "an address and a port, like 127.0.0.1:8080"))?,
            base_url: base_url.trim_end_matches('/').to_owned(),
            secret: self.text("SECRET", self.file.secret.as_deref(), ""),
            trust_proxy: self.parsed("TRUST_PROXY", self.file.trust_proxy, false, "true or false")?,
            workers: self.parsed("WORKERS", self.file.workers, 2, "a whole number")?.clamp(1, 256),
            connections: self
                .parsed("CONNECTIONS", self.file.connections, 8, "a whole number")?
                .clamp(2, 500),
            smtp_url: Some(self.text("SMTP_URL", self.file.smtp_url.as_deref(), ""))
                .filter(|url| !url.is_empty()),
            smtp_ca_file: Some(self.text("SMTP_CA_FILE", self.file.smtp_ca_file.as_deref(), ""))
                .filter(|file| !file.is_empty())
                .map(PathBuf::from),
            mail_from: self.text(
                "MAIL_FROM",
                self.file.mail_from.as_deref(),
                "Symbiosis <symbiosis@localhost.invalid>",
            ),
            log_format,
            log: self.text("LOG", self.file.log.as_deref(), "info"),
            audit_key_file: self
                .text("AUDIT_KEY_FILE", self.file.audit_key_file.as_deref(), &default_key)
                .into(),
            data_dir,
        })
    }

    fn text(&self, variable: &str, in_file: Option<&str>, default: &str) -> String {
        let set = self.environment.get(&format!("SYMBIOSIS_{variable}"));
        set.map(String::as_str).or(in_file).unwrap_or(default).trim().to_owned()
    }

    fn parsed<T: std::str::FromStr>(
        &self,
        variable: &'static str,
        in_file: Option<T>,
        default: T,
        expected: &'static str,
    ) -> Result<T, ConfigError> {
        match self.environment.get(&format!("SYMBIOSIS_{variable}")) {
            Some(raw) => raw
                .trim()
                .parse()
                .map_err(|_| ConfigError::Invalid { name: variable.to_lowercase(), expected }),
            None => Ok(in_file.unwrap_or(default)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn environment(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
        pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    }

    #[test]
    fn a_variable_beats_the_file_and_the_file_beats_the_default() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("site.toml");
        std::fs::write(&file, "listen = \"127.0.0.1:9001\"\nworkers = 3\n").unwrap();

        let settings = load(Some(&file), &environment(&[("SYMBIOSIS_WORKERS", "5")])).unwrap();

        assert_eq!(settings.listen.port(), 9001);
        assert_eq!(settings.workers, 5);
        assert_eq!(settings.base_url, "http://127.0.0.1:9001");
        assert_eq!(settings.connections, 8);
    }

    #[test]
    fn a_misspelt_name_and_a_missing_file_are_said_in_one_line() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("site.toml");
        std::fs::write(&file, "lisen = \"127.0.0.1:9001\"\n").unwrap();

        let misspelt = load(Some(&file), &environment(&[])).unwrap_err().to_string();
        let missing = load(Some(&folder.path().join("no.toml")), &environment(&[])).unwrap_err().to_string();

        assert!(misspelt.contains("lisen") && misspelt.lines().count() == 1, "{misspelt}");
        assert!(missing.contains("no.toml") && missing.lines().count() == 1, "{missing}");
    }

    #[test]
    fn secrets_are_hidden_when_settings_are_shown() {
        let settings = load(
            None,
            &environment(&[
                ("SYMBIOSIS_SECRET", "correct-horse-battery-staple-0123456789"),
                ("SYMBIOSIS_DATABASE_URL", "postgres://clerk:pa55@db/symbiosis"),
                ("SYMBIOSIS_SMTP_URL", "smtp://clerk:pa55@mail"),
            ]),
        )
        .unwrap();

        let shown = format!("{:?}", settings.describe());

        assert!(!shown.contains("horse") && !shown.contains("pa55"), "{shown}");
    }
}
