//! What finance officers and the worker do: close months, and give purchase order references.

mod close;
mod due;
mod po_reference;

pub use close::{Closed, close_month};
pub use due::{Due, close_due};
pub use po_reference::set_po_reference;
