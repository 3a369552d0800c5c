//! Addresses of `negotiation`.

use crate::kernel::ids::{EnquiryId, NeedId, OfferId, ProposalId, PublicAnswerId};

pub const ENQUIRIES: &str = "/enquiries";
pub const PROPOSALS: &str = "/proposals";
pub const PROPOSALS_CSV: &str = "/proposals.csv";

/// Where a body asks about an offer.
pub fn enquire(offer: OfferId) -> String {
    format!("/offers/{offer}/enquire")
}

/// Where a body asks about a need.
pub fn ask_about_need(need: NeedId) -> String {
    format!("/needs/{need}/enquire")
}

/// Where the need's owner answers.
pub fn answer_about_need(need: NeedId, id: EnquiryId) -> String {
    format!("/needs/{need}/enquiries/{id}/answer")
}

/// Where a proposal begins straight from an offer.
pub fn propose(offer: OfferId) -> String {
    format!("/offers/{offer}/propose")
}

/// The same, for a need of one's own body, from which quantity, months and size come.
pub fn propose_for(offer: OfferId, need: Option<NeedId>) -> String {
    for_need(propose(offer), need)
}

/// Where a body asks about an offer, for a need of its own.
pub fn enquire_for(offer: OfferId, need: Option<NeedId>) -> String {
    for_need(enquire(offer), need)
}

fn for_need(path: String, need: Option<NeedId>) -> String {
    need.map_or(path.clone(), |need| format!("{path}?need={need}"))
}

/// Where a body chooses the offer with which it answers a need of another.
pub fn answer_need(need: NeedId) -> String {
    format!("/needs/{need}/answer")
}

/// Where it answers the need with one of its offers.
pub fn answer_need_with(need: NeedId, offer: OfferId) -> String {
    format!("/needs/{need}/answer/{offer}")
}

pub fn enquiry(id: EnquiryId) -> String {
    format!("{ENQUIRIES}/{id}")
}

pub fn ask(id: EnquiryId) -> String {
    format!("{ENQUIRIES}/{id}/ask")
}

pub fn answer(id: EnquiryId) -> String {
    format!("{ENQUIRIES}/{id}/answer")
}

/// Where an answer is shown to everybody.
pub fn answer_publicly(id: EnquiryId) -> String {
    format!("{ENQUIRIES}/{id}/publish")
}

pub fn remove_public_answer(offer: OfferId, id: PublicAnswerId) -> String {
    format!("/offers/{offer}/answers/{id}/remove")
}

pub fn close_enquiry(id: EnquiryId) -> String {
    format!("{ENQUIRIES}/{id}/close")
}

pub fn propose_from_enquiry(id: EnquiryId) -> String {
    format!("{ENQUIRIES}/{id}/propose")
}

pub fn proposal(id: ProposalId) -> String {
    format!("{PROPOSALS}/{id}")
}

pub fn edit(id: ProposalId) -> String {
    format!("{PROPOSALS}/{id}/edit")
}

pub fn send(id: ProposalId) -> String {
    format!("{PROPOSALS}/{id}/send")
}

pub fn counter(id: ProposalId) -> String {
    format!("{PROPOSALS}/{id}/counter")
}

pub fn agree(id: ProposalId) -> String {
    format!("{PROPOSALS}/{id}/agree")
}

pub fn decline(id: ProposalId) -> String {
    format!("{PROPOSALS}/{id}/decline")
}

pub fn withdraw(id: ProposalId) -> String {
    format!("{PROPOSALS}/{id}/withdraw")
}

pub fn version(id: ProposalId, number: i32) -> String {
    format!("{PROPOSALS}/{id}/versions/{number}")
}
