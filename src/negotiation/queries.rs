//! What pages, programs and the signing of agreements read of enquiries and proposals, always through a body.

use super::answered::{AnsweredNeed, Candidate};
use super::enquiry::{EnquiryState, MOST_OPEN};
use super::error::NegotiationError;
use super::ground::{Ground, Origin};
use super::model::{About, Enquiry, Message, Proposal, Version};
use super::state::ProposalState;
use super::store::{enquiries, proposals, public_answers, versions};
use crate::access::Member;
use crate::access::capability::{Enquire, Negotiate, ReadBody};
use crate::catalogue::audience::View;
use crate::catalogue::model::{OfferBrief, OfferView, Offered, PublicAnswer};
use crate::catalogue::{self, CatalogueError};
use crate::kernel::ids::{BodyId, EnquiryId, NeedId, OfferId, ProposalId};
use crate::kernel::{Instant, Page, PageRequest, london};
use crate::storage::{Conn, StorageError};

/// Which proposals of a list are wanted.
#[derive(Clone, Debug, Default)]
pub struct ProposalFilter {
    pub state: Option<ProposalState>,
    /// Only those that wait for the acting body's answer.
    pub waiting: bool,
    /// Words of the title, the reference or the partner's name.
    pub words: String,
    pub order: ProposalOrder,
    /// Only those that answer this need.
    pub need: Option<NeedId>,
    /// Only those that have been sent and are neither signed nor closed.
    pub under_negotiation: bool,
}

crate::kernel::text_enum! {
    /// The order of a list of proposals.
    #[derive(Default)]
    pub enum ProposalOrder {
        #[default]
        Newest = "newest",
        Reference = "reference",
        Title = "title",
        Soonest = "soonest",
    }
}

/// An offer for whoever asks, as the catalogue shows it to them. Whoever has an open thread about it goes on seeing it when
/// it is open to fewer than it was: nobody is asked a question and then shut out.
pub fn offer(conn: &mut Conn, view: View, id: OfferId) -> Result<OfferView, CatalogueError> {
    match catalogue::queries::offer(conn, view, id) {
        Err(CatalogueError::NotFound) if asks_about(conn, view, id)? => {
            catalogue::queries::offer_as_published(conn, id)
        }
        seen => seen,
    }
}

/// An offer in the catalogue that a reader finds there, or has an open thread about: to ask and to propose.
pub fn offer_to_talk_about(
    conn: &mut Conn,
    view: View,
    id: OfferId,
) -> Result<Option<OfferBrief>, StorageError> {
    match catalogue::queries::published_brief(conn, view, id)? {
        None if asks_about(conn, view, id)? => catalogue::queries::in_the_catalogue(conn, view.today, id),
        found => Ok(found),
    }
}

fn asks_about(conn: &mut Conn, view: View, id: OfferId) -> Result<bool, StorageError> {
    let Some(reader) = view.reader else { return Ok(false) };
    Ok(enquiries::running(conn, About::Offer(id), reader)?.is_some())
}

/// One page of the enquiries that the acting body made or got.
pub fn enquiries(
    conn: &mut Conn,
    by: &Member<ReadBody>,
    state: Option<EnquiryState>,
    page: PageRequest,
) -> Result<Page<Enquiry>, StorageError> {
    enquiries::list(conn, by.body(), state, page)
}

/// How many more questions the acting body may ask now. Whoever has a thread about the offer or the need goes on with it, so there is
/// no limit to that.
pub fn questions_left(
    conn: &mut Conn,
    by: &Member<Enquire>,
    about: About,
) -> Result<Option<i64>, StorageError> {
    if enquiries::running(conn, about, by.body())?.is_some() {
        return Ok(None);
    }
    Ok(Some((MOST_OPEN - enquiries::unanswered(conn, by.body())?).max(0)))
}

/// An enquiry with everything said in it.
pub fn enquiry(
    conn: &mut Conn,
    by: &Member<ReadBody>,
    id: EnquiryId,
) -> Result<(Enquiry, Vec<Message>), NegotiationError> {
    let enquiry = enquiries::of_party(conn, by.body(), id)?.ok_or(NegotiationError::NotFound)?;
    let messages = enquiries::messages(conn, id)?;
    Ok((enquiry, messages))
}

/// The questions about an offer that its provider has answered for everybody, the latest first.
pub fn public_answers(conn: &mut Conn, offer: OfferId) -> Result<Vec<PublicAnswer>, StorageError> {
    public_answers::of_offer(conn, offer)
}

/// One page of the proposals that the acting body made or got.
pub fn proposals(
    conn: &mut Conn,
    by: &Member<ReadBody>,
    filter: &ProposalFilter,
    page: PageRequest,
) -> Result<Page<Proposal>, StorageError> {
    proposals::list(conn, by.body(), filter, page)
}

/// A proposal of the acting body.
pub fn proposal(
    conn: &mut Conn,
    by: &Member<ReadBody>,
    id: ProposalId,
) -> Result<Proposal, NegotiationError> {
    of_party(conn, by.body(), id)
}

/// A proposal with all its versions, latest first.
pub fn history(
    conn: &mut Conn,
    by: &Member<ReadBody>,
    id: ProposalId,
) -> Result<(Proposal, Vec<Version>), NegotiationError> {
    let proposal = of_party(conn, by.body(), id)?;
    let versions = versions::all(conn, &proposal.parties, id)?;
    Ok((proposal, versions))
}

/// One version of a proposal.
pub fn version(
    conn: &mut Conn,
    by: &Member<ReadBody>,
    id: ProposalId,
    number: i32,
) -> Result<(Proposal, Version), NegotiationError> {
    let proposal = of_party(conn, by.body(), id)?;
    let version = proposals::version(conn, &proposal, number)?.ok_or(NegotiationError::NotFound)?;
    Ok((proposal, version))
}

/// What a new proposal would stand on, for its form.
pub fn ground_of_origin(
    conn: &mut Conn,
    by: &Member<Negotiate>,
    origin: Origin,
    now: Instant,
) -> Result<Ground, NegotiationError> {
    Ground::of_origin(conn, (by.body(), by.body_name()), origin, now)
}

/// An offer of the acting body that may answer a need, and why it may not where that is so.
#[derive(Debug)]
pub struct PossibleAnswer {
    pub offer: Offered,
    pub flaw: Option<NegotiationError>,
}

/// A need of another body, and the acting body's published offers of its service: those that can answer it first.
pub fn possible_answers(
    conn: &mut Conn,
    by: &Member<Negotiate>,
    id: NeedId,
    now: Instant,
) -> Result<(AnsweredNeed, Vec<PossibleAnswer>), NegotiationError> {
    let view = View::of(Some(by.body()), london::date(now));
    let need = AnsweredNeed::find(conn, view, id)?.ok_or(NegotiationError::NotFound)?;
    need.can_be_answered_by(by.body())?;
    let service = Some(need.content.service_code.as_str());
    let ids = proposals::published_offers(conn, by.body(), service, london::month(now))?;
    let possible = catalogue::queries::offered(conn, &ids)?.into_iter().map(|offer| {
        let flaw = need.flaw(Candidate::from(&offer), london::date(now));
        PossibleAnswer { offer, flaw }
    });
    let mut possible: Vec<PossibleAnswer> = possible.collect();
    possible.sort_by_key(|answer| (answer.flaw.is_some(), answer.offer.id));
    Ok((need, possible))
}

/// An open need of `body`, for whose sake it asks or proposes something.
pub fn own_need(conn: &mut Conn, body: BodyId, id: NeedId) -> Result<AnsweredNeed, NegotiationError> {
    let need = AnsweredNeed::of_owner(conn, body, id)?.ok_or(NegotiationError::NotFound)?;
    if need.is_open() { Ok(need) } else { Err(NegotiationError::NeedNotOpen) }
}

/// The need that a proposal of one of its bodies answers.
pub fn answered_need(conn: &mut Conn, proposal: &Proposal) -> Result<Option<AnsweredNeed>, NegotiationError> {
    let Some(need) = proposal.need else { return Ok(None) };
    for party in [proposal.parties.proposer, proposal.parties.partner] {
        if let Some(found) = AnsweredNeed::of_owner(conn, party, need)? {
            return Ok(Some(found));
        }
    }
    Ok(None)
}

/// What the next version of a proposal would stand on, and the proposal itself, for the form.
pub fn ground_of_proposal(
    conn: &mut Conn,
    by: &Member<Negotiate>,
    id: ProposalId,
    now: Instant,
) -> Result<(Proposal, Version, Ground), NegotiationError> {
    let proposal = of_party(conn, by.body(), id)?;
    let version = proposals::version(conn, &proposal, proposal.number)?.ok_or(NegotiationError::NotFound)?;
    let ground = Ground::of_proposal(conn, by.body(), &proposal, now)?;
    Ok((proposal, version, ground))
}

/// A proposal through one of its bodies, for the capabilities that come after.
pub(crate) fn of_party(conn: &mut Conn, body: BodyId, id: ProposalId) -> Result<Proposal, NegotiationError> {
    proposals::of_party(conn, body, id)?.ok_or(NegotiationError::NotFound)
}

/// The latest version of a proposal that the caller has found through one of its bodies.
pub(crate) fn latest(conn: &mut Conn, proposal: &Proposal) -> Result<Version, NegotiationError> {
    proposals::version(conn, proposal, proposal.number)?.ok_or(NegotiationError::NotFound)
}
