//! Full-text search: one condition that composes with any other filter, and one expression to rank by. A reader's
//! words are only ever words: they are cut to letters and digits before either database sees them.

use diesel::expression::{AppearsOnTable, SelectableExpression, ValidGrouping, is_aggregate};
use diesel::pg::Pg;
use diesel::prelude::*;
use diesel::query_builder::{AstPass, QueryFragment, QueryId};
use diesel::sql_types::{Bool, Double, Text};
use diesel::sqlite::Sqlite;

use super::conn::MultiBackend;
use crate::kernel::text::words;

/// A table with full-text search. Its rows hold `title` and `text`; a word in the title counts for more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, QueryId)]
pub enum Index {
    Bodies,
}

impl Index {
    const fn table(self) -> &'static str {
        match self {
            Self::Bodies => "body_search",
        }
    }

    /// PostgreSQL's configuration: names are not stemmed.
    const fn language(self) -> &'static str {
        match self {
            Self::Bodies => "simple",
        }
    }
}

/// What somebody typed in a search box, in both databases' languages.
#[derive(Clone, Debug, QueryId)]
pub struct Words {
    index: Index,
    fts5: String,
    tsquery: String,
}

impl Words {
    /// `None` when nothing searchable was typed. Every word must occur; the last may be the start of one.
    pub fn parse(index: Index, raw: &str) -> Option<Self> {
        let words = words(raw);
        if words.is_empty() {
            return None;
        }
        let fts5: Vec<String> = words.iter().map(|word| format!("\"{word}\"")).collect();
        Some(Self { index, fts5: fts5.join(" ") + "*", tsquery: words.join(" & ") + ":*" })
    }

    /// The condition that a row of the index matches.
    pub fn matches(&self) -> Matches {
        Matches(self.clone())
    }

    /// How well a row matches: lower is better, so that it sorts ascending on both databases.
    pub fn rank(&self) -> Rank {
        Rank(self.clone())
    }
}

/// The condition made by [`Words::matches`]. The query must include the index's table.
#[derive(Clone, Debug, QueryId)]
pub struct Matches(Words);

impl Expression for Matches {
    type SqlType = Bool;
}

impl<G> ValidGrouping<G> for Matches {
    type IsAggregate = is_aggregate::Never;
}

impl<QS> AppearsOnTable<QS> for Matches {}
impl<QS> SelectableExpression<QS> for Matches {}

impl QueryFragment<Pg> for Matches {
    fn walk_ast<'b>(&'b self, mut pass: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        pass.unsafe_to_cache_prepared();
        pass.push_sql(self.0.index.table());
        pass.push_sql(".search @@ to_tsquery('");
        pass.push_sql(self.0.index.language());
        pass.push_sql("', ");
        pass.push_bind_param::<Text, _>(&self.0.tsquery)?;
        pass.push_sql(")");
        Ok(())
    }
}

impl QueryFragment<Sqlite> for Matches {
    fn walk_ast<'b>(&'b self, mut pass: AstPass<'_, 'b, Sqlite>) -> QueryResult<()> {
        pass.unsafe_to_cache_prepared();
        let table = self.0.index.table();
        pass.push_sql(table);
        pass.push_sql(".seq IN (SELECT rowid FROM ");
        pass.push_sql(table);
        pass.push_sql("_fts WHERE ");
        pass.push_sql(table);
        pass.push_sql("_fts MATCH ");
        pass.push_bind_param::<Text, _>(&self.0.fts5)?;
        pass.push_sql(")");
        Ok(())
    }
}

impl QueryFragment<MultiBackend> for Matches {
    fn walk_ast<'b>(&'b self, pass: AstPass<'_, 'b, MultiBackend>) -> QueryResult<()> {
        MultiBackend::walk_variant_ast(self, pass)
    }
}

/// The expression made by [`Words::rank`].
#[derive(Clone, Debug, QueryId)]
pub struct Rank(Words);

impl Expression for Rank {
    type SqlType = Double;
}

impl<G> ValidGrouping<G> for Rank {
    type IsAggregate = is_aggregate::Never;
}

impl<QS> AppearsOnTable<QS> for Rank {}
impl<QS> SelectableExpression<QS> for Rank {}

impl QueryFragment<Pg> for Rank {
    fn walk_ast<'b>(&'b self, mut pass: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        pass.unsafe_to_cache_prepared();
        pass.push_sql("(-ts_rank(");
        pass.push_sql(self.0.index.table());
        pass.push_sql(".search, to_tsquery('");
        pass.push_sql(self.0.index.language());
        pass.push_sql("', ");
        pass.push_bind_param::<Text, _>(&self.0.tsquery)?;
        pass.push_sql(")))");
        Ok(())
    }
}

impl QueryFragment<Sqlite> for Rank {
    fn walk_ast<'b>(&'b self, mut pass: AstPass<'_, 'b, Sqlite>) -> QueryResult<()> {
        pass.unsafe_to_cache_prepared();
        let table = self.0.index.table();
        // bm25() works only beside MATCH, so the rank is looked up by row.
        pass.push_sql("(SELECT bm25(");
        pass.push_sql(table);
        pass.push_sql("_fts, 5.0, 1.0) FROM ");
        pass.push_sql(table);
        pass.push_sql("_fts WHERE ");
        pass.push_sql(table);
        pass.push_sql("_fts MATCH ");
        pass.push_bind_param::<Text, _>(&self.0.fts5)?;
        pass.push_sql(" AND rowid = ");
        pass.push_sql(table);
        pass.push_sql(".seq)");
        Ok(())
    }
}

impl QueryFragment<MultiBackend> for Rank {
    fn walk_ast<'b>(&'b self, pass: AstPass<'_, 'b, MultiBackend>) -> QueryResult<()> {
        MultiBackend::walk_variant_ast(self, pass)
    }
}
