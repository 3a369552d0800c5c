//! What has come into the catalogue, and what its offers said before: for whoever tells people what is new.

use super::audience::View;
use super::filter::CatalogueFilter;
use super::model::{OfferVersion, Standing};
use super::queries::enough;
use super::shelf::{Searched, Shelf};
use super::store::{entering, versions};
use crate::kernel::Instant;
use crate::kernel::ids::OfferId;
use crate::storage::{Conn, StorageError};

/// The offers that have come into the catalogue since a moment, for the first time or again.
pub fn entered_since(conn: &mut Conn, since: Instant) -> Result<Vec<OfferId>, StorageError> {
    entering::since(conn, since)
}

/// What these offers say now, as far as they are in the catalogue; in no order.
pub fn standing(conn: &mut Conn, ids: &[OfferId]) -> Result<Vec<Standing>, StorageError> {
    entering::standing(conn, ids)
}

/// What an offer that is known to be for somebody's eyes said at a moment.
pub fn stood_at(conn: &mut Conn, id: OfferId, at: Instant) -> Result<Option<OfferVersion>, StorageError> {
    entering::at(conn, id, at)
}

/// What an offer said when it was published for the `number`th time, for somebody who is known to have seen it then.
pub fn said(conn: &mut Conn, id: OfferId, number: i32) -> Result<Option<OfferVersion>, StorageError> {
    versions::content(conn, id, number)
}

/// Those of some offers that fit the filter, in their order, and what was looked for.
pub fn fitting(
    conn: &mut Conn,
    shelf: &Shelf,
    filter: &CatalogueFilter,
    view: View,
    ids: &[OfferId],
) -> Result<(Vec<OfferId>, Searched), StorageError> {
    Ok(shelf.fitting(filter, &enough(conn, filter, view)?, view, ids))
}
