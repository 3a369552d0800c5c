//! Whom an owner means by the names of partners.

use crate::bodies;
use crate::catalogue::audience;
use crate::catalogue::typed_audience::TypedAudience;
use crate::kernel::ids::BodyId;
use crate::storage::{StorageError, Tx};

/// The same audience with every partner that was named looked up.
pub fn look_up_partners(
    tx: &mut Tx<'_>,
    owner: BodyId,
    mut typed: TypedAudience,
) -> Result<TypedAudience, StorageError> {
    if !typed.partners.is_empty() {
        let names: Vec<String> =
            typed.partners.iter().map(|partner| partner.typed.trim().to_owned()).collect();
        let known = bodies::queries::called_or_like(tx.conn(), &names)?;
        audience::recognise(&mut typed.partners, owner, &known);
    }
    Ok(typed)
}
