//! What has happened before the demonstration starts: an exchange in its fourth month, a service for cash in its
//! third, and things that wait for every kind of user.

use super::offers::Offers;
use super::play::{Leg, Play, Reply, seed};
use super::stage::{Stage, StageError};
use crate::access::capability::{Enquire, Negotiate};
use crate::kernel::{Instant, london};
use crate::negotiation::commands::{counter, enquire};
use crate::negotiation::input::TermsInput;
use crate::storage::Tx;

const ASHDALE: &str = "DEMO-01";
const NORTHMOOR: &str = "DEMO-02";
const CALDERBRIDGE: &str = "DEMO-03";

/// Plays it, oldest first.
pub(super) fn play(tx: &mut Tx<'_>, stage: &Stage, offers: &Offers, now: Instant) -> Result<(), StageError> {
    let mut play = Play { tx, stage, offers, now, this_month: london::month(now) };
    play.exchange()?;
    play.cash()?;
    play.waiting_for_a_signature()?;
    play.waiting_for_an_answer()?;
    play.waiting_to_be_public()?;
    super::deals::play(&mut play)
}

impl Play<'_, '_> {
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
}
