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
    /// Where whoever gets it can stop such mails, as a path of this site: a mail that nobody has to act on has one.
    pub stop_path: Option<String>,
}

/// Stands for this site's address in the text of a mail until the worker, which knows it, sends the mail.
pub(super) const SITE: &str = "{{site}}";

/// A link to a page of this site, for the text of a mail.
pub fn link(path: &str) -> String {
    format!("{SITE}{path}")
}

/// A stretch of a mail's text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part<'t> {
    Words(&'t str),
    /// A link to a page of this site, as its path.
    Path(&'t str),
}

/// Takes a mail's text apart, so that a page can show its links as links.
pub fn parts(text: &str) -> Vec<Part<'_>> {
    let mut parts = Vec::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(SITE) {
        let end = after.find(char::is_whitespace).unwrap_or(after.len());
        let (path, beyond) = after.split_at(end);
        parts.push(Part::Words(before));
        parts.push(Part::Path(path));
        rest = beyond;
    }
    parts.push(Part::Words(rest));
    parts.retain(|part| *part != Part::Words(""));
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_stand_out_from_the_words_around_them() {
        let text = format!("Open {} today.\n\n{}", link("/a?b=c"), link("/d"));

        assert_eq!(
            parts(&text),
            [Part::Words("Open "), Part::Path("/a?b=c"), Part::Words(" today.\n\n"), Part::Path("/d")]
        );
        assert_eq!(parts("No link."), [Part::Words("No link.")]);
    }
}
