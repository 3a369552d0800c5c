//! Which parties agree that everybody may know of an agreement, and the agreements of which all do. Of those nothing is
//! read but what is public.

use std::collections::{HashMap, HashSet};

use diesel::dsl::{exists, not};
use diesel::prelude::*;

use super::agreements::parties;
use crate::agreements::model::{PublicAgreement, PublicLeg};
use crate::agreements::publication::Consent;
use crate::agreements::state::AgreementState;
use crate::bodies::queries::names;
use crate::kernel::ids::{AgreementId, BodyId};
use crate::kernel::{Instant, Month, Page, PageRequest};
use crate::storage::schema::{agreement_parties, agreements, legs, services};
use crate::storage::{Conn, LockExt, MultiBackend, StorageError, Tx};

/// Waits until nobody else decides about the same agreement.
pub(in crate::agreements) fn lock(tx: &mut Tx<'_>, id: AgreementId) -> Result<(), StorageError> {
    let _: Vec<AgreementId> =
        agreements::table.filter(agreements::id.eq(id)).select(agreements::id).locked().load(tx.conn())?;
    Ok(())
}

/// What each party of an agreement has said, with its name of today.
pub(in crate::agreements) fn consents(
    conn: &mut Conn,
    id: AgreementId,
) -> Result<Vec<Consent>, StorageError> {
    let rows: Vec<(BodyId, Option<Instant>)> = agreement_parties::table
        .filter(agreement_parties::agreement_id.eq(id))
        .order(agreement_parties::body_id)
        .select((agreement_parties::body_id, agreement_parties::publication_agreed_at))
        .load(conn)?;
    let names = names(conn, rows.iter().map(|(body, _)| *body).collect())?;
    let consent = |(body, agreed_at)| Consent {
        body,
        name: names.get(&body).cloned().unwrap_or_else(|| "Unknown body".to_owned()),
        agreed_at,
    };
    Ok(rows.into_iter().map(consent).collect())
}

/// Keeps since when a party agrees.
pub(in crate::agreements) fn set_consent(
    tx: &mut Tx<'_>,
    id: AgreementId,
    body: BodyId,
    agreed_at: Option<Instant>,
) -> Result<(), StorageError> {
    let changed = diesel::update(agreement_parties::table)
        .filter(agreement_parties::agreement_id.eq(id))
        .filter(agreement_parties::body_id.eq(body))
        .set(agreement_parties::publication_agreed_at.eq(agreed_at))
        .execute(tx.conn())?;
    if changed == 1 { Ok(()) } else { Err(StorageError::Stale) }
}

/// The agreements of `body` that every party agrees to make public.
fn public_of<'a>(body: BodyId, running_in: Option<Month>) -> agreements::BoxedQuery<'a, MultiBackend> {
    let ours = agreement_parties::table
        .filter(agreement_parties::body_id.eq(body))
        .select(agreement_parties::agreement_id);
    let withheld = agreement_parties::table
        .filter(agreement_parties::agreement_id.eq(agreements::id))
        .filter(agreement_parties::publication_agreed_at.is_null());
    let query =
        agreements::table.filter(agreements::id.eq_any(ours)).filter(not(exists(withheld))).into_boxed();
    match running_in {
        Some(month) => {
            query.filter(agreements::first_month.le(month)).filter(agreements::last_month.ge(month))
        }
        None => query,
    }
}

/// Those of these agreements that every party agrees to make public.
pub(in crate::agreements) fn public_among(
    conn: &mut Conn,
    ids: Vec<AgreementId>,
) -> Result<HashSet<AgreementId>, StorageError> {
    let withheld: Vec<AgreementId> = agreement_parties::table
        .filter(agreement_parties::agreement_id.eq_any(ids.clone()))
        .filter(agreement_parties::publication_agreed_at.is_null())
        .select(agreement_parties::agreement_id)
        .load(conn)?;
    let mut public: HashSet<AgreementId> = ids.into_iter().collect();
    public.retain(|id| !withheld.contains(id));
    Ok(public)
}

/// One page of the public agreements of `body`, those that begin last first.
pub(in crate::agreements) fn public_of_body(
    conn: &mut Conn,
    body: BodyId,
    running_in: Option<Month>,
    page: PageRequest,
) -> Result<Page<PublicAgreement>, StorageError> {
    let total: i64 = public_of(body, running_in).count().get_result(conn)?;
    let rows: Vec<(AgreementId, AgreementState, Month, Month)> = public_of(body, running_in)
        .order((agreements::first_month.desc(), agreements::id.desc()))
        .limit(page.limit())
        .offset(page.offset())
        .select((agreements::id, agreements::state, agreements::first_month, agreements::last_month))
        .load(conn)?;
    let ids: Vec<AgreementId> = rows.iter().map(|row| row.0).collect();
    let mut legs = legs_of(conn, ids.clone())?;
    let parties = parties(conn, ids)?;
    let of_agreement = |id| {
        let of = parties.iter().filter(|(of, _, _)| *of == id);
        of.map(|(_, body, name)| (*body, name.clone())).collect()
    };
    let agreements = rows.into_iter().map(|(id, state, first_month, last_month)| PublicAgreement {
        parties: of_agreement(id),
        legs: legs.remove(&id).unwrap_or_default(),
        id,
        state,
        first_month,
        last_month,
    });
    Ok(Page::new(agreements.collect(), page, total))
}

/// Who serves whom with what: of a leg nothing else is public.
fn legs_of(
    conn: &mut Conn,
    ids: Vec<AgreementId>,
) -> Result<HashMap<AgreementId, Vec<PublicLeg>>, StorageError> {
    let rows: Vec<(AgreementId, BodyId, BodyId, String)> = legs::table
        .filter(legs::agreement_id.eq_any(ids))
        .order((legs::agreement_id, legs::number))
        .select((legs::agreement_id, legs::provider_id, legs::consumer_id, legs::service_code))
        .load(conn)?;
    let bodies = names(conn, rows.iter().flat_map(|row| [row.1, row.2]).collect())?;
    let services: HashMap<String, String> = services::table
        .filter(services::code.eq_any(rows.iter().map(|row| row.3.clone()).collect::<Vec<_>>()))
        .select((services::code, services::name))
        .load(conn)?
        .into_iter()
        .collect();
    let mut legs: HashMap<AgreementId, Vec<PublicLeg>> = HashMap::new();
    for (agreement, provider, consumer, service_code) in rows {
        legs.entry(agreement).or_default().push(PublicLeg {
            provider,
            provider_name: bodies.get(&provider).cloned().unwrap_or_default(),
            consumer,
            consumer_name: bodies.get(&consumer).cloned().unwrap_or_default(),
            service_name: services.get(&service_code).cloned().unwrap_or_default(),
            service_code,
        });
    }
    Ok(legs)
}
