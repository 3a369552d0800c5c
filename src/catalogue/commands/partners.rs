//! Whom an owner means by the names of partners.

use crate::bodies;
use crate::catalogue::audience;
use crate::catalogue::draft::OfferDraft;
use crate::kernel::ids::BodyId;
use crate::storage::{StorageError, Tx};

/// The same draft with every partner that was named looked up.
pub(super) fn look_up(
    tx: &mut Tx<'_>,
    owner: BodyId,
    mut draft: OfferDraft,
) -> Result<OfferDraft, StorageError> {
    if !draft.partners.is_empty() {
        let names: Vec<String> =
            draft.partners.iter().map(|partner| partner.typed.trim().to_owned()).collect();
        let known = bodies::queries::called_or_like(tx.conn(), &names)?;
        audience::recognise(&mut draft.partners, owner, &known);
    }
    Ok(draft)
}
