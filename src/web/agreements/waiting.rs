//! What waits for a signatory.

use crate::access::capability::Sign;
use crate::agreements;
use crate::kernel::PageRequest;
use crate::negotiation::queries::{self, ProposalFilter};
use crate::negotiation::state::ProposalState;
use crate::storage::StorageError;
use crate::web::context::Cx;
use crate::web::error::WebResult;
use crate::web::ui::TodoItem;
use crate::web::urls::agreements as at;

/// What waits for whoever is looking, the most urgent first.
pub(in crate::web) async fn waiting(cx: &Cx) -> WebResult<Vec<TodoItem>> {
    let Ok(by) = cx.credential().member::<Sign>() else { return Ok(Vec::new()) };
    let (reader, body) = (by.as_reader(), by.body());
    let (proposals, signed) = cx
        .read(move |conn| {
            let state = Some(ProposalState::AgreedInPrinciple);
            let filter = ProposalFilter { state, ..ProposalFilter::default() };
            let agreed = queries::proposals(conn, &reader, &filter, PageRequest::first(50))?.items;
            let ids: Vec<_> = agreed.iter().map(|proposal| proposal.id).collect();
            let signed = agreements::queries::signed_by(conn, body, &ids)?;
            Ok::<_, StorageError>((agreed, signed))
        })
        .await?;
    let unsigned = proposals.iter().filter(|proposal| !signed.contains(&proposal.id));
    Ok(unsigned
        .map(|proposal| TodoItem {
            href: at::sign(proposal.id),
            action: "Read and sign".into(),
            about: format!(
                "“{}” with {}",
                proposal.title,
                proposal.parties.name_of(proposal.parties.other_than(body))
            ),
            detail: Some(format!("{}, version {}", proposal.reference, proposal.number)),
            ..TodoItem::default()
        })
        .collect())
}
