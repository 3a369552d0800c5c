//! When a service runs: weekly hours in London time, less bank holidays and local closure days. Service-level
//! clocks run in it, and a copy is frozen into the agreement version that names it.

mod calendar;
mod describe;
mod hours;
mod presets;
mod typed;
mod working_time;

pub use calendar::{CalendarError, ServiceCalendar};
pub use hours::{DayHours, Frame, MinuteOfDay, WeekHours};
pub use presets::Preset;
pub use working_time::NoWorkingTime;
