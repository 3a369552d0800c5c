//! Supplier names: what they could mean, and what was decided.

use std::collections::BTreeMap;

use crate::access::{Capability, Member};
use crate::bodies;
use crate::kernel::ids::BodyId;
use crate::kernel::{Page, PageRequest, text};
use crate::reconciliation::ReconciliationError;
use crate::reconciliation::model::{DecisionView, Meaning, NameView, Tally};
use crate::reconciliation::names::{Candidate, Directory, Standing};
use crate::reconciliation::store::{lines, names};
use crate::storage::{Conn, StorageError};

/// How many bodies are suggested for a name.
const SUGGESTIONS: usize = 3;
/// How many bodies a search finds at most.
const MOST_FOUND: usize = 20;

/// Undecided names of which some body could be meant, those with the most money first.
pub fn suggested_names<C: Capability>(
    conn: &mut Conn,
    by: &Member<C>,
    search: &str,
    page: PageRequest,
) -> Result<Page<NameView>, StorageError> {
    let names = suggested(conn, by, search)?;
    Ok(page_of(names.into_iter().filter(|name| !name.suggestions.is_empty()).collect(), page))
}

/// Undecided names that look like no body, those with the most money first.
pub fn undecided_names<C: Capability>(
    conn: &mut Conn,
    by: &Member<C>,
    search: &str,
    page: PageRequest,
) -> Result<Page<NameView>, StorageError> {
    let names = suggested(conn, by, search)?;
    Ok(page_of(names.into_iter().filter(|name| name.suggestions.is_empty()).collect(), page))
}

/// How many undecided names look like a public body: those are for a person to confirm.
pub fn names_to_confirm<C: Capability>(conn: &mut Conn, by: &Member<C>) -> Result<usize, StorageError> {
    Ok(suggested(conn, by, "")?.iter().filter(|name| !name.suggestions.is_empty()).count())
}

/// Every undecided name with its suggestions. The directory is made once for all of them.
fn suggested<C: Capability>(
    conn: &mut Conn,
    by: &Member<C>,
    search: &str,
) -> Result<Vec<NameView>, StorageError> {
    let words: Vec<String> = text::words(search).iter().map(|word| word.to_uppercase()).collect();
    let names = lines::undecided_names(conn, by.body())?;
    if names.is_empty() {
        return Ok(Vec::new());
    }
    let directory = directory(conn, by)?;
    Ok(names
        .into_iter()
        .filter(|(key, ..)| words.iter().all(|word| key.contains(word.as_str())))
        .map(|(key, name, tally)| NameView {
            suggestions: directory.suggest(&name, SUGGESTIONS),
            key,
            name,
            tally,
        })
        .collect())
}

/// The bodies a supplier name can mean: all but the member's own.
fn directory<C: Capability>(conn: &mut Conn, by: &Member<C>) -> Result<Directory<BodyId>, StorageError> {
    let own = by.body();
    let all = bodies::queries::directory(conn)?;
    let candidate = |(key, name, is_current): (BodyId, String, bool)| Candidate {
        key,
        name,
        standing: if is_current { Standing::InForce } else { Standing::Former },
    };
    Ok(Directory::new(all.into_iter().filter(|(id, ..)| *id != own).map(candidate)))
}

/// One page of a list that is at hand whole.
pub fn page_of<T>(all: Vec<T>, page: PageRequest) -> Page<T> {
    let total = i64::try_from(all.len()).unwrap_or(i64::MAX);
    let start = usize::try_from(page.offset()).unwrap_or(usize::MAX);
    let size = usize::try_from(page.limit()).unwrap_or(usize::MAX);
    Page::new(all.into_iter().skip(start).take(size).collect(), page, total)
}

/// One supplier name of the body's own lines: what it could mean, and what was decided.
pub fn name<C: Capability>(
    conn: &mut Conn,
    by: &Member<C>,
    supplier_name: &str,
) -> Result<(NameView, Option<DecisionView>), ReconciliationError> {
    let key = lines::stored_key(supplier_name);
    let decided = names::find(conn, by.body(), &key)?;
    let on_lines = lines::name_of_key(conn, by.body(), &key)?;
    let (spelling, tally) = match (on_lines, &decided) {
        (Some(found), _) if !key.is_empty() => found,
        (_, Some(row)) => (row.supplier_name.clone(), Tally::default()),
        _ => return Err(ReconciliationError::NotFound),
    };
    let suggestions = directory(conn, by)?.suggest(&spelling, SUGGESTIONS);
    let decided =
        decided.map(|row| decision_views(conn, vec![row])).transpose()?.and_then(|mut one| one.pop());
    Ok((NameView { key, name: spelling, tally, suggestions }, decided))
}

/// What was decided about names, the latest first.
pub fn decisions<C: Capability>(
    conn: &mut Conn,
    by: &Member<C>,
    search: &str,
    page: PageRequest,
) -> Result<Page<DecisionView>, StorageError> {
    let (rows, total) = names::list(conn, by.body(), search, page)?;
    Ok(Page::new(decision_views(conn, rows)?, page, total))
}

fn decision_views(conn: &mut Conn, rows: Vec<names::NameRow>) -> Result<Vec<DecisionView>, StorageError> {
    let bodies = body_names(conn)?;
    let view = |row: names::NameRow| {
        let meaning = row.meaning();
        let body_name = match meaning {
            Meaning::Body(id) => bodies.get(&id).cloned().unwrap_or_default(),
            Meaning::NotABody => String::new(),
        };
        DecisionView {
            key: row.supplier_key,
            name: row.supplier_name,
            meaning,
            body_name,
            decided_by: row.decided_by,
            decided_at: row.decided_at,
        }
    };
    Ok(rows.into_iter().map(view).collect())
}

/// Bodies whose name holds every word of `search`, for a person who picks another than was suggested.
pub fn find_bodies<C: Capability>(
    conn: &mut Conn,
    by: &Member<C>,
    search: &str,
) -> Result<Vec<(BodyId, String)>, StorageError> {
    let words = text::words(search);
    if words.is_empty() {
        return Ok(Vec::new());
    }
    let fits = |name: &str| {
        let name = name.to_lowercase();
        words.iter().all(|word| name.contains(word.as_str()))
    };
    let all = bodies::queries::directory(conn)?;
    let found = all.into_iter().filter(|(id, name, _)| *id != by.body() && fits(name));
    Ok(found.map(|(id, name, _)| (id, name)).take(MOST_FOUND).collect())
}

/// The name of every body.
pub fn body_names(conn: &mut Conn) -> Result<BTreeMap<BodyId, String>, StorageError> {
    Ok(bodies::queries::directory(conn)?.into_iter().map(|(id, name, _)| (id, name)).collect())
}
