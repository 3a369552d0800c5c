//! The words every other module speaks: ids, pence, rates, months, instants, working days, paging and field errors.
//! Nothing here knows a database, a web request or a capability; everything here may be used by all of them.

pub mod apportion;
pub mod clock;
pub mod delimited;
pub mod field_error;
pub mod ids;
pub mod instant;
pub mod kpi;
pub mod london;
pub mod month;
pub mod paging;
pub mod pence;
pub mod price;
pub mod quantity;
pub mod rate;
pub mod service_calendar;
pub mod sql;
pub mod text;
mod text_enum;
pub mod unit;
pub mod vat;
pub mod working_days;

pub use clock::Clock;
pub use field_error::{FieldError, FieldErrors};
pub use instant::Instant;
pub use month::Month;
pub use paging::{Page, PageRequest};
pub use pence::Pence;
pub use quantity::Quantity;
pub use rate::Rate;
pub(crate) use text_enum::text_enum;
