//! A transaction that may write. Only [`super::Db::write`] makes one, so whoever holds it is inside one.

use super::conn::Conn;

/// The right to write, for as long as the command runs.
#[expect(missing_debug_implementations, reason = "Diesel's connections have none")]
pub struct Tx<'conn>(&'conn mut Conn);

impl<'conn> Tx<'conn> {
    pub(super) fn new(conn: &'conn mut Conn) -> Self {
        Self(conn)
    }

    /// The connection, for a `store` and for queries that must see what this transaction wrote.
    pub fn conn(&mut self) -> &mut Conn {
        self.0
    }
}
