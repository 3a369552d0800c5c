//! What pages, programs and negotiations read of the catalogue.

use super::model::{Family, OfferBrief, Service};
use super::state::OfferState;
use super::store::{offers, taxonomy};
use crate::kernel::ids::OfferId;
use crate::storage::{Conn, StorageError};

/// One service of the taxonomy.
pub fn service(conn: &mut Conn, code: &str) -> Result<Option<Service>, StorageError> {
    taxonomy::find(conn, code)
}

/// The whole taxonomy: families in their order, each with its services.
pub fn families(conn: &mut Conn) -> Result<Vec<Family>, StorageError> {
    taxonomy::families(conn)
}

/// An offer in any state, for whoever already knows that they may see it.
pub fn offer_brief(conn: &mut Conn, id: OfferId) -> Result<Option<OfferBrief>, StorageError> {
    offers::brief(conn, id)
}

/// An offer that is in the catalogue now.
pub fn published_brief(conn: &mut Conn, id: OfferId) -> Result<Option<OfferBrief>, StorageError> {
    Ok(offers::brief(conn, id)?.filter(|offer| offer.state == OfferState::Published))
}
