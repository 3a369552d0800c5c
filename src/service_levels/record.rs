//! How a body does at what it provides, from the returns that its consumers have accepted. Who reads it must not learn of an
//! agreement that its parties keep to themselves: what rests on private agreements is told only where several bodies are
//! served under them, so that nothing can be pinned to one.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use super::store;
use crate::agreements::queries as agreements;
use crate::catalogue;
use crate::kernel::Month;
use crate::kernel::ids::{AgreementId, BodyId, ReturnId};
use crate::kernel::kpi::{Outcome, Proportion, Target};
use crate::storage::{Conn, StorageError};

/// How a body does at one service, over all that it provides it to, as far as its reader may know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    pub service_name: String,
    /// How many monthly returns consumers have accepted.
    pub returns: usize,
    /// How many measures met their target, of how many that were measured.
    pub met: usize,
    pub measured: usize,
}

/// For how many months back a record goes.
pub const RECORD_MONTHS: i32 = 12;
/// How many bodies have to be served with a service under private agreements before those count for everybody.
pub const FEWEST_CONSUMERS: usize = 3;

/// One measure of an accepted month.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct AcceptedKpi {
    pub(super) service_code: String,
    pub(super) agreement: AgreementId,
    pub(super) consumer: BodyId,
    pub(super) sent: ReturnId,
    pub(super) outcome: Outcome,
}

/// What consumers have accepted of a body's services in the last [`RECORD_MONTHS`] months, service by service, as far as
/// `reader` may know: all of it for the body itself; for anybody else what they are a party of, what is public, and what
/// cannot be told apart.
pub fn of_provider(
    conn: &mut Conn,
    body: BodyId,
    reader: Option<BodyId>,
    this_month: Month,
) -> Result<Vec<Record>, StorageError> {
    let mut rows = accepted(conn, body, this_month)?;
    if reader != Some(body) {
        let ids: BTreeSet<AgreementId> = rows.iter().map(|row| row.agreement).collect();
        let public = agreements::public_among(conn, ids.into_iter().collect())?;
        keep_what_may_be_known(&mut rows, reader, &public);
    }
    let services = catalogue::queries::services(conn)?;
    let name = |code: &str| {
        let found = services.iter().find(|service| service.code == code);
        found.map_or_else(|| code.to_owned(), |service| service.name.clone())
    };
    Ok(by_service(&rows)
        .into_iter()
        .map(|(code, tally)| Record { service_name: name(code), ..tally })
        .collect())
}

/// Leaves out what rests on private agreements of others that serve too few bodies with a service.
fn keep_what_may_be_known(
    rows: &mut Vec<AcceptedKpi>,
    reader: Option<BodyId>,
    public: &HashSet<AgreementId>,
) {
    let is_known = |row: &AcceptedKpi| public.contains(&row.agreement) || reader == Some(row.consumer);
    let mut served: BTreeMap<String, BTreeSet<BodyId>> = BTreeMap::new();
    for row in rows.iter().filter(|row| !is_known(row)) {
        served.entry(row.service_code.clone()).or_default().insert(row.consumer);
    }
    let is_lost_among_others = |row: &AcceptedKpi| {
        served.get(&row.service_code).is_some_and(|bodies| bodies.len() >= FEWEST_CONSUMERS)
    };
    rows.retain(|row| is_known(row) || is_lost_among_others(row));
}

fn by_service(rows: &[AcceptedKpi]) -> BTreeMap<&str, Record> {
    let mut counted: BTreeSet<ReturnId> = BTreeSet::new();
    let mut records: BTreeMap<&str, Record> = BTreeMap::new();
    for row in rows {
        let none = || Record { service_name: String::new(), returns: 0, met: 0, measured: 0 };
        let record = records.entry(&row.service_code).or_insert_with(none);
        record.returns += usize::from(counted.insert(row.sent));
        record.met += usize::from(row.outcome == Outcome::Met);
        record.measured += usize::from(row.outcome != Outcome::NotMeasured);
    }
    records
}

fn accepted(conn: &mut Conn, body: BodyId, this_month: Month) -> Result<Vec<AcceptedKpi>, StorageError> {
    let rows = store::accepted_kpis(conn, body, this_month.plus(-RECORD_MONTHS))?;
    let row = |row: store::AcceptedRow| {
        let corrupt = || StorageError::Corrupt(format!("a line of return {}", row.sent));
        let target =
            u16::try_from(row.target).ok().and_then(Target::of_ten_thousandths).ok_or_else(corrupt)?;
        let counts = row.numerator.zip(row.denominator);
        let proportion = counts.map(|(some, all)| Proportion::of_counts(some, all)).transpose();
        let proportion = proportion.map_err(|_| corrupt())?;
        Ok(AcceptedKpi {
            outcome: proportion.map_or(Outcome::NotMeasured, |proportion| proportion.against(target)),
            service_code: row.service_code,
            agreement: row.agreement,
            consumer: row.consumer,
            sent: row.sent,
        })
    };
    rows.into_iter().map(row).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(service: &str, consumer: BodyId) -> AcceptedKpi {
        AcceptedKpi {
            service_code: service.into(),
            agreement: AgreementId::new(),
            consumer,
            sent: ReturnId::new(),
            outcome: Outcome::Met,
        }
    }

    #[test]
    fn private_agreements_are_told_only_where_three_bodies_are_served() {
        let bodies: Vec<BodyId> = (0..3).map(|_| BodyId::new()).collect();
        let mut rows: Vec<AcceptedKpi> = bodies.iter().map(|body| row("PAY-01", *body)).collect();
        rows.extend([row("IT-01", bodies[0]), row("IT-01", bodies[0]), row("IT-01", bodies[1])]);
        let public = HashSet::from([rows[5].agreement]);
        let seen = |reader: Option<BodyId>| {
            let mut rows = rows.clone();
            keep_what_may_be_known(&mut rows, reader, &public);
            let records = by_service(&rows).into_iter();
            records.map(|(code, record)| (code.to_owned(), record.returns)).collect::<Vec<_>>()
        };

        // One body has two private agreements for IT-01: they are one body's, and stay private.
        assert_eq!(seen(None), [("IT-01".to_owned(), 1), ("PAY-01".to_owned(), 3)]);
        // A consumer knows its own; what is left of PAY-01 is of two bodies, and stays private.
        assert_eq!(seen(Some(bodies[0])), [("IT-01".to_owned(), 3), ("PAY-01".to_owned(), 1)]);
    }
}
