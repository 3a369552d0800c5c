//! Reminders that confirm an offer with one click: each mail carries a link of its own, which acts for whoever got it, and
//! for nothing but this offer.

use chrono::{Days, NaiveDate};

use super::error::CatalogueError;
use super::model::OfferView;
use super::queries;
use super::store::offers;
use crate::access::capability::ManageOffers;
use crate::access::commands::{Link, add_link, usable_link};
use crate::access::queries::holder_of_link;
use crate::access::{AccessError, LinkPurpose, Member, Secret};
use crate::kernel::ids::OfferId;
use crate::kernel::{Instant, london};
use crate::storage::{Conn, StorageError, Tx};

/// Owners are reminded for the first time so many days before an offer expires.
pub const REMINDED_DAYS: u64 = 7;
/// A link works for so many days after the offer has left the catalogue; then somebody has to sign in.
const LASTS_BEYOND: Days = Days::new(30);

/// Makes a link for the mail to `email` about an offer that holds until `fresh_until`; answers its path.
pub(super) fn make(
    tx: &mut Tx<'_>,
    offer: OfferId,
    fresh_until: NaiveDate,
    email: &str,
    now: Instant,
) -> Result<String, StorageError> {
    let last = fresh_until.checked_add_days(LASTS_BEYOND).unwrap_or(fresh_until);
    let link = Link { purpose: LinkPurpose::ConfirmOffer, email, subject_id: &offer.to_string() };
    let lives = london::start_of_day(last).since(now);
    let secret = add_link(tx, &link, lives, now)?;
    Ok(format!("/confirm-offer/{}", secret.expose()))
}

/// The offer a link confirms, and the proof that whoever got it still looks after offers of its body.
pub(super) fn follow(
    conn: &mut Conn,
    secret: &Secret,
    now: Instant,
) -> Result<(OfferId, Member<ManageOffers>), CatalogueError> {
    let (email, offer) = usable_link(conn, LinkPurpose::ConfirmOffer, secret, now)?;
    let id: OfferId = offer.parse().map_err(|_| CatalogueError::LinkSpent)?;
    let (row, ..) = offers::find(conn, id)?.ok_or(CatalogueError::LinkSpent)?;
    Ok((id, holder_of_link(conn, &email, row.body_id)?))
}

/// The offer that a link from a reminder confirms, as its owners see it.
pub fn offer_of_reminder(
    conn: &mut Conn,
    secret: &Secret,
    now: Instant,
) -> Result<OfferView, CatalogueError> {
    let (id, member) = follow(conn, secret, now)?;
    queries::own_offer(conn, &member, id)
}

impl From<AccessError> for CatalogueError {
    /// What can be wrong with a link: it is too old, or whoever got it has left or has another role.
    fn from(error: AccessError) -> Self {
        match error {
            AccessError::Storage(error) => Self::Storage(error),
            _ => Self::LinkSpent,
        }
    }
}
