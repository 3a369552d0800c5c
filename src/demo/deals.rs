//! What the other made-up bodies have agreed among each other, for cash and in exchange, with the months that their
//! consumers have accepted.

use super::cast::rows;
use super::play::{Leg, Play, Reply, seed};
use super::stage::StageError;
use crate::agreements::queries::LegView;
use crate::negotiation::input::TermsInput;

const AGREEMENTS: &str = include_str!("../../seed/demo/agreements.csv");
/// Where a row tells of the service that is given in return.
const IN_RETURN: usize = 13;

/// A row of the seed, cell by cell.
struct Deal(Vec<String>);

impl Deal {
    fn cell(&self, place: usize) -> &str {
        self.0.get(place).map(String::as_str).unwrap_or_default()
    }

    fn number<T: std::str::FromStr>(&self, place: usize) -> Result<T, StageError> {
        self.cell(place).parse().map_err(|_| seed(format!("not a number: {}", self.cell(place))))
    }

    fn is_exchange(&self) -> bool {
        !self.cell(IN_RETURN).is_empty()
    }

    /// How many months ago it began.
    fn months_ago(&self) -> Result<i32, StageError> {
        self.number(11)
    }

    /// What was counted of a leg in a month so many months ago: most months as they should be, some a little short.
    fn counts(&self, leg: &LegView, place: usize, back: i32) -> Result<(i64, i64), StageError> {
        let (good, all) = if leg.number == 1 { (9, 10) } else { (IN_RETURN + 6, IN_RETURN + 7) };
        let (good, all): (i64, i64) = (self.number(good)?, self.number(all)?);
        let is_short = (place + usize::try_from(back).unwrap_or_default()).is_multiple_of(4);
        Ok((if is_short { (good - 1 - all / 40).max(0) } else { good }, all))
    }
}

/// Plays them all.
pub(super) fn play(play: &mut Play<'_, '_>) -> Result<(), StageError> {
    for (place, row) in rows(AGREEMENTS).into_iter().enumerate() {
        one(play, place, &Deal(row))?;
    }
    Ok(())
}

fn one(play: &mut Play<'_, '_>, place: usize, deal: &Deal) -> Result<(), StageError> {
    let (asker, provider) = (deal.cell(0), deal.cell(1));
    let offer = play.offer(provider, deal.cell(2))?;
    let mut legs = vec![
        Leg {
            prefix: "a_",
            offer,
            description: deal.cell(4),
            quantity: deal.cell(5),
            price: deal.cell(6),
            kpi: (deal.cell(7), deal.cell(8)),
        }
        .typed(),
    ];
    if deal.is_exchange() {
        let back = Leg {
            prefix: "b_",
            offer: play.offer(asker, deal.cell(IN_RETURN))?,
            description: deal.cell(IN_RETURN + 1),
            quantity: deal.cell(IN_RETURN + 2),
            price: deal.cell(IN_RETURN + 3),
            kpi: (deal.cell(IN_RETURN + 4), deal.cell(IN_RETURN + 5)),
        };
        legs.push(back.typed());
    } else if let Some(leg) = legs.first_mut() {
        leg.po_ref = format!("PO-{}", 61_000 + place * 37);
    }
    let (began, ahead) = (deal.months_ago()?, deal.number::<i32>(12)?);
    let terms = TermsInput {
        title: deal.cell(3).to_owned(),
        first_month: play.this_month.plus(-began).iso(),
        last_month: play.this_month.plus(ahead).iso(),
        tolerance: deal.cell(IN_RETURN + 8).to_owned(),
        legs,
    };
    // Agreed in the month before the first, after what it rests on was listed.
    let days = if began == 3 { 118 } else { 92 };
    let agreement = play.agreed(asker, provider, offer, &terms, days)?;
    for leg in play.legs(agreement)? {
        for back in (1..=began).rev() {
            let month = play.this_month.plus(-back);
            play.deliver(&leg, month, deal.counts(&leg, place, back)?, Reply::Accepted)?;
        }
    }
    match deal.cell(IN_RETURN + 9) {
        "both" => play.show(agreement, &[asker, provider], days - 20),
        "one" => play.show(agreement, &[provider], days - 20),
        _ => Ok(()),
    }
}
