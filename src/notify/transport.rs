//! How a mail leaves: by SMTP, or into a folder as `.eml` files where no server is set.

use std::path::{Path, PathBuf};

use lettre::message::Mailbox;
use lettre::message::header::{ContentType, Header, HeaderName, HeaderValue};
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Certificate, Tls, TlsParameters};
use lettre::{AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};

use super::model::Mail;
use crate::kernel::Instant;
use crate::kernel::ids::MailId;

/// Where mails go.
#[derive(Clone)]
pub enum Transport {
    Smtp { mailer: AsyncSmtpTransport<Tokio1Executor>, from: Mailbox },
    Folder { folder: PathBuf, from: Mailbox },
}

impl std::fmt::Debug for Transport {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Smtp { from, .. } => write!(f, "Smtp({from})"),
            Self::Folder { folder, from } => write!(f, "Folder({}, {from})", folder.display()),
        }
    }
}

/// Why a mail did not leave.
#[derive(Debug, thiserror::Error)]
pub enum TransportError {
    #[error("the address cannot be written to: {0}")]
    Address(#[from] lettre::address::AddressError),
    #[error("the mail cannot be put together: {0}")]
    Message(#[from] lettre::error::Error),
    #[error("the mail server did not take it: {0}")]
    Smtp(#[from] lettre::transport::smtp::Error),
    #[error("the mail folder cannot be written: {0}")]
    Folder(#[from] std::io::Error),
    #[error("the mail server's address is not understood: {0}")]
    Url(String),
    #[error("{} is not a certificate of the mail server's authority: {reason}", .file.display())]
    Authority { file: PathBuf, reason: String },
}

impl TransportError {
    /// Whether trying again cannot help: the mail itself is at fault, or the server refused it for good. A server that
    /// refuses *us* (RFC 4954, section 6: 530, 534, 535 and 538) has nothing against the mail: once the operator has
    /// mended the password it leaves.
    pub(super) fn is_lasting(&self) -> bool {
        match self {
            Self::Address(_) | Self::Message(_) => true,
            Self::Smtp(error) => {
                let status = error.status().map(u16::from);
                error.is_permanent() && !matches!(status, Some(530 | 534 | 535 | 538))
            }
            Self::Folder(_) | Self::Url(_) | Self::Authority { .. } => false,
        }
    }
}

impl Transport {
    /// `url` is `smtp://user:password@host:587` (STARTTLS, required), `smtps://…` (TLS from the start) or, to a
    /// server on this machine only, `smtp+plain://…`. `authority` is a PEM file with the certificate that vouches for a
    /// server whose own is signed inside the organisation.
    pub fn smtp(url: &str, from: &str, authority: Option<&Path>) -> Result<Self, TransportError> {
        let parsed = url::Url::parse(url).map_err(|error| TransportError::Url(error.to_string()))?;
        let host = parsed.host_str().ok_or_else(|| TransportError::Url("it names no host".into()))?;
        let (builder, port) = match parsed.scheme() {
            "smtp" => (AsyncSmtpTransport::<Tokio1Executor>::starttls_relay(host)?, 587),
            "smtps" => (AsyncSmtpTransport::<Tokio1Executor>::relay(host)?, 465),
            "smtp+plain" if is_loopback(host) => {
                (AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(host), 25)
            }
            "smtp+plain" => {
                return Err(TransportError::Url("smtp+plain is only for a server on this machine".into()));
            }
            other => return Err(TransportError::Url(format!("unknown scheme {other}"))),
        };
        let builder = match authority {
            Some(file) if parsed.scheme() == "smtps" => builder.tls(Tls::Wrapper(trusting(host, file)?)),
            Some(file) if parsed.scheme() == "smtp" => builder.tls(Tls::Required(trusting(host, file)?)),
            _ => builder,
        };
        let mut builder = builder.port(parsed.port().unwrap_or(port));
        if !parsed.username().is_empty() {
            let decode = |raw: &str| percent_decode(raw);
            builder = builder.credentials(Credentials::new(
                decode(parsed.username()),
                decode(parsed.password().unwrap_or_default()),
            ));
        }
        Ok(Self::Smtp { mailer: builder.build(), from: from.parse()? })
    }

    /// Writes each mail as an `.eml` file into `folder`, made if need be.
    pub fn folder(folder: PathBuf, from: &str) -> Result<Self, TransportError> {
        std::fs::create_dir_all(&folder)?;
        Ok(Self::Folder { folder, from: from.parse()? })
    }

    /// `stop_url` is where whoever gets it can stop such mails.
    pub(super) async fn send(
        &self,
        id: MailId,
        mail: &Mail,
        stop_url: Option<&str>,
        now: Instant,
    ) -> Result<(), TransportError> {
        match self {
            Self::Smtp { mailer, from } => {
                mailer.send(message(id, mail, stop_url, from, now)?).await?;
            }
            Self::Folder { folder, from } => {
                let path = folder.join(format!("{id}.eml"));
                let bytes = message(id, mail, stop_url, from, now)?.formatted();
                tokio::task::spawn_blocking(move || std::fs::write(path, bytes))
                    .await
                    .map_err(std::io::Error::other)??;
            }
        }
        Ok(())
    }
}

/// TLS that trusts, besides the well-known authorities, the one in `file`.
fn trusting(host: &str, file: &Path) -> Result<TlsParameters, TransportError> {
    let refused = |reason: String| TransportError::Authority { file: file.to_owned(), reason };
    let pem = std::fs::read(file).map_err(|error| refused(error.to_string()))?;
    let certificate = Certificate::from_pem(&pem).map_err(|error| refused(error.to_string()))?;
    Ok(TlsParameters::builder(host.to_owned()).add_root_certificate(certificate).build()?)
}

fn message(
    id: MailId,
    mail: &Mail,
    stop_url: Option<&str>,
    from: &Mailbox,
    now: Instant,
) -> Result<Message, TransportError> {
    // Always the same Message-ID for the same mail, so that a second sending after a crash is recognised.
    let message_id = format!("<{id}@{}>", from.email.domain());
    let mut builder = Message::builder()
        .from(from.clone())
        .to(mail.to.parse()?)
        .subject(&mail.subject)
        .message_id(Some(message_id))
        .date(std::time::SystemTime::from(now.utc()))
        .header(ContentType::TEXT_PLAIN);
    if let Some(url) = stop_url {
        builder = builder.header(ListUnsubscribe(format!("<{url}>"))).header(OneClick);
    }
    Ok(builder.body(mail.text.clone())?)
}

/// Where these mails can be stopped (RFC 2369, section 3.2).
#[derive(Clone, Debug)]
struct ListUnsubscribe(String);

impl Header for ListUnsubscribe {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("List-Unsubscribe")
    }

    fn parse(raw: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Self(raw.to_owned()))
    }

    fn display(&self) -> HeaderValue {
        // An address is one word, however long: folded or encoded it would not be understood.
        HeaderValue::dangerous_new_pre_encoded(Self::name(), self.0.clone(), self.0.clone())
    }
}

/// That a single POST there is enough (RFC 8058, section 3.1).
#[derive(Clone, Copy, Debug)]
struct OneClick;

impl Header for OneClick {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("List-Unsubscribe-Post")
    }

    fn parse(_: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Self)
    }

    fn display(&self) -> HeaderValue {
        HeaderValue::new(Self::name(), "List-Unsubscribe=One-Click".to_owned())
    }
}

fn is_loopback(host: &str) -> bool {
    host == "localhost"
        || host.trim_matches(['[', ']']).parse::<std::net::IpAddr>().is_ok_and(|ip| ip.is_loopback())
}

fn percent_decode(raw: &str) -> String {
    url::form_urlencoded::parse(format!("v={}", raw.replace('+', "%2B")).as_bytes())
        .next()
        .map(|(_, value)| value.into_owned())
        .unwrap_or_default()
}
