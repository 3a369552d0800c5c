//! What waits for whoever negotiates, and for whoever answers questions about offers and needs.

use super::views::last_day;
use crate::access::CapabilityKind as C;
use crate::access::capability::{Negotiate, ReadBody};
use crate::kernel::PageRequest;
use crate::negotiation::enquiry::EnquiryState;
use crate::negotiation::model::About;
use crate::negotiation::queries::{self, ProposalFilter};
use crate::negotiation::state::ProposalState;
use crate::web::context::Cx;
use crate::web::error::WebResult;
use crate::web::ui::{TodoItem, Tone};
use crate::web::urls::negotiation as at;

/// How many of each kind are named; the lists have the rest.
const NAMED: u32 = 10;

/// What waits for whoever is looking, the most urgent first.
pub(in crate::web) async fn waiting(cx: &Cx) -> WebResult<Vec<TodoItem>> {
    let mut items = proposals(cx).await?;
    items.extend(enquiries(cx).await?);
    Ok(items)
}

async fn proposals(cx: &Cx) -> WebResult<Vec<TodoItem>> {
    let Ok(by) = cx.credential().member::<Negotiate>() else { return Ok(Vec::new()) };
    let reader = by.as_reader();
    let (answers, drafts) = cx
        .read(move |conn| {
            let waiting = ProposalFilter { waiting: true, ..ProposalFilter::default() };
            let drafts = ProposalFilter { state: Some(ProposalState::Draft), ..ProposalFilter::default() };
            let page = PageRequest::first(NAMED);
            let answers = queries::proposals(conn, &reader, &waiting, page)?;
            Ok::<_, crate::storage::StorageError>((
                answers,
                queries::proposals(conn, &reader, &drafts, page)?,
            ))
        })
        .await?;
    let named = |proposal: &crate::negotiation::model::Proposal, action: &str| TodoItem {
        href: at::proposal(proposal.id),
        action: action.into(),
        about: format!(
            "“{}” with {}",
            proposal.title,
            proposal.parties.name_of(proposal.parties.other_than(by.body()))
        ),
        detail: Some(format!("{}, version {}", proposal.reference, proposal.number)),
        tag: proposal.expires_at.map(|at| (Tone::Warn, format!("By {}", last_day(at)))),
    };
    let mut items: Vec<TodoItem> =
        answers.items.iter().map(|proposal| named(proposal, "Answer the proposal")).collect();
    items.extend(drafts.items.iter().map(|proposal| TodoItem {
        detail: Some(format!("{}, a draft", proposal.reference)),
        ..named(proposal, "Finish the draft")
    }));
    Ok(items)
}

async fn enquiries(cx: &Cx) -> WebResult<Vec<TodoItem>> {
    let credential = cx.credential();
    let (offers, needs) = (credential.can(C::ManageOffers), credential.can(C::ManageNeeds));
    let Some(reader) = credential.member::<ReadBody>().ok().filter(|_| offers || needs) else {
        return Ok(Vec::new());
    };
    let viewer = reader.body();
    let page = cx
        .read(move |conn| {
            queries::enquiries(conn, &reader, Some(EnquiryState::Open), PageRequest::first(PageRequest::MOST))
        })
        .await?;
    let may_answer = |about: About| match about {
        About::Offer(_) => offers,
        About::Need(_) => needs,
    };
    let asked = page.items.iter().filter(|enquiry| enquiry.asked() == viewer && may_answer(enquiry.about));
    Ok(asked
        .map(|enquiry| TodoItem {
            href: at::enquiry(enquiry.id),
            action: "Answer the question".into(),
            about: format!("from {} about “{}”", enquiry.name_of(enquiry.asker()), enquiry.title),
            ..TodoItem::default()
        })
        .collect())
}
