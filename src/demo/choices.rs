//! What the made-up bodies look into: what others have asked about an offer, the offers on their shortlists with the
//! reasons, and the searches that tell them of what is new.

use chrono::Duration;

use super::cast::rows;
use super::needs::Needs;
use super::offers::{Listed, Offers};
use super::play::seed;
use super::stage::{Stage, StageError};
use crate::access::System;
use crate::access::capability::{Enquire, ManageNeeds, ManageOffers};
use crate::alerts;
use crate::alerts::model::{Fresh, Kept, Looked, News, Owner, SearchFilter, Sought};
use crate::catalogue::entering;
use crate::catalogue::filter::CatalogueFilter;
use crate::catalogue::model::Standing;
use crate::kernel::Instant;
use crate::kernel::ids::{ListingId, OfferId};
use crate::needs::commands::{note, shortlist};
use crate::needs::shortlist::Noted;
use crate::negotiation::commands::{answer, answer_publicly, enquire};
use crate::storage::Tx;

const ANSWERS: &str = include_str!("../../seed/demo/answers.csv");
const SHORTLISTS: &str = include_str!("../../seed/demo/shortlists.csv");
const SEARCHES: &str = include_str!("../../seed/demo/searches.csv");

fn cells<const N: usize>(row: Vec<String>) -> Result<[String; N], StageError> {
    row.try_into().map_err(|row: Vec<String>| seed(format!("not {N} cells: {}", row.join(","))))
}

fn offer(offers: &Offers, body: &str, service: &str) -> Result<OfferId, StageError> {
    let key = (body.to_owned(), service.to_owned());
    offers.get(&key).copied().ok_or_else(|| seed(format!("{body} does not offer {service}")))
}

/// Questions, and answers that everybody reads with the offer.
pub(super) fn answers(
    tx: &mut Tx<'_>,
    stage: &Stage,
    listed: &[Listed],
    now: Instant,
) -> Result<(), StageError> {
    for row in rows(ANSWERS) {
        let [asker, provider, service, question, said] = cells(row)?;
        let offer = listed.iter().find(|offer| offer.body == provider && offer.service == service);
        let offer = offer.ok_or_else(|| seed(format!("{provider} does not offer {service}")))?;
        // Somebody asks on the day after an offer was listed, and is answered in the afternoon.
        let asked_at = offer.at.plus(Duration::hours(20)).min(now.minus(Duration::hours(4)));
        let by = stage.member::<Enquire>(tx.conn(), &asker)?;
        let thread = enquire(tx, &by, offer.id, &question, asked_at).map_err(seed)?;
        let owner = stage.member::<ManageOffers>(tx.conn(), &provider)?;
        let answered_at = asked_at.plus(Duration::hours(3));
        answer(tx, &owner, thread, &said, answered_at).map_err(seed)?;
        answer_publicly(tx, &owner, thread, (&question, &said), answered_at).map_err(seed)?;
    }
    Ok(())
}

/// Offers on shortlists, with what was decided and why.
pub(super) fn shortlists(
    tx: &mut Tx<'_>,
    stage: &Stage,
    (offers, needs): (&Offers, &Needs),
    now: Instant,
) -> Result<(), StageError> {
    for (place, row) in (0_i64..).zip(rows(SHORTLISTS)) {
        let [body, needed, provider, service, decision, reason, noted] = cells(row)?;
        let need = needs.get(&(body.clone(), needed)).copied();
        let need = need.ok_or_else(|| seed(format!("{body} needs no such thing")))?;
        let by = stage.member::<ManageNeeds>(tx.conn(), &body)?;
        let offer = offer(offers, &provider, &service)?;
        let at = now.minus(Duration::hours(20 - place % 12));
        shortlist(tx, &by, need, offer, at)?;
        let noted = Noted::parse(&decision, &noted, &reason)
            .map_err(|errors| seed(errors.0.into_iter().map(|error| error.message).collect::<String>()))?;
        note(tx, &by, (need, offer), None, &noted, at.plus(Duration::hours(2)))?;
    }
    Ok(())
}

/// Searches that were kept some weeks ago, with what they have found since.
pub(super) fn searches(
    tx: &mut Tx<'_>,
    stage: &Stage,
    listed: &[Listed],
    now: Instant,
) -> Result<(), StageError> {
    for row in rows(SEARCHES) {
        let [body, name, service, cadence, days] = cells(row)?;
        let days: i64 = days.parse().map_err(|_| seed("not a number of days"))?;
        let kept_at = now.minus(Duration::days(days));
        let by = stage.member::<ManageNeeds>(tx.conn(), &body)?;
        let kept = Kept::parse(&name, &cadence)
            .map_err(|errors| seed(errors.0.into_iter().map(|error| error.message).collect::<String>()))?;
        let filter = CatalogueFilter { service: Some(service.clone()), ..CatalogueFilter::default() };
        let filter = SearchFilter::Offers(Box::new(filter));
        let sought = Sought { query: format!("service={service}"), filter };
        let id = alerts::commands::save(tx, &by, &kept, &sought, kept_at).map_err(seed)?;
        let is_new = |offer: &&Listed| offer.service == service && offer.at > kept_at && offer.body != body;
        let ids: Vec<OfferId> = listed.iter().filter(is_new).map(|offer| offer.id).collect();
        let fresh = |offer: Standing| Fresh {
            listing: ListingId::from_uuid(*offer.id.as_uuid()),
            version: offer.version.number,
            news: News::New,
            before: None,
            distance: None,
        };
        let found = entering::standing(tx.conn(), &ids)?.into_iter().map(fresh).collect();
        let owner = Owner { person: by.person(), body: by.body() };
        let looked = Looked { owner, searches: vec![(id, found)] };
        alerts::tell::take_in(tx, System::of_this_process(), &looked, now).map_err(seed)?;
    }
    Ok(())
}
