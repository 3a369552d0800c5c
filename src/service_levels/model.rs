//! Returns as everybody sees them.

use super::figures::Measure;
use super::state::{LineEvent, LineState, ReturnState};
use crate::agreements::queries::{LegKpi, LegView};
use crate::kernel::ids::{BodyId, ReturnId, ReturnLineId};
use crate::kernel::kpi::Outcome;
use crate::kernel::{Instant, Month};

/// A return with its lines.
#[derive(Clone, Debug)]
pub struct ReturnView {
    pub id: ReturnId,
    pub leg: LegView,
    pub month: Month,
    pub state: ReturnState,
    pub note: String,
    pub submitted_by: String,
    pub submitted_at: Instant,
    pub version: i64,
    /// The quantity first, then the leg's KPIs in their order.
    pub lines: Vec<LineView>,
}

/// One line of a return.
#[derive(Clone, Debug)]
pub struct LineView {
    pub id: ReturnLineId,
    pub number: i32,
    /// What is measured; `None` for the quantity.
    pub kpi: Option<LegKpi>,
    pub measure: Measure,
    pub state: LineState,
    /// Why the consumer disputed it, the last time they did.
    pub reason: Option<String>,
    pub answered_by: Option<String>,
    pub answered_at: Option<Instant>,
}

impl LineView {
    /// The line's name on a page.
    pub fn name(&self) -> &str {
        self.kpi.as_ref().map_or("Quantity delivered", |kpi| kpi.name.as_str())
    }

    /// What the figure says about the target; nothing for the quantity.
    pub fn outcome(&self) -> Option<Outcome> {
        match (&self.kpi, self.measure) {
            (Some(kpi), Measure::Proportion(proportion)) => Some(proportion.against(kpi.target)),
            _ => None,
        }
    }
}

impl ReturnView {
    /// The lines of which `event` can be said now.
    pub fn lines_that_allow(&self, event: LineEvent) -> impl Iterator<Item = &LineView> {
        self.lines.iter().filter(move |line| line.state.allows(event))
    }

    /// Both parties: who may see what happens to it.
    pub fn parties(&self) -> Vec<BodyId> {
        vec![self.leg.provider, self.leg.consumer]
    }

    /// "Payroll, October 2026".
    pub fn title(&self) -> String {
        format!("{}, {}", self.leg.service_name, self.month)
    }

    /// How many KPIs met their target, of how many that were measured.
    pub fn kpis_met(&self) -> (usize, usize) {
        let measured = self.lines.iter().filter_map(LineView::outcome);
        let measured: Vec<Outcome> = measured.filter(|outcome| *outcome != Outcome::NotMeasured).collect();
        (measured.iter().filter(|outcome| **outcome == Outcome::Met).count(), measured.len())
    }
}
