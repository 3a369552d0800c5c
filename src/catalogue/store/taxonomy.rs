//! Families and their services.

use diesel::prelude::*;

use crate::catalogue::model::{Family, Service};
use crate::storage::schema::{service_families, services};
use crate::storage::{Conn, Json, Native, StorageError, Tx};

#[derive(Queryable, Selectable)]
#[diesel(table_name = services)]
struct ServiceRow {
    code: String,
    name: String,
    cpv_code: String,
    cpv_name: String,
    units: Json,
}

fn service(row: ServiceRow, family_code: &str, family_name: &str) -> Result<Service, StorageError> {
    Ok(Service {
        code: row.code,
        name: row.name,
        family_code: family_code.to_owned(),
        family_name: family_name.to_owned(),
        cpv_code: row.cpv_code,
        cpv_name: row.cpv_name,
        units: row.units.read()?,
    })
}

pub(in crate::catalogue) fn find(conn: &mut Conn, code: &str) -> Result<Option<Service>, StorageError> {
    let found: Option<(ServiceRow, String, String)> = services::table
        .inner_join(service_families::table)
        .filter(services::code.eq(code))
        .select((ServiceRow::as_select(), service_families::code, service_families::name))
        .first(conn)
        .optional()?;
    found.map(|(row, code, name)| service(row, &code, &name)).transpose()
}

/// Every family with its services, both in the order of the taxonomy.
pub(in crate::catalogue) fn families(conn: &mut Conn) -> Result<Vec<Family>, StorageError> {
    let rows: Vec<(ServiceRow, String, String)> = services::table
        .inner_join(service_families::table)
        .order((service_families::position, services::code))
        .select((ServiceRow::as_select(), service_families::code, service_families::name))
        .load(conn)?;
    let mut families: Vec<Family> = Vec::new();
    for (row, code, name) in rows {
        let service = service(row, &code, &name)?;
        match families.last_mut() {
            Some(family) if family.code == code => family.services.push(service),
            _ => families.push(Family { code, name, services: vec![service] }),
        }
    }
    Ok(families)
}

pub(in crate::catalogue) fn put_family(
    tx: &mut Tx<'_>,
    code: &str,
    name: &str,
    position: i32,
) -> Result<(), StorageError> {
    Native(
        diesel::insert_into(service_families::table)
            .values((
                service_families::code.eq(code),
                service_families::name.eq(name),
                service_families::position.eq(position),
            ))
            .on_conflict(service_families::code)
            .do_update()
            .set((service_families::name.eq(name), service_families::position.eq(position))),
    )
    .execute(tx.conn())?;
    Ok(())
}

pub(in crate::catalogue) fn put_service(tx: &mut Tx<'_>, service: &Service) -> Result<(), StorageError> {
    let said = (
        services::family_code.eq(&service.family_code),
        services::name.eq(&service.name),
        services::cpv_code.eq(&service.cpv_code),
        services::cpv_name.eq(&service.cpv_name),
        services::units.eq(Json::of(&service.units)?),
    );
    Native(
        diesel::insert_into(services::table)
            .values((services::code.eq(&service.code), said.clone()))
            .on_conflict(services::code)
            .do_update()
            .set(said),
    )
    .execute(tx.conn())?;
    Ok(())
}
