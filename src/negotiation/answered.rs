//! The need that a proposal answers, and which offers can answer it.

use chrono::NaiveDate;

use super::error::NegotiationError;
use crate::catalogue::OfferContent;
use crate::catalogue::audience::{Audience, View};
use crate::catalogue::model::{OfferBrief, Offered};
use crate::catalogue::shape::Shape;
use crate::catalogue::whole::WholeService;
use crate::kernel::ids::{BodyId, NeedId};
use crate::needs::{self, NeedContent, NeedError, NeedState};
use crate::storage::Conn;

/// A need as everybody sees it: what was last published.
#[derive(Clone, Debug)]
pub struct AnsweredNeed {
    pub id: NeedId,
    pub body: BodyId,
    pub body_name: String,
    pub state: NeedState,
    /// The version of its row, for whoever closes it.
    pub version: i64,
    pub content: NeedContent,
}

/// What decides whether an offer can answer a need.
#[derive(Clone, Copy, Debug)]
pub struct Candidate<'o> {
    pub owner: BodyId,
    pub title: &'o str,
    pub service_code: &'o str,
    pub shape: Shape,
    pub audience: &'o Audience,
}

impl AnsweredNeed {
    /// The need as `view` may see it, once it was published; any other does not exist.
    pub fn find(conn: &mut Conn, view: View, id: NeedId) -> Result<Option<Self>, NegotiationError> {
        let need = match needs::queries::need(conn, view, id) {
            Ok(need) => need,
            Err(NeedError::Storage(error)) => return Err(error.into()),
            Err(_) => return Ok(None),
        };
        Ok(need.published.map(|published| Self {
            id,
            body: need.body,
            body_name: need.body_name,
            state: need.state,
            version: need.version,
            content: published.content,
        }))
    }

    /// The need for its owner, who sees it on any day; nothing where `owner` is not.
    pub fn of_owner(conn: &mut Conn, owner: BodyId, id: NeedId) -> Result<Option<Self>, NegotiationError> {
        let need = Self::find(conn, View::of(Some(owner), NaiveDate::MIN), id)?;
        Ok(need.filter(|need| need.body == owner))
    }

    pub fn is_open(&self) -> bool {
        self.state == NeedState::Published
    }

    /// Whether a body can answer it at all.
    pub fn can_be_answered_by(&self, body: BodyId) -> Result<(), NegotiationError> {
        if self.body == body {
            Err(NegotiationError::OwnNeed)
        } else if self.is_open() {
            Ok(())
        } else {
            Err(NegotiationError::NeedNotOpen)
        }
    }

    /// Why an offer cannot answer it; nothing if it can. The need's owner must see the offer, as it stands on that day.
    pub fn flaw(&self, offer: Candidate<'_>, today: chrono::NaiveDate) -> Option<NegotiationError> {
        if offer.service_code != self.content.service_code {
            return Some(NegotiationError::OtherService(self.content.service_name.clone()));
        }
        if offer.shape != self.content.shape {
            return Some(NegotiationError::OtherShape(match self.content.shape {
                Shape::WholeService => "a whole service",
                Shape::Capacity => "capacity by unit",
            }));
        }
        if !offer.audience.is_open(offer.owner, View::of(Some(self.body), today)) {
            let (offer, reader) = (offer.title.to_owned(), self.body_name.clone());
            return Some(NegotiationError::NotOpenTo { offer, reader });
        }
        None
    }
}

impl<'o> From<&'o OfferBrief> for Candidate<'o> {
    fn from(offer: &'o OfferBrief) -> Self {
        Self {
            owner: offer.body,
            title: &offer.title,
            service_code: &offer.service_code,
            shape: shape(offer.whole.as_ref()),
            audience: &offer.terms.audience,
        }
    }
}

impl<'o> From<&'o Offered> for Candidate<'o> {
    fn from(offer: &'o Offered) -> Self {
        let content: &OfferContent = &offer.content;
        Self {
            owner: offer.body,
            title: &content.title,
            service_code: &content.service_code,
            shape: shape(content.whole.as_ref()),
            audience: &content.terms.audience,
        }
    }
}

const fn shape(whole: Option<&WholeService>) -> Shape {
    if whole.is_some() { Shape::WholeService } else { Shape::Capacity }
}
