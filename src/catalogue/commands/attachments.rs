//! Putting documents beside an offer, and taking them away.

use serde_json::json;

use super::{own, record};
use crate::access::Member;
use crate::access::capability::ManageOffers;
use crate::catalogue::attachment::{
    Attachment, ListedDocument, MOST_BYTES_KEPT, MOST_BYTES_OF_BODY, MOST_OF_OFFER, Upload,
};
use crate::catalogue::content::OfferContent;
use crate::catalogue::error::CatalogueError;
use crate::catalogue::state::OfferEvent;
use crate::catalogue::store::offers::{self, OfferRow};
use crate::catalogue::store::{attachments, versions};
use crate::kernel::ids::{AttachmentId, OfferId};
use crate::kernel::{FieldError, FieldErrors, Instant};
use crate::storage::Tx;

/// What became of a document that was sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Attached {
    New(AttachmentId),
    /// The same content stands beside this offer already.
    Before(AttachmentId),
}

impl Attached {
    pub const fn id(self) -> AttachmentId {
        match self {
            Self::New(id) | Self::Before(id) => id,
        }
    }
}

/// Puts a document beside an offer of the member's own body. The same content again leads to the one that is there.
pub fn attach(
    tx: &mut Tx<'_>,
    by: &Member<ManageOffers>,
    id: OfferId,
    upload: &Upload,
    now: Instant,
) -> Result<Attached, CatalogueError> {
    let row = own(tx, by, id, None)?;
    row.state.apply(OfferEvent::Edit)?;
    let there = attachments::of_offer(tx.conn(), id)?;
    if let Some(same) = there.iter().find(|one| one.sha256 == upload.sha256) {
        return Ok(Attached::Before(same.id));
    }
    if there.len() >= MOST_OF_OFFER {
        return Err(refused("This offer has 10 documents already. Remove one first"));
    }
    let kept = attachments::bytes_of_body_locked(tx, by.body())?;
    if kept.standing.saturating_add(upload.size_bytes()) > MOST_BYTES_OF_BODY {
        return Err(refused("The documents of your body would come to more than 100 MB. Remove some first"));
    }
    let attachment = match attachments::put_back(tx, id, upload, by.name(), now)? {
        Some(there) => there,
        None if kept.all.saturating_add(upload.size_bytes()) > MOST_BYTES_KEPT => {
            return Err(refused(
                "With those that earlier versions of your offers list, the documents of your body would come to more than \
                 300 MB. Link to this one instead",
            ));
        }
        None => attachments::insert(tx, id, upload, by.name(), now)?,
    };
    list_again(tx, by, &row, now)?;
    let data = json!({
        "attachment": attachment, "name": upload.name, "media_type": upload.kind,
        "size_bytes": upload.size_bytes(), "sha256": upload.sha256,
    });
    record(tx, by, "offer.attachment_added", id, data, now)?;
    Ok(Attached::New(attachment))
}

/// Makes what stands beside a published offer now a version of its own, which says the same besides: what a reader sees
/// can always be seen again.
fn list_again(
    tx: &mut Tx<'_>,
    by: &Member<ManageOffers>,
    row: &OfferRow,
    now: Instant,
) -> Result<(), CatalogueError> {
    let Some(latest) = versions::content(tx.conn(), row.id, row.published_version)? else { return Ok(()) };
    let documents = listed(tx, row.id)?;
    let number = row.published_version + 1;
    versions::add(tx, row.id, number, &OfferContent { documents, ..latest.content }, by.person(), now)?;
    Ok(offers::set_number(tx, row, number)?)
}

/// What stands beside an offer, as a version lists it.
pub(super) fn listed(tx: &mut Tx<'_>, id: OfferId) -> Result<Vec<ListedDocument>, CatalogueError> {
    Ok(attachments::of_offer(tx.conn(), id)?.into_iter().map(ListedDocument::from).collect())
}

/// Puts the documents of one offer beside another of the same body, as far as the body has room. Answers how many had to
/// be left out.
pub(super) fn copy_attachments(
    tx: &mut Tx<'_>,
    by: &Member<ManageOffers>,
    (from, to): (OfferId, OfferId),
    now: Instant,
) -> Result<usize, CatalogueError> {
    let documents = attachments::of_offer(tx.conn(), from)?;
    if documents.is_empty() {
        return Ok(0);
    }
    let mut kept = attachments::bytes_of_body_locked(tx, by.body())?;
    let mut left_out = 0;
    for document in documents {
        let (standing, all) =
            (kept.standing.saturating_add(document.size_bytes), kept.all.saturating_add(document.size_bytes));
        if standing > MOST_BYTES_OF_BODY || all > MOST_BYTES_KEPT {
            left_out += 1;
            continue;
        }
        (kept.standing, kept.all) = (standing, all);
        let bytes = attachments::content(tx.conn(), document.id)?.ok_or(CatalogueError::NotFound)?;
        let Attachment { name, kind, sha256, .. } = document;
        attachments::insert(tx, to, &Upload { name, kind, sha256, bytes }, by.name(), now)?;
    }
    Ok(left_out)
}

/// Takes a document away, in whatever state its offer is. One that a version lists is kept for whoever could see that version;
/// any other is deleted.
pub fn remove_attachment(
    tx: &mut Tx<'_>,
    by: &Member<ManageOffers>,
    id: OfferId,
    attachment: AttachmentId,
    now: Instant,
) -> Result<Attachment, CatalogueError> {
    let row = own(tx, by, id, None)?;
    let there = attachments::of_offer(tx.conn(), id)?.into_iter().find(|one| one.id == attachment);
    let removed = there.ok_or(CatalogueError::NotFound)?;
    if row.published_version == 0 {
        attachments::delete(tx, attachment)?;
    } else {
        attachments::set_aside(tx, attachment, now)?;
        list_again(tx, by, &row, now)?;
    }
    let data = json!({
        "attachment": attachment, "name": removed.name, "media_type": removed.kind,
        "size_bytes": removed.size_bytes, "sha256": removed.sha256,
    });
    record(tx, by, "offer.attachment_removed", id, data, now)?;
    Ok(removed)
}

fn refused(message: &str) -> CatalogueError {
    FieldErrors::from(FieldError::invalid("file", message)).into()
}
