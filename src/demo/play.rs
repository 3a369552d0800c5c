//! How the past is played: what each scene needs of proposals, signatures, returns and invoices.

use chrono::Duration;

use super::offers::Offers;
use super::stage::{Stage, StageError};
use crate::access::capability::{ManageFinance, ManageService, Negotiate, ReadBody, Sign};
use crate::agreements::queries::LegView;
use crate::kernel::ids::{AgreementId, OfferId, ProposalId};
use crate::kernel::{Instant, Month, london};
use crate::negotiation::commands::{Then, agree, propose};
use crate::negotiation::ground::Origin;
use crate::negotiation::input::{LegInput, TermsInput};
use crate::service_levels::figures::{Draft, DraftCount};
use crate::storage::{StorageError, Tx};
use crate::{agreements, charges, service_levels};

/// Turns any capability's error into a mistake of the seed's.
pub(super) fn seed(error: impl std::fmt::Display) -> StageError {
    StageError::Seed(error.to_string())
}

pub(super) struct Play<'a, 'conn> {
    pub(super) tx: &'a mut Tx<'conn>,
    pub(super) stage: &'a Stage,
    pub(super) offers: &'a Offers,
    pub(super) now: Instant,
    pub(super) this_month: Month,
}

/// Which side of a leg somebody stands on.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    Provider,
    Consumer,
}

/// What the consumer has done with a return.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Reply {
    Accepted,
    Waits,
}

/// A leg as somebody would have typed it.
pub(super) struct Leg<'a> {
    pub(super) prefix: &'a str,
    pub(super) offer: OfferId,
    pub(super) description: &'a str,
    pub(super) quantity: &'a str,
    pub(super) price: &'a str,
    pub(super) kpi: (&'a str, &'a str),
}

impl Leg<'_> {
    pub(super) fn typed(&self) -> LegInput {
        LegInput {
            prefix: self.prefix.to_owned(),
            offer: self.offer.to_string(),
            description: self.description.to_owned(),
            quantity: self.quantity.to_owned(),
            price_kind: "per_unit".into(),
            price: self.price.to_owned(),
            vat: "standard".into(),
            calendar: "keep".into(),
            kpis: vec![(self.kpi.0.to_owned(), self.kpi.1.to_owned())],
            ..LegInput::default()
        }
    }
}

impl Play<'_, '_> {
    pub(super) fn offer(&self, body: &str, service: &str) -> Result<OfferId, StageError> {
        let key = (body.to_owned(), service.to_owned());
        self.offers.get(&key).copied().ok_or_else(|| seed(format!("{body} does not offer {service}")))
    }

    pub(super) fn days_ago(&self, days: i64) -> Instant {
        self.now.minus(Duration::days(days))
    }

    /// Each of these parties agrees that everybody may know of the agreement.
    pub(super) fn show(
        &mut self,
        agreement: AgreementId,
        parties: &[&str],
        days: i64,
    ) -> Result<(), StageError> {
        for code in parties {
            let by = self.stage.member::<Sign>(self.tx.conn(), code)?;
            let at = self.days_ago(days);
            agreements::commands::agree_to_publication(self.tx, &by, agreement, at).map_err(seed)?;
        }
        Ok(())
    }

    /// A proposal by `asker` about an offer, sent `days` ago.
    pub(super) fn sent(
        &mut self,
        asker: &str,
        offer: OfferId,
        terms: &TermsInput,
        days: i64,
    ) -> Result<ProposalId, StageError> {
        let by = self.stage.member::<Negotiate>(self.tx.conn(), asker)?;
        let message = "As we discussed.";
        propose(self.tx, &by, Origin::Offer(offer, None), terms, message, Then::Send, self.days_ago(days))
            .map_err(seed)
    }

    pub(super) fn in_principle(
        &mut self,
        asker: &str,
        partner: &str,
        offer: OfferId,
        terms: &TermsInput,
        days: i64,
    ) -> Result<ProposalId, StageError> {
        let id = self.sent(asker, offer, terms, days)?;
        let by = self.stage.member::<Negotiate>(self.tx.conn(), partner)?;
        agree(self.tx, &by, id, 1, self.days_ago(days - 2)).map_err(seed)?;
        Ok(id)
    }

    /// Agreed and signed by both.
    pub(super) fn agreed(
        &mut self,
        asker: &str,
        partner: &str,
        offer: OfferId,
        terms: &TermsInput,
        days: i64,
    ) -> Result<AgreementId, StageError> {
        let id = self.in_principle(asker, partner, offer, terms, days)?;
        let mut agreement = None;
        for (code, later) in [(asker, 4), (partner, 5)] {
            let reader = self.stage.member::<ReadBody>(self.tx.conn(), code)?;
            let page = agreements::queries::signing(self.tx.conn(), &reader, id).map_err(seed)?;
            let by = self.stage.member::<Sign>(self.tx.conn(), code)?;
            let at = self.days_ago(days - later);
            let signed = agreements::commands::sign(self.tx, &by, id, 1, &page.text.sha256, at);
            if let agreements::commands::Signed::Last(made) = signed.map_err(seed)? {
                agreement = Some(made);
            }
        }
        agreement.ok_or_else(|| seed("two signatures made no agreement"))
    }

    pub(super) fn legs(&mut self, agreement: AgreementId) -> Result<Vec<LegView>, StorageError> {
        agreements::queries::legs_of_agreement(self.tx.conn(), agreement)
    }

    fn code_of(&self, leg: &LegView, side: Side) -> Result<String, StageError> {
        let body = match side {
            Side::Provider => leg.provider,
            Side::Consumer => leg.consumer,
        };
        let code = self.stage.code_of(body).map(str::to_owned);
        code.ok_or_else(|| seed("a leg of nobody in the play"))
    }

    /// The provider's return for a month and, where it is so told, the consumer's acceptance, early in the next month.
    pub(super) fn deliver(
        &mut self,
        leg: &LegView,
        month: Month,
        (numerator, denominator): (i64, i64),
        reply: Reply,
    ) -> Result<(), StageError> {
        let sent_at = london::start_of_day(month.next().first_day()).plus(Duration::hours(34));
        let provider = self.code_of(leg, Side::Provider)?;
        let by = self.stage.member::<ManageService>(self.tx.conn(), &provider)?;
        let draft = Draft {
            quantity: leg.quantity_per_month.plain(),
            counts: vec![DraftCount {
                number: 1,
                numerator: numerator.to_string(),
                denominator: denominator.to_string(),
            }],
            note: String::new(),
        };
        let sent_at = sent_at.min(self.now);
        let id =
            service_levels::commands::submit(self.tx, &by, leg.id, month, &draft, sent_at).map_err(seed)?;
        if reply == Reply::Accepted {
            let consumer = self.code_of(leg, Side::Consumer)?;
            let by = self.stage.member::<ManageService>(self.tx.conn(), &consumer)?;
            let at = sent_at.plus(Duration::days(1)).min(self.now);
            service_levels::commands::accept_all(self.tx, &by, id, 1, at).map_err(seed)?;
        }
        Ok(())
    }

    pub(super) fn close(
        &mut self,
        code: &str,
        agreement: AgreementId,
        months: &[i32],
    ) -> Result<(), StageError> {
        let by = self.stage.member::<ManageFinance>(self.tx.conn(), code)?;
        for back in months {
            let month = self.this_month.plus(-back);
            let at = london::start_of_day(month.next().first_day()).plus(Duration::hours(80)).min(self.now);
            charges::commands::close_month(self.tx, &by, agreement, month, at).map_err(seed)?;
        }
        Ok(())
    }
}
