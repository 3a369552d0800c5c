//! Where the present moment comes from. Rules never ask for it: it is handed to them.

use std::sync::{
    Arc,
    atomic::{AtomicI64, Ordering},
};

use chrono::{Duration, NaiveDate, Utc};

use super::{Instant, london};

/// The clock of the process. Cheap to clone; all clones tell the same time.
#[derive(Clone, Debug)]
pub struct Clock(Kind);

#[derive(Clone, Debug)]
enum Kind {
    System,
    /// System time moved forward by so many seconds: the demo's clock.
    Shifted(Arc<AtomicI64>),
    /// Stands still until a test moves it. Microseconds since 1970.
    Fixed(Arc<AtomicI64>),
}

impl Clock {
    pub fn system() -> Self {
        Self(Kind::System)
    }

    /// The system's time plus an offset that can grow: the demo's clock.
    pub fn shifted(offset: Duration) -> Self {
        Self(Kind::Shifted(Arc::new(AtomicI64::new(offset.num_seconds()))))
    }

    /// A clock for tests, which only [`Clock::advance`] moves.
    pub fn fixed(at: Instant) -> Self {
        Self(Kind::Fixed(Arc::new(AtomicI64::new(at.micros()))))
    }

    pub fn now(&self) -> Instant {
        match &self.0 {
            Kind::System => Instant::from_utc(Utc::now()),
            Kind::Shifted(offset) => {
                Instant::from_utc(Utc::now()).plus(Duration::seconds(offset.load(Ordering::Relaxed)))
            }
            Kind::Fixed(micros) => {
                let micros = micros.load(Ordering::Relaxed);
                Instant::from_micros(micros).unwrap_or_else(|| Instant::from_utc(Utc::now()))
            }
        }
    }

    /// Today's date in Europe/London.
    pub fn today(&self) -> NaiveDate {
        london::date(self.now())
    }

    /// Moves a demo or test clock forward; the system's clock refuses.
    pub fn advance(&self, by: Duration) -> Result<Instant, ClockIsReal> {
        match &self.0 {
            Kind::System => return Err(ClockIsReal),
            Kind::Shifted(offset) => offset.fetch_add(by.num_seconds(), Ordering::Relaxed),
            Kind::Fixed(micros) => {
                micros.fetch_add(by.num_microseconds().unwrap_or(i64::MAX), Ordering::Relaxed)
            }
        };
        Ok(self.now())
    }

    /// Whether this clock can be moved by a person, as the demo's can.
    pub fn can_be_moved(&self) -> bool {
        !matches!(self.0, Kind::System)
    }
}

/// The clock tells real time and cannot be moved.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("this clock tells real time and cannot be moved")]
pub struct ClockIsReal;
