//! What lists and pages show of offers, kept from one reader to the next for as long as nothing has touched the offer.
//! [`super::Shelves`] lets go of it in the same moment in which it puts the change on the shelf. What is asked for least
//! goes first when there is too much (S3-FIFO: Yang and others, SOSP 2023).

use std::sync::{Arc, OnceLock};

use quick_cache::sync::Cache;

use super::attachment::Attachment;
use super::audience::View;
use super::model::{FoundOffer, OfferView, PublicAnswer};
use crate::kernel::ids::OfferId;
use crate::kernel::london;

/// About two kilobytes each.
const MOST_CARDS: usize = 8_192;
/// About five kilobytes each.
const MOST_PAGES: usize = 4_096;

/// An offer and its documents, as everybody sees them who may and is not its owner.
#[derive(Clone, Debug)]
pub struct SeenOffer {
    pub offer: OfferView,
    pub documents: Vec<Attachment>,
    /// What its provider has answered for everybody, once somebody has asked for it.
    answers: OnceLock<Vec<PublicAnswer>>,
}

impl SeenOffer {
    pub fn new(offer: OfferView, documents: Vec<Attachment>) -> Self {
        Self { offer, documents, answers: OnceLock::new() }
    }

    /// Reads what its provider has answered for everybody, if nobody has since the offer was touched: a new answer
    /// touches it.
    pub fn read_answers<E>(
        &self,
        read: impl FnOnce(OfferId) -> Result<Vec<PublicAnswer>, E>,
    ) -> Result<(), E> {
        if self.answers.get().is_none() {
            let answers = read(self.offer.id)?;
            self.answers.get_or_init(|| answers);
        }
        Ok(())
    }

    /// What its provider has answered for everybody, once it was [read](Self::read_answers).
    pub fn answers(&self) -> &[PublicAnswer] {
        self.answers.get().map_or(&[], Vec::as_slice)
    }

    /// Whether this is what a reader sees: the owner sees more, and some see nothing yet.
    pub(super) fn is_for(&self, view: View) -> bool {
        let OfferView { body, published, left_at, .. } = &self.offer;
        let view = view.until(left_at.map(london::date));
        let audience = published.as_ref().map(|version| &version.content.terms.audience);
        view.reader != Some(*body) && audience.is_some_and(|audience| audience.is_open(*body, view))
    }
}

#[derive(Debug)]
pub(super) struct Kept {
    pub(super) cards: Cache<OfferId, Arc<FoundOffer>>,
    pub(super) pages: Cache<OfferId, Arc<SeenOffer>>,
}

impl Default for Kept {
    fn default() -> Self {
        Self { cards: Cache::new(MOST_CARDS), pages: Cache::new(MOST_PAGES) }
    }
}

impl Kept {
    pub(super) fn forget(&self, touched: &[OfferId]) {
        for id in touched {
            self.cards.remove(id);
            self.pages.remove(id);
        }
    }

    pub(super) fn forget_all(&self) {
        self.cards.clear();
        self.pages.clear();
    }
}
