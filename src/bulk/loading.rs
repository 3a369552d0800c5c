//! How a draft becomes an offer or a need, and what a body lists of its kind already.

use std::collections::HashMap;

use super::error::BulkError;
use super::judge::Twin;
use super::listing::{Likeness, Listing};
use super::model::LoadAs;
use crate::access::capability::{ManageNeeds, ManageOffers};
use crate::access::{Capability, Member};
use crate::catalogue::{self, OfferDraft};
use crate::kernel::Instant;
use crate::kernel::ids::{ListingId, NeedId, OfferId};
use crate::needs::{self, NeedDraft};
use crate::storage::{Conn, StorageError, Tx};

/// A draft that can be listed.
pub trait Loadable: Listing {
    /// What lets a member list it.
    type Duty: Capability;

    /// What the body lists already, and what it says.
    fn listed<C: Capability>(
        conn: &mut Conn,
        by: &Member<C>,
    ) -> Result<HashMap<Likeness, Twin>, StorageError>;

    /// All that the body lists, as rows of a file say it.
    fn texts<C: Capability>(conn: &mut Conn, by: &Member<C>) -> Result<Vec<Self>, StorageError>;

    /// Lists it.
    fn list(
        &self,
        tx: &mut Tx<'_>,
        by: &Member<Self::Duty>,
        load_as: LoadAs,
        now: Instant,
    ) -> Result<ListingId, BulkError>;
}

impl Loadable for OfferDraft {
    type Duty = ManageOffers;

    fn listed<C: Capability>(
        conn: &mut Conn,
        by: &Member<C>,
    ) -> Result<HashMap<Likeness, Twin>, StorageError> {
        let titles = catalogue::queries::own_titles(conn, by)?.into_iter();
        let likeness = titles.filter_map(|own| {
            let likeness = Likeness::of(&own.title, &own.service_code, &own.first_month, &own.last_month)?;
            Some((likeness, Twin::Listed(offer_listing(own.id))))
        });
        Ok(likeness.collect())
    }

    fn texts<C: Capability>(conn: &mut Conn, by: &Member<C>) -> Result<Vec<Self>, StorageError> {
        catalogue::queries::own_texts(conn, by)
    }

    fn list(
        &self,
        tx: &mut Tx<'_>,
        by: &Member<ManageOffers>,
        load_as: LoadAs,
        now: Instant,
    ) -> Result<ListingId, BulkError> {
        let id = catalogue::commands::create(tx, by, self.clone(), now)?;
        if load_as == LoadAs::Published {
            catalogue::commands::publish(tx, by, id, None, now)?;
        }
        Ok(offer_listing(id))
    }
}

impl Loadable for NeedDraft {
    type Duty = ManageNeeds;

    fn listed<C: Capability>(
        conn: &mut Conn,
        by: &Member<C>,
    ) -> Result<HashMap<Likeness, Twin>, StorageError> {
        let titles = needs::queries::own_titles(conn, by)?.into_iter();
        let likeness = titles.filter_map(|own| {
            let likeness = Likeness::of(&own.title, &own.service_code, &own.first_month, &own.last_month)?;
            Some((likeness, Twin::Listed(need_listing(own.id))))
        });
        Ok(likeness.collect())
    }

    fn texts<C: Capability>(conn: &mut Conn, by: &Member<C>) -> Result<Vec<Self>, StorageError> {
        needs::queries::own_texts(conn, by)
    }

    fn list(
        &self,
        tx: &mut Tx<'_>,
        by: &Member<ManageNeeds>,
        load_as: LoadAs,
        now: Instant,
    ) -> Result<ListingId, BulkError> {
        let id = needs::commands::create(tx, by, self.clone(), now)?;
        if load_as == LoadAs::Published {
            needs::commands::publish(tx, by, id, None, now)?;
        }
        Ok(need_listing(id))
    }
}

fn offer_listing(id: OfferId) -> ListingId {
    ListingId::from_uuid(*id.as_uuid())
}

fn need_listing(id: NeedId) -> ListingId {
    ListingId::from_uuid(*id.as_uuid())
}
