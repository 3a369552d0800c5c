//! What the made-up bodies look for.

use chrono::Duration;

use super::cast::{reach, rows, several};
use super::stage::{Stage, StageError};
use crate::access::Member;
use crate::access::capability::ManageNeeds;
use crate::catalogue::draft::OTHER_UNIT;
use crate::kernel::{Instant, london};
use crate::needs::NeedDraft;
use crate::needs::commands::{create, publish};
use crate::storage::Tx;

const NEEDS: &str = include_str!("../../seed/demo/needs.csv");

/// Lists and publishes every need, over the weeks before `now`.
pub(super) fn list(tx: &mut Tx<'_>, stage: &Stage, now: Instant) -> Result<(), StageError> {
    for (place, row) in (0_i64..).zip(rows(NEEDS)) {
        let Some(body) = row.first() else { continue };
        let at = now.minus(Duration::days(1 + place * 29 % 50) + Duration::hours(place % 5));
        let by: Member<ManageNeeds> = stage.member(tx.conn(), body)?;
        let id = create(tx, &by, &draft(&row, now)?, at)?;
        publish(tx, &by, id, None, at)?;
    }
    Ok(())
}

/// A row of the seed as somebody would have typed it.
fn draft(row: &[String], now: Instant) -> Result<NeedDraft, StageError> {
    let cell = |place: usize| row.get(place).cloned().unwrap_or_default();
    let number = |place: usize| {
        cell(place).parse::<i32>().map_err(|_| StageError::Seed(format!("not a number: {}", cell(place))))
    };
    let first = london::month(now).plus(number(9)?);
    let (reach, regions, miles) = reach(&cell(14));
    Ok(NeedDraft {
        service: cell(1),
        shape: cell(2),
        title: cell(3),
        description: cell(4),
        unit: OTHER_UNIT.to_owned(),
        unit_other: cell(5),
        quantity_per_month: cell(6),
        size_measure: cell(7),
        size: cell(8),
        first_month: first.iso(),
        last_month: first.plus(number(10)? - 1).iso(),
        pays: cell(11),
        highest_price: cell(12),
        gives: several(&cell(13)),
        reach,
        regions,
        miles,
        assurances: several(&cell(15)),
        ..NeedDraft::default()
    })
}
