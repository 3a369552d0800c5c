//! Why two bodies' books differ: the reasons a line of a statement is disputed for, after the NHS agreement of
//! balances.

use super::state::LineAnswer;
use crate::kernel::{FieldError, FieldErrors, text, text_enum};

text_enum! {
    /// Why the two sides differ.
    pub enum MismatchReason {
        InvoiceInTransit = "timing_invoice_in_transit",
        PaymentInTransit = "timing_payment_in_transit",
        NotReceived = "not_received",
        NoPurchaseOrder = "no_po",
        Price = "price",
        Volume = "volume",
        Vat = "vat",
        Duplicate = "duplicate",
        CreditNotePending = "credit_note_pending",
        UnallocatedPayment = "unallocated_payment",
        AccrualDifference = "accrual_difference",
        GrossNet = "gross_net",
        WrongPeriod = "wrong_period",
        WrongCounterparty = "wrong_counterparty",
        DeferredIncome = "deferred_income",
        ServiceCredit = "service_credit",
        Disputed = "disputed",
        Other = "other",
    }
}

impl MismatchReason {
    /// The reason as people read it.
    pub const fn label(self) -> &'static str {
        match self {
            Self::InvoiceInTransit => "Timing: the invoice is still on its way to our ledger",
            Self::PaymentInTransit => "Timing: we have paid and the payment is on its way",
            Self::NotReceived => "We have not received this invoice",
            Self::NoPurchaseOrder => "The invoice has no purchase order, or the wrong one",
            Self::Price => "The price is not what was agreed",
            Self::Volume => "The quantity is not what we accepted",
            Self::Vat => "The VAT is wrong",
            Self::Duplicate => "This is a duplicate",
            Self::CreditNotePending => "We are waiting for a credit note",
            Self::UnallocatedPayment => "We have paid and the payment was not allocated",
            Self::AccrualDifference => "We have accrued a different amount",
            Self::GrossNet => "One side counts gross, the other net",
            Self::WrongPeriod => "It belongs to another period",
            Self::WrongCounterparty => "It belongs to another body",
            Self::DeferredIncome => "It is income in advance",
            Self::ServiceCredit => "A service credit is owed",
            Self::Disputed => "The service itself is disputed",
            Self::Other => "Another reason",
        }
    }
}

/// What is said to one line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LineReply {
    Confirmed,
    Disputed { code: MismatchReason, text: Option<String> },
}

/// The answer to one line as it was sent: words, not yet understood.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReplyForm {
    pub answer: String,
    pub reason_code: String,
    pub reason: String,
}

impl LineReply {
    /// Reads the answer to line `number`; a mistake names the field `answer-3`, `reason_code-3` or `reason-3`.
    pub fn parse(number: i32, form: &ReplyForm) -> Result<Self, FieldErrors> {
        let field = |name: &str| format!("{name}-{number}");
        match form.answer.trim().parse() {
            Ok(LineAnswer::Confirmed) => Ok(Self::Confirmed),
            Ok(LineAnswer::Disputed) => {
                let mut errors = FieldErrors::default();
                let code = form.reason_code.trim().parse().map_err(|_| {
                    FieldError::required(
                        field("reason_code"),
                        format!("Choose why you dispute line {number}"),
                    )
                });
                let code = errors.keep(code);
                let text =
                    errors.keep(text::optional(&field("reason"), &form.reason, "the explanation", 1_000));
                if code == Some(MismatchReason::Other) && text.as_ref().is_some_and(Option::is_none) {
                    errors.push(FieldError::required(
                        field("reason"),
                        format!("Say in your own words why you dispute line {number}"),
                    ));
                }
                errors.finish(code.zip(text).map(|(code, text)| Self::Disputed { code, text }))
            }
            _ => Err(FieldError::required(
                field("answer"),
                format!("Say whether you confirm or dispute line {number}"),
            )
            .into()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(answer: &str, reason_code: &str, reason: &str) -> ReplyForm {
        ReplyForm { answer: answer.into(), reason_code: reason_code.into(), reason: reason.into() }
    }

    #[test]
    fn a_dispute_needs_a_reason_and_another_reason_needs_words() {
        let vat = LineReply::Disputed { code: MismatchReason::Vat, text: None };
        assert_eq!(LineReply::parse(1, &form("confirmed", "vat", "ignored")), Ok(LineReply::Confirmed));
        assert_eq!(LineReply::parse(1, &form("disputed", "vat", " ")), Ok(vat));
        for (answer, code, field) in [
            ("", "", "answer-2"),
            ("pending", "", "answer-2"),
            ("disputed", "", "reason_code-2"),
            ("disputed", "because", "reason_code-2"),
            ("disputed", "other", "reason-2"),
        ] {
            let errors = LineReply::parse(2, &form(answer, code, "")).unwrap_err();
            assert!(errors.of(field).is_some(), "{answer} {code}: {errors}");
        }
    }

    #[test]
    fn every_reason_has_words_of_its_own() {
        let mut labels: Vec<&str> = MismatchReason::ALL.iter().map(|reason| reason.label()).collect();
        labels.sort_unstable();
        labels.dedup();

        assert_eq!(labels.len(), MismatchReason::ALL.len());
    }
}
