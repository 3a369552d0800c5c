//! Telling whoever put an offer on a shortlist that it says something else by now, or has left the catalogue: once.

use std::collections::BTreeMap;

use super::model::{Owner, ShortlistMail};
use super::store::settings;
use crate::access::{self, CapabilityKind, System};
use crate::catalogue::OfferState;
use crate::kernel::Instant;
use crate::needs::commands::shortlist_news;
use crate::needs::shortlist::ListedChange;
use crate::notify::{self, Mail};
use crate::storage::{StorageError, Tx};

/// How many changes are told of in one transaction.
const AT_ONCE: i64 = 200;

/// Tells of what has become of offers on shortlists, one mail to each person at each body. Answers how many changes it
/// dealt with; none means that there is nothing left to tell.
pub fn tell_of_changes(tx: &mut Tx<'_>, by: System, now: Instant) -> Result<usize, StorageError> {
    let changes = shortlist_news::take(tx, by, AT_ONCE)?;
    let count = changes.len();
    let mut by_owner: BTreeMap<Owner, Vec<ListedChange>> = BTreeMap::new();
    for change in changes {
        if let Some(person) = change.added_by {
            by_owner.entry(Owner { person, body: change.need_body }).or_default().push(change);
        }
    }
    for (owner, changes) in by_owner {
        tell(tx, owner, &changes, now)?;
    }
    Ok(count)
}

fn tell(tx: &mut Tx<'_>, owner: Owner, changes: &[ListedChange], now: Instant) -> Result<(), StorageError> {
    let recipient = access::recipient(tx, owner.person, owner.body, CapabilityKind::ManageNeeds)?;
    let wanted = settings::shortlist_mail(tx.conn(), owner)? == ShortlistMail::Sent;
    let (Some((name, to)), true) = (recipient, wanted) else { return Ok(()) };
    let secret = settings::secret(tx, owner, now)?;
    let stop = format!("/alerts/stop/shortlists/{secret}");
    let lines: Vec<String> = changes.iter().map(in_words).collect();
    let subject = match changes {
        [one] => format!("“{}” on your shortlist {}", one.title, happened(one)),
        many => format!("{} offers on your shortlists have changed", many.len()),
    };
    let text = format!(
        "Dear {name},\n\n{}\n\nStop the mails about your shortlists with one click:\n{}\n\nStop all mails about what is \
         new, of every search and shortlist:\n{}\n\nSymbiosis\n",
        lines.join("\n\n"),
        notify::link(&stop),
        notify::link(&format!("/alerts/stop/all/{secret}")),
    );
    notify::enqueue_stoppable(tx, Mail { to, subject, text }, stop, now)?;
    Ok(())
}

/// What has become of it since its reader was last told.
fn happened(change: &ListedChange) -> &'static str {
    match (change.state, change.told_state) {
        (OfferState::Paused, _) => "is paused",
        (OfferState::Expired, _) => "has expired",
        (OfferState::Withdrawn, _) => "is withdrawn",
        (OfferState::Published | OfferState::Draft, OfferState::Published) => "has changed",
        (OfferState::Published | OfferState::Draft, _) if change.latest > change.told_version => {
            "is back in the catalogue, and has changed"
        }
        (OfferState::Published | OfferState::Draft, _) => "is back in the catalogue",
    }
}

fn in_words(change: &ListedChange) -> String {
    let shortlist = notify::link(&format!("/needs/{}/shortlist#offer-{}", change.need, change.offer));
    let diff = if change.latest > change.held && change.state == OfferState::Published {
        let path = format!("/offers/{}/versions/{}", change.offer, change.held);
        format!("\nWhat it says now, and said when you listed it:\n{}", notify::link(&path))
    } else {
        String::new()
    };
    format!(
        "“{}” by {} {}.\nIt is on the shortlist of “{}”:\n{shortlist}{diff}",
        change.title,
        change.body_name,
        happened(change),
        change.need_title,
    )
}
