//! Loading the taxonomy of services.

use crate::access::System;
use crate::catalogue::error::CatalogueError;
use crate::catalogue::store::taxonomy as store;
use crate::catalogue::taxonomy;
use crate::kernel::FieldError;
use crate::kernel::FieldErrors;
use crate::storage::Tx;

/// Loads the taxonomy, or brings it up to date; answers how many services it holds. Services that the file no longer
/// names stay, because offers and agreements may name them.
pub fn load_taxonomy(tx: &mut Tx<'_>, _: System, csv: &str) -> Result<usize, CatalogueError> {
    let services = taxonomy::read(csv)
        .map_err(|flaw| FieldErrors::from(FieldError::invalid("taxonomy", flaw.to_string())))?;
    let families = services.chunk_by(|one, next| one.family_code == next.family_code);
    for (position, family) in (0..).zip(families) {
        if let Some(first) = family.first() {
            store::put_family(tx, &first.family_code, &first.family_name, position)?;
        }
        for service in family {
            store::put_service(tx, service)?;
        }
    }
    Ok(services.len())
}
