//! A party agrees that everybody may know of an agreement, or takes that back. It is public while all of them agree.

use serde_json::json;

use crate::access::capability::Sign;
use crate::access::commands::count_change;
use crate::access::{self, CapabilityKind, Member};
use crate::agreements::error::AgreementError;
use crate::agreements::happening::AgreementHappening;
use crate::agreements::model::PublicationView;
use crate::agreements::publication::{Publication, PublicationEvent};
use crate::agreements::queries;
use crate::agreements::store::publications;
use crate::audit::{self, Event, Object};
use crate::kernel::Instant;
use crate::kernel::ids::AgreementId;
use crate::storage::{StorageError, Tx};

/// Agrees for the acting body. The first party to agree asks the others.
pub fn agree_to_publication(
    tx: &mut Tx<'_>,
    by: &Member<Sign>,
    id: AgreementId,
    now: Instant,
) -> Result<PublicationView, AgreementError> {
    decide(tx, by, id, PublicationEvent::Agree, now)
}

/// Takes the acting body's consent back: the agreement is hidden with this very transaction.
pub fn take_back_publication(
    tx: &mut Tx<'_>,
    by: &Member<Sign>,
    id: AgreementId,
    now: Instant,
) -> Result<PublicationView, AgreementError> {
    decide(tx, by, id, PublicationEvent::TakeBack, now)
}

fn decide(
    tx: &mut Tx<'_>,
    by: &Member<Sign>,
    id: AgreementId,
    event: PublicationEvent,
    now: Instant,
) -> Result<PublicationView, AgreementError> {
    publications::lock(tx, id)?;
    let mut view = queries::publication(tx.conn(), by.body(), id)?.ok_or(AgreementError::NotFound)?;
    let before = view.standing;
    let ours = view.consents.iter_mut().find(|consent| consent.body == by.body());
    let ours = ours.ok_or(AgreementError::NotFound)?;
    let agreed_at = event.apply(ours.agreed_at, now);
    if agreed_at == ours.agreed_at {
        return Ok(view); // It has been said already: nothing happens, and nobody is told again.
    }
    count_change(tx, &format!("publication {id} by {}", by.body()), now)?;
    ours.agreed_at = agreed_at;
    publications::set_consent(tx, id, by.body(), agreed_at)?;
    view.standing = Publication::seen_from(by.body(), &view.consents);
    note(tx, by, &view, before, now)?;
    tell_others(tx, by, &view, before, now)?;
    Ok(view)
}

fn note(
    tx: &mut Tx<'_>,
    by: &Member<Sign>,
    view: &PublicationView,
    before: Publication,
    now: Instant,
) -> Result<(), StorageError> {
    let happening = if view.standing.has_our_consent() {
        AgreementHappening::PublicationAgreed
    } else {
        AgreementHappening::PublicationTakenBack
    };
    let event = Event {
        actor: by.actor(),
        action: happening.as_str(),
        object: Object::new("agreement", view.agreement),
        seen_by: view.consents.iter().map(|consent| consent.body).collect(),
        data: json!({
            "reference": view.reference,
            "body": by.body_name(),
            "before": before,
            "after": view.standing,
        }),
    };
    audit::record(tx, event, now)?;
    Ok(())
}

/// Mails the other parties' people who may decide: what is asked of them, and what everybody can see or no longer sees.
fn tell_others(
    tx: &mut Tx<'_>,
    by: &Member<Sign>,
    view: &PublicationView,
    before: Publication,
    now: Instant,
) -> Result<(), StorageError> {
    let (who, reference) = (by.body_name(), &view.reference);
    let (subject, words) = match (before, view.standing) {
        (Publication::Private, Publication::Waiting) => (
            format!("{who} would like to make {reference} public"),
            format!(
                "{who} would like everybody to see that there is the agreement “{}”: its parties, who serves whom with \
                 which service, and from when to when. Prices, quantities, measures and the text stay private.\n\n\
                 It becomes public only if every party agrees, and each can take that back at any time.",
                view.title
            ),
        ),
        (_, Publication::Public) => (
            format!("{reference} is public"),
            format!(
                "{who} has agreed as well, so everybody can now see that there is the agreement “{}”. Your body can \
                 take its consent back at any time.",
                view.title
            ),
        ),
        (Publication::Public, _) => (
            format!("{reference} is no longer public"),
            format!(
                "{who} has taken back that everybody may see the agreement “{}”. It is hidden from now on.",
                view.title
            ),
        ),
        _ => return Ok(()),
    };
    let path = format!("/agreements/{}/publication", view.agreement);
    for other in view.consents.iter().filter(|consent| consent.body != by.body()) {
        access::tell(tx, other.body, CapabilityKind::Sign, &subject, &words, &path, now)?;
    }
    Ok(())
}
