//! What the terms of a proposal stand on: the offer it answers, the services and offers it may name, and the version
//! before. Read once, so that reading the input itself is a pure rule.

use super::error::NegotiationError;
use super::input::TermsInput;
use super::model::{Parties, Proposal};
use super::queries;
use super::store::{enquiries, proposals};
use super::terms::Terms;
use crate::bodies;
use crate::catalogue;
use crate::catalogue::audience::View;
use crate::catalogue::model::{OfferBrief, Service};
use crate::kernel::ids::{BodyId, EnquiryId, OfferId};
use crate::kernel::{Instant, Month, london};
use crate::storage::{Conn, StorageError};

/// Where a proposal begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// Straight from an offer of another body.
    Offer(OfferId),
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
    /// The offer that the first leg takes up.
    pub offer: OfferBrief,
    /// Offers that the leg in return may take up, by those who would provide it.
    pub in_return: Vec<OfferBrief>,
    /// Services that the input names.
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
        let (offer, enquiry, partner) = match origin {
            Origin::Offer(id) => {
                let offer = published(conn, acting.0, id, now)?;
                (offer.clone(), None, offer.body)
            }
            Origin::Enquiry(id) => {
                let enquiry = enquiries::of_party(conn, acting.0, id)?.ok_or(NegotiationError::NotFound)?;
                (published(conn, acting.0, enquiry.offer, now)?, Some(id), enquiry.other_than(acting.0))
            }
        };
        if partner == acting.0 {
            return Err(NegotiationError::OwnOffer);
        }
        let partner_name = bodies::queries::brief(conn, partner)?.ok_or(NegotiationError::NotFound)?.name;
        let parties =
            Parties { proposer: acting.0, proposer_name: acting.1.to_owned(), partner, partner_name };
        Self::on(conn, parties, acting.0, offer, enquiry, None, now)
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
        let parties = proposal.parties.clone();
        Self::on(conn, parties, acting, offer, proposal.enquiry, Some(before.terms), now)
    }

    fn on(
        conn: &mut Conn,
        parties: Parties,
        acting: BodyId,
        offer: OfferBrief,
        enquiry: Option<EnquiryId>,
        before: Option<Terms>,
        now: Instant,
    ) -> Result<Self, NegotiationError> {
        let this_month = london::month(now);
        let view = View::of(Some(acting), london::date(now));
        let returning = parties.other_than(offer.body);
        let mut in_return = Vec::new();
        for id in proposals::published_offers(conn, returning, this_month)? {
            in_return.extend(catalogue::queries::published_brief(conn, view, id)?);
        }
        let kept = before.as_ref().and_then(|terms| terms.leg_of(returning)).and_then(|leg| leg.offer);
        if let Some(id) = kept.filter(|id| in_return.iter().all(|offer| offer.id != *id)) {
            in_return.extend(catalogue::queries::offer_brief(conn, id)?);
        }
        Ok(Self { parties, acting, enquiry, offer, in_return, services: Vec::new(), before, this_month })
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

fn published(
    conn: &mut Conn,
    acting: BodyId,
    id: OfferId,
    now: Instant,
) -> Result<OfferBrief, NegotiationError> {
    let view = View::of(Some(acting), london::date(now));
    queries::offer_to_talk_about(conn, view, id)?.ok_or(NegotiationError::NotFound)
}
