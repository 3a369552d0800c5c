//! What people see of returns: one, a list of those due and sent, and a leg's performance by month.

use std::collections::HashMap;

use super::figures::Measure;
use super::model::{LineView, ReturnView};
use super::state::ReturnState;
use super::store::{self, LineRow, ReturnRow};
use crate::agreements::queries::{self as agreements, LegView};
use crate::kernel::ids::{AgreementId, BodyId, LegId, ReturnId};
use crate::kernel::kpi::Proportion;
use crate::kernel::{Month, Page, PageRequest, Quantity, text_enum};
use crate::storage::{Conn, StorageError};

text_enum! {
    /// How far a month of a leg has come.
    pub enum Stage {
        /// The month is over and there is no return.
        Due = "due",
        /// The month has begun and is not over.
        Running = "running",
        /// The consumer has lines to answer.
        Submitted = "submitted",
        /// The provider has lines to correct.
        Disputed = "disputed",
        Accepted = "accepted",
    }
}

text_enum! {
    /// Which part the acting body plays.
    pub enum Part { Provider = "provider", Consumer = "consumer" }
}

impl Stage {
    /// The stage on a page.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Due => "Due",
            Self::Running => "Month not over",
            Self::Submitted => ReturnState::Submitted.label(),
            Self::Disputed => ReturnState::Disputed.label(),
            Self::Accepted => ReturnState::Accepted.label(),
        }
    }

    /// Who has to do something next.
    pub const fn waits_for(self) -> Option<Part> {
        match self {
            Self::Due | Self::Disputed => Some(Part::Provider),
            Self::Submitted => Some(Part::Consumer),
            Self::Running | Self::Accepted => None,
        }
    }
}

impl Part {
    pub const fn of(leg: &LegView, body: BodyId) -> Self {
        let (provider, acting) = (leg.provider.as_uuid().as_u128(), body.as_uuid().as_u128());
        if provider == acting { Self::Provider } else { Self::Consumer }
    }
}

/// One month of one leg.
#[derive(Clone, Debug)]
pub struct LegMonth {
    pub leg: LegView,
    pub month: Month,
    pub stage: Stage,
    /// Which part the acting body plays.
    pub part: Part,
    /// The return, once it is sent.
    pub sent: Option<ReturnId>,
}

impl LegMonth {
    /// Whether the acting body has to do something next.
    pub fn waits_for_us(&self) -> bool {
        self.stage.waits_for() == Some(self.part)
    }

    /// The other party's name.
    pub fn partner(&self) -> &str {
        match self.part {
            Part::Provider => &self.leg.consumer_name,
            Part::Consumer => &self.leg.provider_name,
        }
    }
}

/// Which months of which legs are wanted; what is `None` is not asked.
#[derive(Clone, Copy, Debug, Default)]
pub struct Filter {
    pub stage: Option<Stage>,
    pub part: Option<Part>,
    pub month: Option<Month>,
    pub agreement: Option<AgreementId>,
}

impl Filter {
    fn keeps(&self, row: &LegMonth) -> bool {
        self.stage.is_none_or(|stage| stage == row.stage)
            && self.part.is_none_or(|part| part == row.part)
            && self.month.is_none_or(|month| month == row.month)
            && self.agreement.is_none_or(|agreement| agreement == row.leg.agreement)
    }
}

/// A leg's months from its first to the last that has begun, each with its return if there is one.
#[derive(Clone, Debug)]
pub struct Performance {
    pub leg: LegView,
    pub months: Vec<(Month, Option<ReturnView>)>,
}

/// A return of a leg that `body` is a party of.
pub fn return_of_party(
    conn: &mut Conn,
    body: BodyId,
    id: ReturnId,
) -> Result<Option<ReturnView>, StorageError> {
    let Some(row) = store::of_party(conn, body, id)? else { return Ok(None) };
    let Some(leg) = agreements::leg_of_party(conn, body, row.leg_id)? else { return Ok(None) };
    Ok(views(conn, &leg, vec![row])?.pop())
}

/// The return of a month, if it was sent.
pub fn return_of_month(conn: &mut Conn, leg: LegId, month: Month) -> Result<Option<ReturnId>, StorageError> {
    Ok(store::of_month(conn, leg, month)?.map(|row| row.id))
}

/// Months that have begun by `today`, the latest first.
pub fn leg_months(
    conn: &mut Conn,
    body: BodyId,
    filter: Filter,
    today: Month,
    page: PageRequest,
) -> Result<Page<LegMonth>, StorageError> {
    let mut rows = begun(conn, body, today)?;
    rows.retain(|row| filter.keeps(row));
    rows.sort_by(|one, other| {
        let key = |row: &LegMonth| (row.leg.agreement_reference.clone(), row.leg.number);
        other.month.cmp(&one.month).then_with(|| key(one).cmp(&key(other)))
    });
    let total = i64::try_from(rows.len()).unwrap_or(i64::MAX);
    let skipped = usize::try_from(page.offset()).unwrap_or(usize::MAX);
    let items = rows.into_iter().skip(skipped).take(page.size() as usize).collect();
    Ok(Page::new(items, page, total))
}

/// What waits for `body`, the oldest month first; `Part` says as which side.
pub fn waiting(conn: &mut Conn, body: BodyId, today: Month) -> Result<Vec<LegMonth>, StorageError> {
    let mut rows = begun(conn, body, today)?;
    rows.retain(LegMonth::waits_for_us);
    rows.sort_by_key(|row| row.month);
    Ok(rows)
}

fn begun(conn: &mut Conn, body: BodyId, today: Month) -> Result<Vec<LegMonth>, StorageError> {
    let sent: HashMap<(LegId, Month), (ReturnId, ReturnState)> = store::of_body(conn, body)?
        .into_iter()
        .map(|row| ((row.leg_id, row.month), (row.id, row.state)))
        .collect();
    let mut rows = Vec::new();
    for leg in agreements::legs_of_body(conn, body)? {
        for month in leg.first_month.through(leg.last_month.min(today)) {
            let sent = sent.get(&(leg.id, month)).copied();
            let stage = match sent {
                Some((_, ReturnState::Submitted)) => Stage::Submitted,
                Some((_, ReturnState::Disputed)) => Stage::Disputed,
                Some((_, ReturnState::Accepted)) => Stage::Accepted,
                None if month < today => Stage::Due,
                None => Stage::Running,
            };
            let part = Part::of(&leg, body);
            rows.push(LegMonth { leg: leg.clone(), month, stage, part, sent: sent.map(|(id, _)| id) });
        }
    }
    Ok(rows)
}

/// How a leg did, month by month, until `today`.
pub fn performance(
    conn: &mut Conn,
    body: BodyId,
    leg: LegId,
    today: Month,
) -> Result<Option<Performance>, StorageError> {
    let Some(leg) = agreements::leg_of_party(conn, body, leg)? else { return Ok(None) };
    let rows = store::of_leg(conn, leg.id)?;
    let mut returns: HashMap<Month, ReturnView> =
        views(conn, &leg, rows)?.into_iter().map(|view| (view.month, view)).collect();
    let months = leg
        .first_month
        .through(leg.last_month.min(today))
        .map(|month| (month, returns.remove(&month)))
        .collect();
    Ok(Some(Performance { leg, months }))
}

/// What the consumer accepted of a leg in a month; nothing while its quantity is not accepted.
pub fn accepted_quantity(
    conn: &mut Conn,
    leg: LegId,
    month: Month,
) -> Result<Option<Quantity>, StorageError> {
    store::accepted_quantity(conn, leg, month)
}

/// Every quantity that was accepted of a leg that `body` is a party of.
pub fn accepted_of_body(
    conn: &mut Conn,
    body: BodyId,
) -> Result<HashMap<(LegId, Month), Quantity>, StorageError> {
    let rows = store::accepted_of_body(conn, body)?;
    Ok(rows.into_iter().filter_map(|(leg, month, quantity)| Some(((leg, month), quantity?))).collect())
}

fn views(conn: &mut Conn, leg: &LegView, rows: Vec<ReturnRow>) -> Result<Vec<ReturnView>, StorageError> {
    let mut lines: HashMap<ReturnId, Vec<LineView>> = HashMap::new();
    for line in store::lines(conn, rows.iter().map(|row| row.id).collect())? {
        lines.entry(line.return_id).or_default().push(line_view(leg, line)?);
    }
    let view = |row: ReturnRow| ReturnView {
        lines: lines.remove(&row.id).unwrap_or_default(),
        id: row.id,
        leg: leg.clone(),
        month: row.month,
        state: row.state,
        note: row.note,
        submitted_by: row.submitted_by,
        submitted_at: row.submitted_at,
        version: row.version,
    };
    Ok(rows.into_iter().map(view).collect())
}

fn line_view(leg: &LegView, row: LineRow) -> Result<LineView, StorageError> {
    let corrupt = || StorageError::Corrupt(format!("line {} of return {}", row.number, row.return_id));
    let kpi = row.kpi_id.map(|id| leg.kpis.iter().find(|kpi| kpi.id == id).cloned().ok_or_else(corrupt));
    let measure = match (row.quantity, row.numerator, row.denominator) {
        (Some(quantity), None, None) => Measure::Quantity(quantity),
        (None, Some(numerator), Some(denominator)) => {
            Measure::Proportion(Proportion::of_counts(numerator, denominator).map_err(|_| corrupt())?)
        }
        _ => return Err(corrupt()),
    };
    Ok(LineView {
        id: row.id,
        number: row.number,
        kpi: kpi.transpose()?,
        measure,
        state: row.state,
        reason: row.reason,
        answered_by: row.answered_by,
        answered_at: row.answered_at,
    })
}
