//! `column IN (…)` for a handful of values, as a statement that is kept prepared.

use diesel::backend::Backend;
use diesel::expression::{AppearsOnTable, SelectableExpression, ValidGrouping, is_aggregate};
use diesel::prelude::*;
use diesel::query_builder::{AstPass, QueryFragment, QueryId};
use diesel::serialize::ToSql;
use diesel::sql_types::{Bool, HasSqlType};

/// The condition that a column is one of some values, at least one of them. Diesel prepares an `eq_any` anew every time
/// on SQLite, which costs as much as running it; this one is prepared once for each number of values, so it is for
/// pages and not for lists of any length.
pub fn among<C: Expression, V>(column: C, values: Vec<V>) -> Among<C, V> {
    Among { column, values }
}

/// The condition made by [`among`].
#[derive(Clone, Debug)]
pub struct Among<C, V> {
    column: C,
    values: Vec<V>,
}

/// How many values there are is part of the statement, so its type alone does not say which it is.
impl<C, V> QueryId for Among<C, V> {
    type QueryId = ();

    const HAS_STATIC_QUERY_ID: bool = false;
}

impl<C: Expression, V> Expression for Among<C, V> {
    type SqlType = Bool;
}

impl<C, V, G> ValidGrouping<G> for Among<C, V> {
    type IsAggregate = is_aggregate::Never;
}

impl<C: AppearsOnTable<QS>, V, QS> AppearsOnTable<QS> for Among<C, V> {}
impl<C: SelectableExpression<QS>, V, QS> SelectableExpression<QS> for Among<C, V> {}

impl<DB, C, V> QueryFragment<DB> for Among<C, V>
where
    DB: Backend + HasSqlType<C::SqlType>,
    C: Expression + QueryFragment<DB>,
    V: ToSql<C::SqlType, DB>,
{
    fn walk_ast<'b>(&'b self, mut pass: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        self.column.walk_ast(pass.reborrow())?;
        pass.push_sql(" IN (");
        for (number, value) in self.values.iter().enumerate() {
            if number > 0 {
                pass.push_sql(", ");
            }
            pass.push_bind_param::<C::SqlType, V>(value)?;
        }
        pass.push_sql(")");
        Ok(())
    }
}
