//! Mail, by way of an outbox: a command queues a mail in its own transaction, the worker sends it afterwards, and a
//! mail that cannot be sent is tried again with growing pauses until the operator is asked to look.

mod model;
pub mod outbox;
pub mod queries;
mod store;
pub mod transport;

pub use model::{Mail, MailState, MailView, Part, link, parts};
pub use store::{enqueue, enqueue_stoppable};
pub use transport::{Transport, TransportError};
