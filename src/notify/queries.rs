//! The outbox as the operator and the demo see it.

use super::model::{MailState, MailView};
use super::store;
use crate::kernel::ids::MailId;
use crate::kernel::{Page, PageRequest};
use crate::storage::{Conn, StorageError};

/// Mails that are waiting or stuck: what the operator looks at when somebody says "I got no mail".
pub fn unsent(conn: &mut Conn, page: PageRequest) -> Result<Page<MailView>, StorageError> {
    let (mails, total) = store::list(conn, &[MailState::Stuck, MailState::Queued], page)?;
    Ok(Page::new(mails, page, total))
}

/// Every mail, newest first: what the demo shows instead of a mailbox.
pub fn all(conn: &mut Conn, page: PageRequest) -> Result<Page<MailView>, StorageError> {
    let (mails, total) = store::list(conn, MailState::ALL, page)?;
    Ok(Page::new(mails, page, total))
}

/// How many mails wait and how many are stuck.
#[derive(Clone, Copy, Debug)]
pub struct Unsent {
    pub queued: i64,
    pub stuck: i64,
}

/// [`Unsent`], for the operator's first page.
pub fn count_unsent(conn: &mut Conn) -> Result<Unsent, StorageError> {
    Ok(Unsent {
        queued: store::count(conn, MailState::Queued)?,
        stuck: store::count(conn, MailState::Stuck)?,
    })
}

pub fn one(conn: &mut Conn, id: MailId) -> Result<Option<MailView>, StorageError> {
    store::find(conn, id)
}
