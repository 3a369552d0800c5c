//! What the registers say of bodies, loaded and written a batch at a time.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use diesel::prelude::*;

use crate::bodies::kind::BodyKind;
use crate::bodies::model::DomainSource;
use crate::bodies::register_row::{RegisterRow, vesting_date};
use crate::bodies::state::BodyState;
use crate::kernel::Instant;
use crate::kernel::ids::BodyId;
use crate::storage::schema::{bodies, body_domains, body_identifiers, body_search, successor_codes};
use crate::storage::{Conn, Native, StorageError, Tx, both};

/// The columns of a body that a register fills.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = bodies, treat_none_as_default_value = false, treat_none_as_null = true)]
pub(in crate::bodies) struct RegisteredColumns {
    import_key: String,
    name: String,
    kind: BodyKind,
    register_kind: String,
    nation: String,
    region: String,
    latitude: Option<String>,
    longitude: Option<String>,
    website: Option<String>,
    valid_from: Option<NaiveDate>,
    valid_to: Option<NaiveDate>,
    notes: String,
}

/// Everything a register says of one body: equal when an import would change nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::bodies) struct Registered {
    pub(in crate::bodies) columns: RegisteredColumns,
    /// Scheme and code.
    identifiers: BTreeSet<(String, String)>,
    domain: Option<String>,
    successors: BTreeSet<String>,
}

impl Registered {
    pub(in crate::bodies) fn of(row: &RegisterRow) -> Self {
        let own = row.code.iter().map(|code| (row.scheme.clone(), code.clone()));
        let others = row.other_codes.iter().map(|other| (other.scheme.clone(), other.code.clone()));
        Self {
            identifiers: own.chain(others).collect(),
            domain: row.website.as_ref().map(|website| website.host.clone()),
            successors: row.successors.iter().cloned().collect(),
            columns: RegisteredColumns {
                import_key: row.import_key(),
                name: row.name.clone(),
                kind: row.kind,
                register_kind: row.register_kind.clone(),
                nation: row.nation.clone(),
                region: row.region.clone(),
                latitude: row.place.map(|place| place.latitude.to_string()),
                longitude: row.place.map(|place| place.longitude.to_string()),
                website: row.website.as_ref().map(|website| website.address.clone()),
                valid_from: row.valid_from,
                valid_to: row.valid_to,
                notes: row.notes.clone(),
            },
        }
    }

    pub(in crate::bodies) fn key(&self) -> &str {
        &self.columns.import_key
    }
}

#[derive(Insertable)]
#[diesel(table_name = bodies, treat_none_as_default_value = false)]
struct NewBody {
    id: BodyId,
    #[diesel(embed)]
    columns: RegisteredColumns,
    state: BodyState,
    version: i64,
    updated_at: Instant,
}

#[derive(Insertable)]
#[diesel(table_name = body_identifiers, treat_none_as_default_value = false)]
struct IdentifierRow<'a> {
    body_id: BodyId,
    scheme: &'a str,
    code: &'a str,
    valid_from: Option<NaiveDate>,
    valid_to: Option<NaiveDate>,
}

#[derive(Insertable)]
#[diesel(table_name = body_domains)]
struct DomainRow<'a> {
    body_id: BodyId,
    domain: &'a str,
    source: DomainSource,
}

#[derive(Insertable)]
#[diesel(table_name = successor_codes, treat_none_as_default_value = false)]
struct SuccessorRow<'a> {
    predecessor_id: BodyId,
    code: &'a str,
    vesting_date: Option<NaiveDate>,
}

#[derive(Insertable)]
#[diesel(table_name = body_search)]
struct SearchRow<'a> {
    body_id: BodyId,
    title: &'a str,
    text: String,
}

/// What is stored of the bodies with these import keys, by key.
pub(in crate::bodies) fn load(
    conn: &mut Conn,
    keys: &[String],
) -> Result<BTreeMap<String, (BodyId, Registered)>, StorageError> {
    let columns: Vec<(BodyId, RegisteredColumns)> = bodies::table
        .filter(bodies::import_key.eq_any(keys.to_vec()))
        .select((bodies::id, RegisteredColumns::as_select()))
        .load(conn)?;
    let ids: Vec<BodyId> = columns.iter().map(|(id, _)| *id).collect();
    let mut identifiers: BTreeMap<BodyId, BTreeSet<(String, String)>> = BTreeMap::new();
    let rows: Vec<(BodyId, String, String)> = body_identifiers::table
        .filter(body_identifiers::body_id.eq_any(ids.clone()))
        .select((body_identifiers::body_id, body_identifiers::scheme, body_identifiers::code))
        .load(conn)?;
    for (id, scheme, code) in rows {
        identifiers.entry(id).or_default().insert((scheme, code));
    }
    let mut domains: BTreeMap<BodyId, String> = body_domains::table
        .filter(body_domains::body_id.eq_any(ids.clone()))
        .filter(body_domains::source.eq(DomainSource::Register))
        .select((body_domains::body_id, body_domains::domain))
        .load::<(BodyId, String)>(conn)?
        .into_iter()
        .collect();
    let mut successors: BTreeMap<BodyId, BTreeSet<String>> = BTreeMap::new();
    let rows: Vec<(BodyId, String)> = successor_codes::table
        .filter(successor_codes::predecessor_id.eq_any(ids))
        .select((successor_codes::predecessor_id, successor_codes::code))
        .load(conn)?;
    for (id, code) in rows {
        successors.entry(id).or_default().insert(code);
    }
    let whole = columns.into_iter().map(|(id, columns)| {
        let key = columns.import_key.clone();
        let registered = Registered {
            columns,
            identifiers: identifiers.remove(&id).unwrap_or_default(),
            domain: domains.remove(&id),
            successors: successors.remove(&id).unwrap_or_default(),
        };
        (key, (id, registered))
    });
    Ok(whole.collect())
}

/// Writes bodies that are not there yet, all in `state`.
pub(in crate::bodies) fn insert(
    tx: &mut Tx<'_>,
    new: &[(BodyId, Registered)],
    state: BodyState,
    now: Instant,
) -> Result<(), StorageError> {
    if new.is_empty() {
        return Ok(());
    }
    let rows: Vec<NewBody> = new
        .iter()
        .map(|(id, it)| NewBody { id: *id, columns: it.columns.clone(), state, version: 1, updated_at: now })
        .collect();
    both!(tx.conn(), |c| diesel::insert_into(bodies::table).values(&rows).execute(c))?;
    let search: Vec<SearchRow<'_>> = new
        .iter()
        .map(|(id, it)| SearchRow { body_id: *id, title: &it.columns.name, text: search_text(it) })
        .collect();
    both!(tx.conn(), |c| diesel::insert_into(body_search::table).values(&search).execute(c))?;
    insert_parts(tx, new)
}

/// Replaces what a register said of a body before. Its state, and domains that an operator added, stay.
pub(in crate::bodies) fn replace(
    tx: &mut Tx<'_>,
    changed: &[(BodyId, Registered)],
    now: Instant,
) -> Result<(), StorageError> {
    for (id, registered) in changed {
        diesel::update(bodies::table.find(*id))
            .set((&registered.columns, bodies::version.eq(bodies::version + 1), bodies::updated_at.eq(now)))
            .execute(tx.conn())?;
        diesel::update(body_search::table.filter(body_search::body_id.eq(*id)))
            .set((
                body_search::title.eq(&registered.columns.name),
                body_search::text.eq(search_text(registered)),
            ))
            .execute(tx.conn())?;
        diesel::delete(body_identifiers::table.filter(body_identifiers::body_id.eq(*id)))
            .execute(tx.conn())?;
        diesel::delete(successor_codes::table.filter(successor_codes::predecessor_id.eq(*id)))
            .execute(tx.conn())?;
        diesel::delete(body_domains::table.filter(body_domains::body_id.eq(*id)))
            .filter(body_domains::source.eq(DomainSource::Register))
            .execute(tx.conn())?;
    }
    insert_parts(tx, changed)
}

/// The identifiers, domain and successors of bodies that have none stored.
fn insert_parts(tx: &mut Tx<'_>, bodies: &[(BodyId, Registered)]) -> Result<(), StorageError> {
    let mut identifiers = Vec::new();
    let mut successors = Vec::new();
    for (id, it) in bodies {
        let (valid_from, valid_to) = (it.columns.valid_from, it.columns.valid_to);
        identifiers.extend(it.identifiers.iter().map(|(scheme, code)| IdentifierRow {
            body_id: *id,
            scheme,
            code,
            valid_from,
            valid_to,
        }));
        let vesting_date = valid_to.and_then(vesting_date);
        successors.extend(it.successors.iter().map(|code| SuccessorRow {
            predecessor_id: *id,
            code,
            vesting_date,
        }));
        if let Some(domain) = &it.domain {
            // An operator may have added the same domain before the register had it.
            let row = DomainRow { body_id: *id, domain, source: DomainSource::Register };
            Native(
                diesel::insert_into(body_domains::table)
                    .values(&row)
                    .on_conflict((body_domains::domain, body_domains::body_id))
                    .do_update()
                    .set(body_domains::source.eq(DomainSource::Register)),
            )
            .execute(tx.conn())?;
        }
    }
    if !identifiers.is_empty() {
        both!(tx.conn(), |c| diesel::insert_into(body_identifiers::table).values(&identifiers).execute(c))?;
    }
    if !successors.is_empty() {
        both!(tx.conn(), |c| diesel::insert_into(successor_codes::table).values(&successors).execute(c))?;
    }
    Ok(())
}

/// What a search looks through beside the name: the name in plain words, so that both databases cut it alike, and
/// every code.
fn search_text(registered: &Registered) -> String {
    let name = &registered.columns.name;
    let plain = name.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let codes = registered.identifiers.iter().map(|(_, code)| code.as_str());
    plain.chain(codes).collect::<Vec<_>>().join(" ")
}
