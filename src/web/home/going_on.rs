//! What is going on in the acting body: how much of each thing there is, the latest, and where the rest is.

use crate::access::Member;
use crate::access::capability::ReadBody;
use crate::agreements::queries::{self as agreements, AgreementFilter};
use crate::agreements::state::AgreementState;
use crate::catalogue::filter::OwnFilter;
use crate::catalogue::{OfferState, queries as catalogue};
use crate::charges::queries::{self as charges, InvoiceFilter, InvoiceState};
use crate::kernel::{Instant, PageRequest, london};
use crate::negotiation::queries::{self as negotiation, ProposalFilter};
use crate::service_levels::queries::{self as service_levels, Filter, Stage};
use crate::storage::{Conn, StorageError};
use crate::web::ui::{Overview, money, plural};
use crate::web::urls;

/// The whole list, in the order of the chain.
pub(super) fn going_on(
    conn: &mut Conn,
    by: &Member<ReadBody>,
    now: Instant,
) -> Result<Vec<Overview>, StorageError> {
    Ok(vec![
        offers(conn, by)?,
        proposals(conn, by)?,
        agreements_in_force(conn, by)?,
        returns(conn, by, now)?,
        invoices(conn, by, now)?,
    ])
}

const LATEST: &str = "The latest: ";

fn latest() -> PageRequest {
    PageRequest::first(1)
}

fn offers(conn: &mut Conn, by: &Member<ReadBody>) -> Result<Overview, StorageError> {
    let filter = OwnFilter { state: Some(OfferState::Published), ..OwnFilter::default() };
    let page = catalogue::own_offers(conn, by, &filter, latest())?;
    Ok(Overview {
        count: plural(page.total, "live offer", "live offers"),
        href: format!("{}?state={}", urls::catalogue::OUR_OFFERS, OfferState::Published.as_str()),
        lead: LATEST,
        latest: page.items.first().map(|offer| (offer.title.clone(), urls::catalogue::offer(offer.id))),
        next: "List what your body has to spare.".to_owned(),
        next_href: urls::catalogue::OUR_OFFERS.to_owned(),
    })
}

fn proposals(conn: &mut Conn, by: &Member<ReadBody>) -> Result<Overview, StorageError> {
    let filter = ProposalFilter { under_negotiation: true, ..ProposalFilter::default() };
    let page = negotiation::proposals(conn, by, &filter, latest())?;
    Ok(Overview {
        count: plural(page.total, "proposal under negotiation", "proposals under negotiation"),
        href: urls::negotiation::PROPOSALS.to_owned(),
        lead: LATEST,
        latest: page
            .items
            .first()
            .map(|proposal| (proposal.title.clone(), urls::negotiation::proposal(proposal.id))),
        next: "Find a service that would help your body, and ask about it.".to_owned(),
        next_href: urls::catalogue::FIND.to_owned(),
    })
}

fn agreements_in_force(conn: &mut Conn, by: &Member<ReadBody>) -> Result<Overview, StorageError> {
    let filter = AgreementFilter { state: Some(AgreementState::Active), ..AgreementFilter::default() };
    let page = agreements::list(conn, by.body(), &filter, latest())?;
    let named = |line: &agreements::AgreementLine| {
        (format!("{}, with {}", line.title, line.partners), urls::agreements::agreement(line.id))
    };
    Ok(Overview {
        count: plural(page.total, "agreement in force", "agreements in force"),
        href: format!("{}?state={}", urls::agreements::LIST, AgreementState::Active.as_str()),
        lead: LATEST,
        latest: page.items.first().map(named),
        next: "An agreement starts once a signatory of each side has signed a proposal.".to_owned(),
        next_href: urls::negotiation::PROPOSALS.to_owned(),
    })
}

/// The returns that this month is for: those of the month that is over.
fn returns(conn: &mut Conn, by: &Member<ReadBody>, now: Instant) -> Result<Overview, StorageError> {
    let today = london::month(now);
    let filter = Filter { month: Some(today.prev()), ..Filter::default() };
    let page =
        service_levels::leg_months(conn, by.body(), filter, today, PageRequest::first(PageRequest::MOST))?;
    let accepted = page.items.iter().filter(|row| row.stage == Stage::Accepted).count();
    let next = page.items.iter().find(|row| row.stage != Stage::Accepted);
    let href = format!("{}?month={}", urls::service_levels::RETURNS, today.prev().iso());
    Ok(Overview {
        count: format!("{} for {}", plural(page.total, "return", "returns"), today.prev()),
        lead: "",
        latest: (page.total > 0).then(|| {
            let open = next.map_or_else(String::new, |row| {
                format!(
                    "; next {}, {}: {}",
                    row.leg.service_name,
                    row.partner(),
                    row.stage.label().to_lowercase()
                )
            });
            (format!("{accepted} accepted{open}"), href.clone())
        }),
        href,
        next: "When an agreement is in force, what was delivered is reported here each month.".to_owned(),
        next_href: urls::agreements::LIST.to_owned(),
    })
}

fn invoices(conn: &mut Conn, by: &Member<ReadBody>, now: Instant) -> Result<Overview, StorageError> {
    let (body, today) = (by.body(), london::date(now));
    let all = charges::totals(conn, body, &InvoiceFilter::default(), today)?;
    let in_state = |state| InvoiceFilter { state: Some(state), ..InvoiceFilter::default() };
    let mut newest = charges::invoices(conn, body, &in_state(InvoiceState::Open), today, latest())?.items;
    if newest.is_empty() {
        newest = charges::invoices(conn, body, &in_state(InvoiceState::PastDue), today, latest())?.items;
    }
    let named = |invoice: &charges::InvoiceView| {
        let what = format!("{}, {}, {}", invoice.number, invoice.partner_name(body), money(invoice.to_pay()));
        (what, urls::charges::invoice(invoice.id))
    };
    Ok(Overview {
        count: plural(all.to_pay_count, "open invoice", "open invoices"),
        href: urls::charges::INVOICES.to_owned(),
        lead: LATEST,
        latest: newest.first().map(named),
        next: "Closing a month turns what was accepted into invoices.".to_owned(),
        next_href: urls::charges::FINANCE.to_owned(),
    })
}
