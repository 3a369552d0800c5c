//! What a mail is.

use crate::kernel::ids::MailId;
use crate::kernel::{Instant, text_enum};

text_enum! {
    /// Where a mail stands.
    pub enum MailState { Queued = "queued", Sent = "sent", Stuck = "stuck" }
}

/// A plain-text mail to one person. Plain text reaches everybody, is read aloud well and hides nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mail {
    pub to: String,
    pub subject: String,
    pub text: String,
}

/// A mail in the outbox, for the operator.
#[derive(Clone, Debug)]
pub struct MailView {
    pub id: MailId,
    pub to: String,
    pub subject: String,
    pub text: String,
    pub state: MailState,
    pub attempts: i32,
    pub next_attempt_at: Instant,
    pub last_error: Option<String>,
    pub created_at: Instant,
    pub sent_at: Option<Instant>,
}

/// Stands for this site's address in the text of a mail until the worker, which knows it, sends the mail.
pub(super) const SITE: &str = "{{site}}";

/// A link to a page of this site, for the text of a mail.
pub fn link(path: &str) -> String {
    format!("{SITE}{path}")
}
