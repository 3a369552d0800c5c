//! Whom an owner means by the names of partners.

use crate::bodies;
use crate::catalogue::audience::NamedBody;
use crate::catalogue::draft::{OfferDraft, TypedPartner};
use crate::kernel::ids::BodyId;
use crate::storage::{StorageError, Tx};

/// The same draft with every partner that was named looked up: by its id, or by the name it has. One that two bodies have
/// the name of, or the owner itself, is nobody.
pub(super) fn look_up(
    tx: &mut Tx<'_>,
    owner: BodyId,
    mut draft: OfferDraft,
) -> Result<OfferDraft, StorageError> {
    if draft.partners.is_empty() {
        return Ok(draft);
    }
    let names: Vec<String> = draft.partners.iter().map(|partner| partner.typed.trim().to_owned()).collect();
    let found = bodies::queries::called(tx.conn(), &names)?;
    for TypedPartner { typed, body } in &mut draft.partners {
        let mut meant = found.iter().filter(|(id, name)| {
            *id != owner && (id.to_string() == typed.trim() || name.eq_ignore_ascii_case(typed.trim()))
        });
        *body = match (meant.next(), meant.next()) {
            (Some((id, name)), None) => Some(NamedBody { id: *id, name: name.clone() }),
            _ => None,
        };
    }
    Ok(draft)
}
