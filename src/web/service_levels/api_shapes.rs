//! Returns and performance as JSON.

use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::kernel::kpi::{Outcome, Proportion};
use crate::service_levels::commands::{Answer, LineAnswer};
use crate::service_levels::figures::{Draft, DraftCount, Measure};
use crate::service_levels::model::{LineView, ReturnView};
use crate::service_levels::queries::{LegMonth, Performance};

/// A month of a leg, with its return if there is one.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ReturnMonth {
    #[schema(format = Uuid)]
    leg_id: String,
    #[schema(format = Uuid)]
    agreement_id: String,
    agreement_reference: String,
    service: String,
    provider: String,
    consumer: String,
    /// Like `2026-10`.
    month: String,
    /// `due`, `running`, `submitted`, `disputed` or `accepted`.
    state: String,
    /// The part of the token's body: `provider` or `consumer`.
    part: String,
    /// The return, once it is sent.
    #[schema(format = Uuid)]
    return_id: Option<String>,
}

impl ReturnMonth {
    pub(super) fn of(row: LegMonth) -> Self {
        Self {
            leg_id: row.leg.id.to_string(),
            agreement_id: row.leg.agreement.to_string(),
            agreement_reference: row.leg.agreement_reference,
            service: row.leg.service_name,
            provider: row.leg.provider_name,
            consumer: row.leg.consumer_name,
            month: row.month.iso(),
            state: row.stage.as_str().to_owned(),
            part: row.part.as_str().to_owned(),
            return_id: row.sent.map(|id| id.to_string()),
        }
    }
}

/// A return with its lines.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Return {
    #[schema(format = Uuid)]
    id: String,
    #[schema(format = Uuid)]
    leg_id: String,
    #[schema(format = Uuid)]
    agreement_id: String,
    month: String,
    /// `submitted`, `accepted` or `disputed`.
    state: String,
    note: String,
    submitted_by: String,
    submitted_at: String,
    /// Send it back with an answer or a correction.
    version: i64,
    lines: Vec<ReturnLine>,
}

/// One line: a quantity, or the two counts of a KPI.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ReturnLine {
    /// 0 for the quantity, otherwise the KPI's number.
    number: i32,
    name: String,
    /// A decimal number, for line 0.
    quantity: Option<String>,
    numerator: Option<u32>,
    denominator: Option<u32>,
    /// In hundredths of a per cent: 9950 is 99.5%.
    target: Option<u16>,
    /// `met`, `missed` or `not_measured`.
    outcome: Option<String>,
    /// `pending`, `accepted` or `disputed`.
    state: String,
    reason: Option<String>,
    answered_by: Option<String>,
}

impl From<ReturnView> for Return {
    fn from(view: ReturnView) -> Self {
        Self {
            id: view.id.to_string(),
            leg_id: view.leg.id.to_string(),
            agreement_id: view.leg.agreement.to_string(),
            month: view.month.iso(),
            state: view.state.as_str().to_owned(),
            note: view.note,
            submitted_by: view.submitted_by,
            submitted_at: view.submitted_at.to_rfc3339(),
            version: view.version,
            lines: view.lines.into_iter().map(ReturnLine::from).collect(),
        }
    }
}

impl From<LineView> for ReturnLine {
    fn from(line: LineView) -> Self {
        let (quantity, proportion) = match line.measure {
            Measure::Quantity(quantity) => (Some(quantity.plain()), None),
            Measure::Proportion(proportion) => (None, Some(proportion)),
        };
        Self {
            name: line.name().to_owned(),
            outcome: line.outcome().map(Outcome::as_str).map(str::to_owned),
            number: line.number,
            quantity,
            numerator: proportion.map(Proportion::numerator),
            denominator: proportion.map(Proportion::denominator),
            target: line.kpi.map(|kpi| kpi.target.ten_thousandths()),
            state: line.state.as_str().to_owned(),
            reason: line.reason,
            answered_by: line.answered_by,
        }
    }
}

/// How a leg did, month by month.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct LegPerformance {
    #[schema(format = Uuid)]
    leg_id: String,
    service: String,
    unit: String,
    /// A decimal number.
    quantity_per_month: String,
    /// Months that have begun; those without a return have none here.
    months: Vec<Return>,
}

impl From<Performance> for LegPerformance {
    fn from(performance: Performance) -> Self {
        Self {
            leg_id: performance.leg.id.to_string(),
            service: performance.leg.service_name,
            unit: performance.leg.unit,
            quantity_per_month: performance.leg.quantity_per_month.plain(),
            months: performance.months.into_iter().filter_map(|(_, view)| view).map(Return::from).collect(),
        }
    }
}

/// Which months are wanted.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub(super) struct MonthsQuery {
    /// `due`, `running`, `submitted`, `disputed` or `accepted`.
    #[param(pattern = "^(due|running|submitted|disputed|accepted)$")]
    pub(super) state: Option<String>,
    /// `provider` or `consumer`.
    #[param(pattern = "^(provider|consumer)$")]
    pub(super) part: Option<String>,
    /// Like `2026-10`.
    #[param(pattern = "^[0-9]{4}-(0[1-9]|1[0-2])$")]
    pub(super) month: Option<String>,
    #[param(format = Uuid)]
    pub(super) agreement: Option<String>,
    #[param(max_length = 20)]
    pub(super) cursor: Option<String>,
    #[param(minimum = 1, maximum = 200)]
    pub(super) limit: Option<u32>,
}

/// A return to send.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewReturn {
    #[schema(format = Uuid)]
    pub(super) leg_id: String,
    /// Like `2026-10`.
    #[schema(pattern = "^[0-9]{4}-(0[1-9]|1[0-2])$")]
    pub(super) month: String,
    /// A decimal number with at most four places.
    #[schema(pattern = r"^[0-9]{1,9}(\.[0-9]{1,4})?$")]
    pub(super) quantity: String,
    /// One for each KPI of the leg.
    #[serde(default)]
    #[schema(max_items = 100)]
    pub(super) kpis: Vec<KpiCounts>,
    #[serde(default)]
    #[schema(max_length = 1000)]
    pub(super) note: String,
}

/// New figures for every disputed line, and for no other.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Correction {
    /// The return's version as it was read.
    #[schema(minimum = 0)]
    pub(super) version: i64,
    /// Where the quantity is disputed: a decimal number with at most four places.
    #[serde(default)]
    #[schema(pattern = r"^[0-9]{1,9}(\.[0-9]{1,4})?$")]
    pub(super) quantity: Option<String>,
    #[serde(default)]
    #[schema(max_items = 100)]
    pub(super) kpis: Vec<KpiCounts>,
    #[serde(default)]
    #[schema(max_length = 1000)]
    pub(super) note: String,
}

/// The two counts of a KPI.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct KpiCounts {
    /// The KPI's number in the leg.
    number: i32,
    /// How many met the standard.
    numerator: u32,
    /// How many there were.
    denominator: u32,
}

/// The draft of figures sent as JSON.
pub(super) fn draft(quantity: String, kpis: &[KpiCounts], note: String) -> Draft {
    let count = |counts: &KpiCounts| DraftCount {
        number: counts.number,
        numerator: counts.numerator.to_string(),
        denominator: counts.denominator.to_string(),
    };
    Draft { quantity, counts: kpis.iter().map(count).collect(), note }
}

/// The version of a return that is accepted as a whole.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Acceptance {
    #[schema(minimum = 0)]
    pub(super) version: i64,
}

/// Answers to some lines of a return.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Answers {
    /// The return's version as it was read.
    #[schema(minimum = 0)]
    pub(super) version: i64,
    #[schema(min_items = 1, max_items = 100)]
    pub(super) lines: Vec<OneAnswer>,
}

/// The answer to one line.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct OneAnswer {
    number: i32,
    answer: AnswerWord,
    /// Needed with `dispute`.
    #[schema(max_length = 1000)]
    reason: Option<String>,
}

/// What is said of a line.
#[derive(Clone, Copy, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum AnswerWord {
    Accept,
    Dispute,
}

impl Answers {
    pub(super) fn into_lines(self) -> Vec<LineAnswer> {
        let line = |given: OneAnswer| LineAnswer {
            number: given.number,
            answer: match given.answer {
                AnswerWord::Accept => Answer::Accept,
                AnswerWord::Dispute => Answer::Dispute(given.reason.unwrap_or_default()),
            },
        };
        self.lines.into_iter().map(line).collect()
    }
}
