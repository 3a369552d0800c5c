//! What has happened before the demonstration starts: an exchange in its fourth month, a service for cash in its
//! third, and things that wait for every kind of user.

use chrono::Duration;

use super::offers::Offers;
use super::stage::{Stage, StageError};
use crate::access::capability::{Enquire, ManageFinance, ManageService, Negotiate, ReadBody, Sign};
use crate::agreements::queries::LegView;
use crate::kernel::ids::{AgreementId, OfferId, ProposalId};
use crate::kernel::{Instant, Month, london};
use crate::negotiation::commands::{Then, agree, counter, enquire, propose};
use crate::negotiation::ground::Origin;
use crate::negotiation::input::{LegInput, TermsInput};
use crate::service_levels::figures::{Draft, DraftCount};
use crate::storage::{StorageError, Tx};
use crate::{agreements, charges, service_levels};

const ASHDALE: &str = "DEMO-01";
const NORTHMOOR: &str = "DEMO-02";
const CALDERBRIDGE: &str = "DEMO-03";

/// Turns any capability's error into a mistake of the seed's.
fn seed(error: impl std::fmt::Display) -> StageError {
    StageError::Seed(error.to_string())
}

/// Plays it, oldest first.
pub(super) fn play(tx: &mut Tx<'_>, stage: &Stage, offers: &Offers, now: Instant) -> Result<(), StageError> {
    let mut play = Play { tx, stage, offers, now, this_month: london::month(now) };
    play.exchange()?;
    play.cash()?;
    play.waiting_for_a_signature()?;
    play.waiting_for_an_answer()?;
    play.waiting_to_be_public()
}

struct Play<'a, 'conn> {
    tx: &'a mut Tx<'conn>,
    stage: &'a Stage,
    offers: &'a Offers,
    now: Instant,
    this_month: Month,
}

/// Which side of a leg somebody stands on.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Provider,
    Consumer,
}

/// What the consumer has done with a return.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Reply {
    Accepted,
    Waits,
}

/// A leg as somebody would have typed it.
struct Leg<'a> {
    prefix: &'a str,
    offer: OfferId,
    description: &'a str,
    quantity: &'a str,
    price: &'a str,
    kpi: (&'a str, &'a str),
}

impl Leg<'_> {
    fn typed(&self) -> LegInput {
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
    fn offer(&self, body: &str, service: &str) -> Result<OfferId, StageError> {
        let key = (body.to_owned(), service.to_owned());
        self.offers.get(&key).copied().ok_or_else(|| seed(format!("{body} does not offer {service}")))
    }

    fn days_ago(&self, days: i64) -> Instant {
        self.now.minus(Duration::days(days))
    }

    /// The exchange: Ashdale hosts, Northmoor runs the payroll.
    fn exchange(&mut self) -> Result<(), StageError> {
        let (hosting, payroll) = (self.offer(ASHDALE, "IT-03")?, self.offer(NORTHMOOR, "PAY-01")?);
        let terms = TermsInput {
            title: "Hosting for payroll".into(),
            first_month: self.this_month.plus(-3).iso(),
            last_month: self.this_month.plus(20).iso(),
            tolerance: "1500".into(),
            legs: vec![
                Leg {
                    prefix: "a_",
                    offer: hosting,
                    description: "Sixty rack units in hall B with power on two feeds and hands in working hours",
                    quantity: "60",
                    price: "42.50",
                    kpi: ("Available in service hours", "99.9"),
                }
                .typed(),
                Leg {
                    prefix: "b_",
                    offer: payroll,
                    description: "Monthly payroll for the council's staff, with pensions returns",
                    quantity: "575",
                    price: "4.40",
                    kpi: ("Payslips right first time", "99.5"),
                }
                .typed(),
            ],
        };
        let agreement = self.agreed(NORTHMOOR, ASHDALE, hosting, &terms, 118)?;
        for leg in self.legs(agreement)? {
            for back in [3, 2, 1] {
                let right = if back == 2 { 566 } else { 574 };
                let counts = if leg.number == 1 { (4_319, 4_320) } else { (right, 575) };
                let month = self.this_month.plus(-back);
                let reply = if back == 1 { Reply::Waits } else { Reply::Accepted };
                self.deliver(&leg, month, counts, reply)?;
            }
        }
        self.show(agreement, &[ASHDALE, NORTHMOOR], 60)?;
        self.close(ASHDALE, agreement, &[3, 2])
    }

    /// The service for cash: Calderbridge draws maps for Ashdale.
    fn cash(&mut self) -> Result<(), StageError> {
        let maps = self.offer(CALDERBRIDGE, "IT-12")?;
        let mut leg = Leg {
            prefix: "a_",
            offer: maps,
            description: "Eight days a month of mapping for the local plan",
            quantity: "8",
            price: "380.00",
            kpi: ("Delivered by the date agreed", "95"),
        }
        .typed();
        leg.po_ref = "PO-77104".into();
        let terms = TermsInput {
            title: "Maps for the local plan".into(),
            first_month: self.this_month.plus(-2).iso(),
            last_month: self.this_month.plus(9).iso(),
            tolerance: String::new(),
            legs: vec![leg],
        };
        let agreement = self.agreed(ASHDALE, CALDERBRIDGE, maps, &terms, 92)?;
        for leg in self.legs(agreement)? {
            self.deliver(&leg, self.this_month.plus(-2), (11, 11), Reply::Accepted)?;
            self.deliver(&leg, self.this_month.plus(-1), (9, 10), Reply::Waits)?;
        }
        self.show(agreement, &[CALDERBRIDGE, ASHDALE], 40)?;
        self.close(CALDERBRIDGE, agreement, &[2])
    }

    /// Agreed in principle, so the signatories of both sides are asked.
    fn waiting_for_a_signature(&mut self) -> Result<(), StageError> {
        let training = self.offer(CALDERBRIDGE, "HR-03")?;
        let leg = Leg {
            prefix: "a_",
            offer: training,
            description: "A leadership course for thirty new managers each month",
            quantity: "30",
            price: "118.00",
            kpi: ("Delegates satisfied", "90"),
        };
        let terms = TermsInput {
            title: "Courses for new managers".into(),
            first_month: self.this_month.plus(2).iso(),
            last_month: self.this_month.plus(13).iso(),
            tolerance: String::new(),
            legs: vec![leg.typed()],
        };
        self.in_principle(ASHDALE, CALDERBRIDGE, training, &terms, 6)?;
        Ok(())
    }

    /// A counter-proposal and a question, each waiting for its answer.
    fn waiting_for_an_answer(&mut self) -> Result<(), StageError> {
        let clinics = self.offer(NORTHMOOR, "HR-04")?;
        let terms = |quantity: &str, price: &str| TermsInput {
            title: "Occupational health clinics".into(),
            first_month: self.this_month.plus(1).iso(),
            last_month: self.this_month.plus(12).iso(),
            tolerance: String::new(),
            legs: vec![
                Leg {
                    prefix: "a_",
                    offer: clinics,
                    description: "Nurse-led clinics on campus and by video",
                    quantity,
                    price,
                    kpi: ("Seen within ten working days", "90"),
                }
                .typed(),
            ],
        };
        let (asked, offered) = (terms("20", "150.00"), terms("20", "158.50"));
        let id = self.sent(CALDERBRIDGE, clinics, &asked, 8)?;
        let by = self.stage.member::<Negotiate>(self.tx.conn(), NORTHMOOR)?;
        let message = "We can come down a little, and hold the price for the year.";
        counter(self.tx, &by, id, 1, &offered, message, self.days_ago(3)).map_err(seed)?;

        let conveyancing = self.offer(ASHDALE, "LEG-02")?;
        let by = self.stage.member::<Enquire>(self.tx.conn(), NORTHMOOR)?;
        let question = "Could your team take on the leases of two health centres from the new year? They are due \
                        for renewal in March.";
        enquire(self.tx, &by, conveyancing, question, self.days_ago(2)).map_err(seed)?;
        Ok(())
    }

    /// Signed, and one side would like everybody to know.
    fn waiting_to_be_public(&mut self) -> Result<(), StageError> {
        let interpreting = self.offer(NORTHMOOR, "INF-05")?;
        let leg = Leg {
            prefix: "a_",
            offer: interpreting,
            description: "Interpreters by telephone for the contact centre and the housing team",
            quantity: "25",
            price: "31.50",
            kpi: ("Answered within a minute", "95"),
        };
        let terms = TermsInput {
            title: "Interpreters for the contact centre".into(),
            first_month: self.this_month.plus(1).iso(),
            last_month: self.this_month.plus(12).iso(),
            tolerance: String::new(),
            legs: vec![leg.typed()],
        };
        let agreement = self.agreed(ASHDALE, NORTHMOOR, interpreting, &terms, 9)?;
        self.show(agreement, &[ASHDALE], 1)
    }

    /// Each of these parties agrees that everybody may know of the agreement.
    fn show(&mut self, agreement: AgreementId, parties: &[&str], days: i64) -> Result<(), StageError> {
        for code in parties {
            let by = self.stage.member::<Sign>(self.tx.conn(), code)?;
            let at = self.days_ago(days);
            agreements::commands::agree_to_publication(self.tx, &by, agreement, at).map_err(seed)?;
        }
        Ok(())
    }

    /// A proposal by `asker` about an offer, sent `days` ago.
    fn sent(
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

    fn in_principle(
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
    fn agreed(
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

    fn legs(&mut self, agreement: AgreementId) -> Result<Vec<LegView>, StorageError> {
        agreements::queries::legs_of_agreement(self.tx.conn(), agreement)
    }

    fn code_of(&self, leg: &LegView, side: Side) -> Result<&'static str, StageError> {
        let body = match side {
            Side::Provider => leg.provider,
            Side::Consumer => leg.consumer,
        };
        for code in [ASHDALE, NORTHMOOR, CALDERBRIDGE] {
            if self.stage.body(code)? == body {
                return Ok(code);
            }
        }
        Err(seed("a leg of nobody in the play"))
    }

    /// The provider's return for a month and, where it is so told, the consumer's acceptance, early in the next month.
    fn deliver(
        &mut self,
        leg: &LegView,
        month: Month,
        (numerator, denominator): (i64, i64),
        reply: Reply,
    ) -> Result<(), StageError> {
        let sent_at = london::start_of_day(month.next().first_day()).plus(Duration::hours(34));
        let provider = self.code_of(leg, Side::Provider)?;
        let by = self.stage.member::<ManageService>(self.tx.conn(), provider)?;
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
            let by = self.stage.member::<ManageService>(self.tx.conn(), consumer)?;
            let at = sent_at.plus(Duration::days(1)).min(self.now);
            service_levels::commands::accept_all(self.tx, &by, id, 1, at).map_err(seed)?;
        }
        Ok(())
    }

    fn close(&mut self, code: &str, agreement: AgreementId, months: &[i32]) -> Result<(), StageError> {
        let by = self.stage.member::<ManageFinance>(self.tx.conn(), code)?;
        for back in months {
            let month = self.this_month.plus(-back);
            let at = london::start_of_day(month.next().first_day()).plus(Duration::hours(80)).min(self.now);
            charges::commands::close_month(self.tx, &by, agreement, month, at).map_err(seed)?;
        }
        Ok(())
    }
}
