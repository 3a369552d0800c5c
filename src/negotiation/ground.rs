//! What the terms of a proposal stand on: the offer it answers, the services and offers it may name, and the version
//! before. Read once, so that reading the input itself is a pure rule.

use super::answered::{AnsweredNeed, Candidate};
use super::error::NegotiationError;
use super::input::TermsInput;
use super::model::{Parties, Proposal};
use super::queries;
use super::store::{enquiries, proposals};
use super::terms::Terms;
use crate::bodies;
use crate::catalogue;
use crate::catalogue::audience::View;
use crate::catalogue::model::{LedgerMonth, NamedService, OfferBrief, Service};
use crate::kernel::ids::{BodyId, EnquiryId, NeedId, OfferId};
use crate::kernel::{Instant, Month, london};
use crate::storage::{Conn, StorageError};

/// Where a proposal begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// Straight from an offer of another body; for a need of one's own, if it is for one.
    Offer(OfferId, Option<NeedId>),
    /// From a need of another body, with an offer of one's own.
    Need(NeedId, OfferId),
    /// From an enquiry, by either of its bodies.
    Enquiry(EnquiryId),
}

/// What terms may be made of.
#[derive(Clone, Debug)]
pub struct Ground {
    pub parties: Parties,
    /// The body that writes this version.
    pub acting: BodyId,
    pub enquiry: Option<EnquiryId>,
    /// The need that is answered, if one is.
    pub need: Option<AnsweredNeed>,
    /// The offer that the first leg takes up.
    pub offer: OfferBrief,
    /// What is free of it.
    pub months: Vec<LedgerMonth>,
    /// Offers that the leg in return may take up, by those who would provide it.
    pub in_return: Vec<OfferBrief>,
    /// Services that the input names, and the one in return that both offer and need speak of.
    pub services: Vec<Service>,
    /// The version before, if there is one.
    pub before: Option<Terms>,
    pub this_month: Month,
}

impl Ground {
    /// The body that provides what the offer offers.
    pub fn provider(&self) -> BodyId {
        self.offer.body
    }

    /// The body that consumes it, and provides what is given in return.
    pub fn consumer(&self) -> BodyId {
        self.parties.other_than(self.offer.body)
    }

    /// What a new proposal of `acting` stands on.
    pub fn of_origin(
        conn: &mut Conn,
        acting: (BodyId, &str),
        origin: Origin,
        now: Instant,
    ) -> Result<Self, NegotiationError> {
        let (offer, start, partner) = match origin {
            Origin::Offer(id, need) => {
                let offer = published(conn, acting.0, id, now)?;
                let partner = offer.body;
                if partner == acting.0 {
                    return Err(NegotiationError::OwnOffer);
                }
                let need = need.map(|need| queries::own_need(conn, acting.0, need)).transpose()?;
                (offer, Start { need, ..Start::default() }, partner)
            }
            Origin::Enquiry(id) => {
                let enquiry = enquiries::of_party(conn, acting.0, id)?.ok_or(NegotiationError::NotFound)?;
                let offer =
                    published(conn, acting.0, enquiry.offer().ok_or(NegotiationError::NotFound)?, now)?;
                (offer, Start { enquiry: Some(id), ..Start::default() }, enquiry.other_than(acting.0))
            }
            Origin::Need(need, offer) => {
                let (need, offer) = answer(conn, acting.0, (need, offer), now)?;
                let partner = need.body;
                (offer, Start { need: Some(need), ..Start::default() }, partner)
            }
        };
        let partner_name = bodies::queries::brief(conn, partner)?.ok_or(NegotiationError::NotFound)?.name;
        let parties =
            Parties { proposer: acting.0, proposer_name: acting.1.to_owned(), partner, partner_name };
        Self::on(conn, parties, acting.0, offer, start, now)
    }

    /// What the next version of a proposal stands on.
    pub fn of_proposal(
        conn: &mut Conn,
        acting: BodyId,
        proposal: &Proposal,
        now: Instant,
    ) -> Result<Self, NegotiationError> {
        let before =
            proposals::version(conn, proposal, proposal.number)?.ok_or(NegotiationError::NotFound)?;
        let named = before.terms.legs.first().and_then(|leg| leg.offer);
        let offer = match named {
            Some(id) => catalogue::queries::offer_brief(conn, id)?.ok_or(NegotiationError::NotFound)?,
            None => return Err(NegotiationError::NotFound),
        };
        let need = queries::answered_need(conn, proposal)?;
        let start = Start { enquiry: proposal.enquiry, need, before: Some(before.terms) };
        Self::on(conn, proposal.parties.clone(), acting, offer, start, now)
    }

    fn on(
        conn: &mut Conn,
        parties: Parties,
        acting: BodyId,
        offer: OfferBrief,
        Start { enquiry, need, before }: Start,
        now: Instant,
    ) -> Result<Self, NegotiationError> {
        let this_month = london::month(now);
        let view = View::of(Some(acting), london::date(now));
        let returning = parties.other_than(offer.body);
        let mut in_return = Vec::new();
        for id in proposals::published_offers(conn, returning, None, this_month)? {
            in_return.extend(catalogue::queries::published_brief(conn, view, id)?);
        }
        let kept = before.as_ref().and_then(|terms| terms.leg_of(returning)).and_then(|leg| leg.offer);
        if let Some(id) = kept.filter(|id| in_return.iter().all(|offer| offer.id != *id)) {
            in_return.extend(catalogue::queries::offer_brief(conn, id)?);
        }
        let months = catalogue::queries::months(conn, offer.id)?;
        let traded = need.as_ref().and_then(|need| traded(&offer, need)).cloned();
        let services = traded.map(|service| catalogue::queries::service(conn, &service.code)).transpose()?;
        let services = services.flatten().into_iter().collect();
        Ok(Self { parties, acting, enquiry, need, offer, months, in_return, services, before, this_month })
    }

    /// The service that could be done in return: one that the offer's provider wants and the need's owner would give.
    pub fn traded(&self) -> Option<&NamedService> {
        self.need.as_ref().and_then(|need| traded(&self.offer, need))
    }

    /// The same, with the services that `input` names.
    pub fn with_services_of(mut self, conn: &mut Conn, input: &TermsInput) -> Result<Self, StorageError> {
        for leg in &input.legs {
            let code = leg.service_code.trim();
            if !code.is_empty() && self.services.iter().all(|service| service.code != code) {
                self.services.extend(catalogue::queries::service(conn, code)?);
            }
        }
        Ok(self)
    }
}

/// What a proposal came from, besides the offer.
#[derive(Default)]
struct Start {
    enquiry: Option<EnquiryId>,
    need: Option<AnsweredNeed>,
    before: Option<Terms>,
}

/// A need of another body, and the offer of `acting` that can answer it.
fn answer(
    conn: &mut Conn,
    acting: BodyId,
    (need, offer): (NeedId, OfferId),
    now: Instant,
) -> Result<(AnsweredNeed, OfferBrief), NegotiationError> {
    let view = View::of(Some(acting), london::date(now));
    let need = AnsweredNeed::find(conn, view, need)?.ok_or(NegotiationError::NotFound)?;
    need.can_be_answered_by(acting)?;
    let offer = catalogue::queries::in_the_catalogue(conn, london::date(now), offer)?
        .filter(|offer| offer.body == acting);
    let offer = offer.ok_or(NegotiationError::NotYourOffer)?;
    match need.flaw(Candidate::from(&offer), london::date(now)) {
        Some(flaw) => Err(flaw),
        None => Ok((need, offer)),
    }
}

fn traded<'o>(offer: &'o OfferBrief, need: &AnsweredNeed) -> Option<&'o NamedService> {
    let content = &need.content;
    if !(offer.takes.takes_in_kind() && content.pays.takes_in_kind()) {
        return None;
    }
    offer.wants.iter().find(|want| content.gives.iter().any(|given| given.code == want.code))
}

fn published(
    conn: &mut Conn,
    acting: BodyId,
    id: OfferId,
    now: Instant,
) -> Result<OfferBrief, NegotiationError> {
    let view = View::of(Some(acting), london::date(now));
    queries::offer_to_talk_about(conn, view, id)?.ok_or(NegotiationError::NotFound)
}
