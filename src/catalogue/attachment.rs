//! Documents beside an offer: a specification, a rate card, a picture of the room. They are the owner's own, are seen
//! by whoever sees the offer, and are only ever downloaded.

use sha2::{Digest, Sha256};

use super::file_kind::FileKind;
use super::file_name;
use crate::audit::chain::hex;
use crate::kernel::ids::AttachmentId;
use crate::kernel::{FieldError, FieldErrors, Instant};

const MEBIBYTE: usize = 1024 * 1024;

/// The most bytes of one document.
pub const MOST_BYTES: usize = 10 * MEBIBYTE;
/// The most documents beside one offer.
pub const MOST_OF_OFFER: usize = 10;
/// The most bytes of all documents of one body.
pub const MOST_BYTES_OF_BODY: i64 = 100 * 1024 * 1024;

/// The most bytes of all documents of one body together with those that earlier versions of its offers still list.
pub const MOST_BYTES_KEPT: i64 = 3 * MOST_BYTES_OF_BODY;

/// A document as a version lists it: whoever could see the version can have it for as long.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct ListedDocument {
    pub name: String,
    pub kind: FileKind,
    pub size_bytes: i64,
    pub sha256: String,
}

impl From<Attachment> for ListedDocument {
    fn from(document: Attachment) -> Self {
        let Attachment { name, kind, size_bytes, sha256, .. } = document;
        Self { name, kind, size_bytes, sha256 }
    }
}

/// A document, without its content.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attachment {
    pub id: AttachmentId,
    pub name: String,
    pub kind: FileKind,
    pub size_bytes: i64,
    pub sha256: String,
    pub added_by: String,
    pub added_at: Instant,
}

/// A document that somebody sends, once its content is known to be something we take.
#[derive(Clone, Debug)]
pub struct Upload {
    pub(super) name: String,
    pub(super) kind: FileKind,
    pub(super) sha256: String,
    pub(super) bytes: Vec<u8>,
}

impl Upload {
    /// Looks into the file: what we do not take is refused here, before anything is kept.
    pub fn parse(name: &str, bytes: Vec<u8>) -> Result<Self, FieldErrors> {
        let refused = |message: String| FieldErrors::from(FieldError::invalid("file", message));
        if bytes.len() > MOST_BYTES {
            return Err(refused("This file is larger than 10 MB. Make it smaller or split it".to_owned()));
        }
        let kind = FileKind::of(&bytes).map_err(|flaw| refused(flaw.to_string()))?;
        let sha256 = hex(&Sha256::digest(&bytes));
        Ok(Self { name: file_name::clean(name, kind), kind, sha256, bytes })
    }

    pub(super) fn size_bytes(&self) -> i64 {
        i64::try_from(self.bytes.len()).unwrap_or(i64::MAX)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_measured_before_it_is_looked_into() {
        let mut bytes = b"%PDF-1.7\n".to_vec();
        bytes.resize(MOST_BYTES, b' ');
        assert!(Upload::parse("plan.pdf", bytes.clone()).is_ok());
        bytes.push(b' ');
        let errors = Upload::parse("plan.pdf", bytes).unwrap_err();
        assert!(errors.of("file").is_some_and(|message| message.contains("larger than 10 MB")));
    }
}
