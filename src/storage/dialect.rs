//! The little SQL that differs between the databases: row locks and exact totals.

use diesel::expression::{AppearsOnTable, SelectableExpression, ValidGrouping, is_aggregate};
use diesel::pg::Pg;
use diesel::prelude::*;
use diesel::query_builder::{AsQuery, AstPass, Query, QueryFragment, QueryId};
use diesel::sql_types::{BigInt, Nullable};
use diesel::sqlite::Sqlite;

use super::conn::{Conn, MultiBackend};

/// Locks the rows a query reads until the transaction ends.
pub trait LockExt: AsQuery + Sized {
    /// Waits for rows that another transaction holds.
    fn locked(self) -> Locked<Self::Query> {
        Locked { query: self.as_query(), words: LockWords::Wait }
    }

    /// Leaves out rows that another transaction holds: how several workers share one queue.
    fn locked_skipping(self) -> Locked<Self::Query> {
        Locked { query: self.as_query(), words: LockWords::Skip }
    }
}

impl<T: AsQuery> LockExt for T {}

/// A query with a trailing `FOR UPDATE [SKIP LOCKED]` on PostgreSQL, and nothing on SQLite, whose writer already
/// holds the one write lock.
#[derive(Debug, QueryId)]
pub struct Locked<Q> {
    query: Q,
    words: LockWords,
}

#[derive(Clone, Copy, Debug, QueryId)]
enum LockWords {
    Wait,
    Skip,
}

impl QueryFragment<Pg> for LockWords {
    fn walk_ast<'b>(&'b self, mut pass: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        pass.unsafe_to_cache_prepared();
        pass.push_sql(match self {
            Self::Wait => " FOR UPDATE",
            Self::Skip => " FOR UPDATE SKIP LOCKED",
        });
        Ok(())
    }
}

impl QueryFragment<Sqlite> for LockWords {
    fn walk_ast<'b>(&'b self, _: AstPass<'_, 'b, Sqlite>) -> QueryResult<()> {
        Ok(())
    }
}

impl<Q: QueryFragment<MultiBackend>> QueryFragment<MultiBackend> for Locked<Q> {
    fn walk_ast<'b>(&'b self, mut pass: AstPass<'_, 'b, MultiBackend>) -> QueryResult<()> {
        self.query.walk_ast(pass.reborrow())?;
        MultiBackend::walk_variant_ast(&self.words, pass)
    }
}

impl<Q: Query> Query for Locked<Q> {
    type SqlType = Q::SqlType;
}

impl<Q> RunQueryDsl<Conn> for Locked<Q> {}

/// `CAST(SUM(x) AS BIGINT)`: exact on both. PostgreSQL's own sum of BIGINT is NUMERIC, and Diesel reads SQLite's
/// through a float.
#[derive(Debug, Clone, Copy, QueryId)]
pub struct Total<E>(E);

/// The exact total of a BIGINT column; NULL over no rows.
pub fn total<E: Expression>(expression: E) -> Total<E> {
    Total(expression)
}

impl<E: Expression> Expression for Total<E> {
    type SqlType = Nullable<BigInt>;
}

impl<E, G> ValidGrouping<G> for Total<E> {
    type IsAggregate = is_aggregate::Yes;
}

impl<E: SelectableExpression<QS>, QS> SelectableExpression<QS> for Total<E> where Self: AppearsOnTable<QS> {}

impl<E: AppearsOnTable<QS>, QS> AppearsOnTable<QS> for Total<E> where Self: Expression {}

impl<E: QueryFragment<DB>, DB: diesel::backend::Backend> QueryFragment<DB> for Total<E> {
    fn walk_ast<'b>(&'b self, mut pass: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        pass.push_sql("CAST(SUM(");
        self.0.walk_ast(pass.reborrow())?;
        pass.push_sql(") AS BIGINT)");
        Ok(())
    }
}

diesel::define_sql_function! {
    /// Small letters, for a search that does not care: `LIKE` minds capitals on PostgreSQL.
    fn lower(text: diesel::sql_types::Text) -> diesel::sql_types::Text;
}
