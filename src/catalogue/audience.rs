//! Who may see an offer, and from which day: its own body first, then named partners, then every body, then everybody.

use chrono::NaiveDate;

use super::draft::{OfferDraft, TypedPartner};
use super::named_partners::partners;
use crate::kernel::ids::BodyId;
use crate::kernel::{FieldError, FieldErrors, Instant, london, text_enum};

pub use super::named_partners::recognise;

/// The most partners that an offer names.
pub const MOST_PARTNERS: usize = 20;

/// Who looks at the catalogue, and on which day in London.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct View {
    /// The body that the reader acts for; nothing for visitors.
    pub reader: Option<BodyId>,
    pub today: NaiveDate,
}

impl View {
    /// What everybody sees.
    pub const fn public(today: NaiveDate) -> Self {
        Self { reader: None, today }
    }

    pub const fn of(reader: Option<BodyId>, today: NaiveDate) -> Self {
        Self { reader, today }
    }

    /// What the reader saw by a day, or sees today if that comes first.
    pub fn until(self, day: Option<NaiveDate>) -> Self {
        Self { today: day.map_or(self.today, |day| day.min(self.today)), ..self }
    }
}

/// A body by its id, with the name it had.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct NamedBody {
    pub id: BodyId,
    pub name: String,
}

text_enum! {
    /// Whether everybody sees an offer at once.
    pub enum AudienceKind {
        Everyone = "everyone",
        Steps = "steps",
    }
}

impl AudienceKind {
    /// The name people read.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Everyone => "Everybody, as soon as it is published",
            Self::Steps => "Step by step, or only some",
        }
    }

    /// What it means, in a sentence.
    pub const fn hint(self) -> &'static str {
        match self {
            Self::Everyone => "It can be found by every body and by visitors who are not signed in",
            Self::Steps => {
                "Your own body sees it first. You say from when partners, all bodies and everybody do"
            }
        }
    }
}

/// Who may see an offer.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Audience {
    #[default]
    Everyone,
    Steps(Opening),
}

/// The day from which each circle sees an offer; none of them before it, and never without one. No circle comes before one
/// that it holds.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Opening {
    pub partners: Vec<NamedBody>,
    pub partners_from: Option<NaiveDate>,
    pub bodies_from: Option<NaiveDate>,
    pub public_from: Option<NaiveDate>,
}

impl Audience {
    /// Whether somebody sees an offer of `owner` that says this.
    pub fn is_open(&self, owner: BodyId, view: View) -> bool {
        match self {
            Self::Everyone => true,
            Self::Steps(opening) => view.reader == Some(owner) || opening.is_open(view),
        }
    }

    /// The first day on which everybody sees it; `None` if that day never comes.
    pub fn public_from(&self) -> Option<NaiveDate> {
        match self {
            Self::Everyone => NaiveDate::from_ymd_opt(1900, 1, 1),
            Self::Steps(opening) => opening.public_from,
        }
    }

    /// Since when everybody sees what was published then: the beginning of the day on which it opens to them, if that is
    /// later. Nothing if that day never comes.
    pub fn public_since(&self, published_at: Instant) -> Option<Instant> {
        match self {
            Self::Everyone => Some(published_at),
            Self::Steps(opening) => opening.public_since(published_at),
        }
    }

    /// Since when a reader sees what `owner` published then: the beginning of the day on which it opens to them, if that is
    /// later. Nothing if that day never comes.
    pub fn seen_since(
        &self,
        owner: BodyId,
        reader: Option<BodyId>,
        published_at: Instant,
    ) -> Option<Instant> {
        match self {
            Self::Steps(opening) if reader != Some(owner) => opening.seen_since(reader, published_at),
            _ => Some(published_at),
        }
    }

    /// The steps, if there are any.
    pub const fn steps(&self) -> Option<&Opening> {
        match self {
            Self::Everyone => None,
            Self::Steps(opening) => Some(opening),
        }
    }

    /// What was typed. Every mistake goes to `errors`.
    pub(super) fn of(draft: &OfferDraft, errors: &mut FieldErrors) -> Option<Self> {
        match errors.keep(kind(&draft.audience))? {
            AudienceKind::Everyone => Some(Self::Everyone),
            AudienceKind::Steps => Opening::of(draft, errors).map(Self::Steps),
        }
    }

    /// What it says, as somebody would have typed it.
    pub(super) fn typed(&self) -> OfferDraft {
        let Some(Opening { partners, partners_from, bodies_from, public_from }) = self.steps() else {
            return OfferDraft { audience: AudienceKind::Everyone.as_str().into(), ..OfferDraft::default() };
        };
        let day = |day: &Option<NaiveDate>| day.map(|day| day.to_string()).unwrap_or_default();
        let partner = |body: &NamedBody| TypedPartner {
            typed: body.name.clone(),
            body: Some(body.clone()),
            ..TypedPartner::default()
        };
        OfferDraft {
            audience: AudienceKind::Steps.as_str().to_owned(),
            partners: partners.iter().map(partner).collect(),
            partners_from: day(partners_from),
            bodies_from: day(bodies_from),
            public_from: day(public_from),
            ..OfferDraft::default()
        }
    }
}

impl Opening {
    /// The first day on which a reader of another body, or a visitor, sees it.
    pub fn opens(&self, reader: Option<BodyId>) -> Option<NaiveDate> {
        let is_partner = reader.is_some_and(|reader| self.partners.iter().any(|body| body.id == reader));
        let partners = self.partners_from.filter(|_| is_partner);
        let bodies = self.bodies_from.filter(|_| reader.is_some());
        [partners, bodies, self.public_from].into_iter().flatten().min()
    }

    /// [`Audience::public_since`], of these steps.
    pub fn public_since(&self, published_at: Instant) -> Option<Instant> {
        self.public_from.map(|day| published_at.max(london::start_of_day(day)))
    }

    /// [`Audience::seen_since`], of these steps and a reader who is not the owner.
    pub fn seen_since(&self, reader: Option<BodyId>, published_at: Instant) -> Option<Instant> {
        self.opens(reader).map(|day| published_at.max(london::start_of_day(day)))
    }

    pub fn is_open(&self, view: View) -> bool {
        self.opens(view.reader).is_some_and(|day| day <= view.today)
    }

    fn of(draft: &OfferDraft, errors: &mut FieldErrors) -> Option<Self> {
        let partners = partners(&draft.partners, errors);
        let mut from = |field: &str, who: &str, raw: &str| errors.keep(day(field, who, raw));
        let partners_from = from("partners_from", "these partners see it", &draft.partners_from);
        let bodies_from = from("bodies_from", "every body sees it", &draft.bodies_from);
        let public_from = from("public_from", "everybody sees it", &draft.public_from);
        let opening = Self {
            partners: partners?,
            partners_from: partners_from?,
            bodies_from: bodies_from?,
            public_from: public_from?,
        };
        let flaw = opening.flaw();
        if let Some(flaw) = flaw {
            errors.push(flaw);
            return None;
        }
        Some(opening)
    }

    fn flaw(&self) -> Option<FieldError> {
        let Self { partners, partners_from, bodies_from, public_from } = self;
        let required = |field, message| Some(FieldError::required(field, message));
        let early = |field, message| Some(FieldError::out_of_range(field, message));
        match (partners.is_empty(), partners_from, bodies_from, public_from) {
            (false, None, _, _) => required("partners_from", "Enter the day from which these bodies see it"),
            (true, Some(_), _, _) => required("partners", "Name the bodies that see it from that day"),
            (_, None, None, None) => required(
                "bodies_from",
                "Enter a day for at least one of them, or nobody else will ever see it",
            ),
            (_, Some(one), Some(next), _) if next < one => {
                early("bodies_from", "Other bodies cannot see it before the partners you name")
            }
            (_, _, Some(one), Some(next)) | (_, Some(one), None, Some(next)) if next < one => {
                early("public_from", "The public cannot see it before others do")
            }
            _ => None,
        }
    }
}

/// The kind that was chosen; everybody where nothing was.
pub(super) fn kind(raw: &str) -> Result<AudienceKind, FieldError> {
    if raw.is_empty() {
        return Ok(AudienceKind::Everyone);
    }
    raw.parse().map_err(|_| FieldError::unknown("audience", "Choose who may see the offer"))
}

fn day(field: &str, who: &str, raw: &str) -> Result<Option<NaiveDate>, FieldError> {
    if raw.trim().is_empty() {
        return Ok(None);
    }
    let day = raw.trim().parse::<NaiveDate>();
    let message = format!("The day from which {who} must be a date, like 4 November 2026");
    day.map(Some).map_err(|_| FieldError::invalid(field, message))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn named(name: &str) -> NamedBody {
        NamedBody { id: BodyId::new(), name: name.into() }
    }

    #[test]
    fn each_circle_sees_it_from_its_day_and_not_before() {
        let (owner, partner, stranger) = (BodyId::new(), named("Northmoor"), BodyId::new());
        let audience = Audience::Steps(Opening {
            partners: vec![partner.clone()],
            partners_from: Some(date("2026-12-01")),
            bodies_from: Some(date("2026-12-15")),
            public_from: Some(date("2027-01-01")),
        });
        let readers = [Some(owner), Some(partner.id), Some(stranger), None];
        let table: Vec<String> = ["2026-11-30", "2026-12-01", "2026-12-14", "2026-12-15", "2027-01-01"]
            .iter()
            .map(|day| {
                let sees = readers.map(|reader| audience.is_open(owner, View::of(reader, date(day))));
                format!("{day}: {}", sees.map(|sees| if sees { "sees" } else { "-" }).join(" "))
            })
            .collect();

        insta::assert_snapshot!(table.join("\n"), @"
        2026-11-30: sees - - -
        2026-12-01: sees sees - -
        2026-12-14: sees sees - -
        2026-12-15: sees sees sees -
        2027-01-01: sees sees sees sees
        ");
    }

    #[test]
    fn a_circle_without_a_day_never_sees_it() {
        let (owner, partner) = (BodyId::new(), named("Northmoor"));
        let audience = Audience::Steps(Opening {
            partners: vec![partner.clone()],
            partners_from: Some(date("2026-12-01")),
            ..Opening::default()
        });

        let sees = |reader| audience.is_open(owner, View::of(reader, NaiveDate::MAX));
        assert!(sees(Some(partner.id)) && !sees(Some(BodyId::new())) && !sees(None));
        assert_eq!(audience.public_from(), None);
    }

    #[test]
    fn it_is_public_since_it_was_published_or_since_the_day_it_opened_if_that_was_later() {
        let published: Instant = "2026-07-01T09:30:00Z".parse().unwrap();
        let since = |public_from: Option<&str>| {
            let opening = Opening { public_from: public_from.map(date), ..Opening::default() };
            Audience::Steps(opening).public_since(published).map(Instant::to_rfc3339)
        };

        assert_eq!(Audience::Everyone.public_since(published), Some(published));
        assert_eq!(since(Some("2026-06-01")).unwrap(), published.to_rfc3339());
        // Midnight in London is an hour before midnight in UTC in summer.
        assert!(since(Some("2026-07-02")).unwrap().starts_with("2026-07-01T23:00:00"));
        assert_eq!(since(None), None);
    }

    #[test]
    fn a_reader_sees_it_since_it_opened_to_them_and_its_owner_since_it_was_published() {
        let published: Instant = "2026-07-01T09:30:00Z".parse().unwrap();
        let [owner, other] = [BodyId::new(), BodyId::new()];
        let opening = Opening {
            bodies_from: Some(date("2026-07-10")),
            public_from: Some(date("2027-01-01")),
            ..Opening::default()
        };
        let since = |reader: Option<BodyId>| {
            Audience::Steps(opening.clone()).seen_since(owner, reader, published).map(london::date)
        };

        assert_eq!(since(Some(owner)), Some(date("2026-07-01")));
        assert_eq!(since(Some(other)), Some(date("2026-07-10")));
        assert_eq!(since(None), Some(date("2027-01-01")));
        assert_eq!(Audience::Everyone.seen_since(owner, None, published), Some(published));
    }

    #[test]
    fn days_that_do_not_follow_each_other_are_told() {
        let message = |days: [&str; 3], partner: &str| {
            let body = Some(named(partner)).filter(|_| partner != "Nowhere");
            let draft = OfferDraft {
                audience: "steps".into(),
                partners: vec![TypedPartner { typed: partner.into(), body, ..TypedPartner::default() }],
                partners_from: days[0].into(),
                bodies_from: days[1].into(),
                public_from: days[2].into(),
                ..OfferDraft::default()
            };
            let mut errors = FieldErrors::default();
            Audience::of(&draft, &mut errors);
            errors.0.first().map(|error| error.field.clone()).unwrap_or_default()
        };

        assert_eq!(message(["2026-12-01", "2026-12-02", "2026-12-02"], "Northmoor"), "");
        assert_eq!(message(["", "", ""], "Northmoor"), "partners_from");
        assert_eq!(message(["2026-12-01", "", ""], ""), "partners");
        assert_eq!(message(["", "", ""], ""), "bodies_from");
        assert_eq!(message(["2026-12-02", "2026-12-01", ""], "Northmoor"), "bodies_from");
        assert_eq!(message(["2026-12-02", "", "2026-12-01"], "Northmoor"), "public_from");
        assert_eq!(message(["2026-12-01", "soon", ""], "Northmoor"), "bodies_from");
        assert_eq!(message(["2026-12-01", "", ""], "Nowhere"), "partners");
    }
}
