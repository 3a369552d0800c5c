//! What offers refer to: the bodies and the taxonomy, and the words of their names. It changes rarely and all at once.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use chrono::NaiveDate;

use crate::bodies::model::Place;
use crate::bodies::region::Region;
use crate::bodies::{BodyKind, Distance, Position};
use crate::catalogue::model::Family;
use crate::catalogue::words::{BODY, Index, SERVICE};
use crate::kernel::ids::BodyId;

/// What is kept of one body, whether it offers anything or not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShelfBody {
    pub id: BodyId,
    pub name: String,
    pub kind: BodyKind,
    pub nation: String,
    pub region: String,
    /// Where it is, as far as the registers say.
    pub place: Option<Place>,
    /// The last day on which it exists; nothing while no end is known.
    pub valid_to: Option<NaiveDate>,
}

/// Every body and service by its place, as offers name them.
#[derive(Debug)]
pub(super) struct World {
    pub(super) bodies: Vec<ShelfBody>,
    pub(super) body_places: HashMap<BodyId, u32>,
    /// Which of all kinds each body is, by its place.
    pub(super) kinds: Vec<usize>,
    /// Which nation and which region each body is in, by its place; nothing that is there where no register says.
    pub(super) nation_of: Vec<u32>,
    pub(super) region_of: Vec<u32>,
    pub(super) nations: Vec<String>,
    pub(super) regions: Vec<String>,
    /// Where each body is, by its place.
    positions: Vec<Option<Position>>,
    /// The words of the bodies' names, by the bodies' places.
    pub(super) body_words: Index,
    pub(super) services: Vec<String>,
    /// The family of each service, by its place.
    pub(super) family_of: Vec<u32>,
    pub(super) service_places: HashMap<String, u32>,
    /// The words of the services' and their families' names, by the services' places.
    pub(super) service_words: Index,
    pub(super) families: Arc<[Family]>,
    /// Every nation and region that has a body.
    pub(super) places: Arc<[(String, String)]>,
}

impl World {
    pub(super) fn new(mut bodies: Vec<ShelfBody>, families: Vec<Family>) -> Self {
        bodies.sort_unstable_by_key(|body| body.id);
        let body_places = bodies.iter().zip(0..).map(|(body, place)| (body.id, place)).collect();
        let kind = |body: &ShelfBody| BodyKind::ALL.iter().position(|kind| *kind == body.kind);
        let kinds = bodies.iter().map(|body| kind(body).unwrap_or_default()).collect();
        let (nations, nation_of) = numbered(bodies.iter().map(|body| &body.nation));
        let (regions, region_of) = numbered(bodies.iter().map(|body| &body.region));
        let positions = bodies.iter().map(|body| body.place.and_then(Position::of)).collect();
        let mut body_words = Index::default();
        for (body, place) in bodies.iter().zip(0..) {
            body_words.add_name(place, &body.name, BODY);
        }
        let (mut services, mut family_of, mut service_words) = (Vec::new(), Vec::new(), Index::default());
        for (family, number) in families.iter().zip(0..) {
            for service in &family.services {
                let place = u32::try_from(services.len()).unwrap_or(u32::MAX);
                service_words.add_name(place, &format!("{}\n{}", service.name, family.name), SERVICE);
                services.push(service.code.clone());
                family_of.push(number);
            }
        }
        let service_places = services.iter().cloned().zip(0..).collect();
        let mut places: Vec<(String, String)> =
            bodies.iter().map(|body| (body.nation.clone(), body.region.clone())).collect();
        places.sort();
        places.dedup();
        Self {
            bodies,
            body_places,
            kinds,
            nation_of,
            region_of,
            nations,
            regions,
            positions,
            body_words,
            services,
            family_of,
            service_places,
            service_words,
            families: families.into(),
            places: places.into(),
        }
    }

    /// Whether it is made of these, in whatever order the bodies come.
    pub(super) fn is_of(&self, bodies: &[ShelfBody], families: &[Family]) -> bool {
        let known = |body: &ShelfBody| {
            let place = self.body_places.get(&body.id);
            place.and_then(|place| self.bodies.get(*place as usize)) == Some(body)
        };
        *self.families == *families && self.bodies.len() == bodies.len() && bodies.iter().all(known)
    }

    pub(super) fn body(&self, id: BodyId) -> Option<&ShelfBody> {
        self.bodies.get(*self.body_places.get(&id)? as usize)
    }

    pub(super) fn distance(&self, one: BodyId, other: BodyId) -> Option<Distance> {
        let position = |id| self.positions.get(*self.body_places.get(&id)? as usize).copied().flatten();
        Some(position(one)?.distance_to(position(other)?))
    }

    /// What lies around a body; nothing if there is no such body.
    pub(super) fn around(&self, id: BodyId) -> Option<Near> {
        let place = *self.body_places.get(&id)?;
        let own = self.positions.get(place as usize).copied().flatten();
        let distance = |other: &Option<Position>| Some(own?.distance_to((*other)?));
        let region = self.bodies.get(place as usize)?.region.parse::<Region>().ok();
        Some(Near {
            distances: self.positions.iter().map(distance).collect(),
            region,
            is_placed: own.is_some(),
        })
    }
}

/// Everything as one body sees it.
#[derive(Clone, Debug)]
pub(super) struct Near {
    /// How far each body is, by its place.
    distances: Vec<Option<Distance>>,
    pub(super) region: Option<Region>,
    /// Whether the registers say where it is.
    pub(super) is_placed: bool,
}

impl Near {
    pub(super) fn distance(&self, body: u32) -> Option<Distance> {
        self.distances.get(body as usize).copied().flatten()
    }
}

/// The names that occur, in order, and which of them each has.
fn numbered<'n>(names: impl Iterator<Item = &'n String> + Clone) -> (Vec<String>, Vec<u32>) {
    let all: BTreeMap<&String, u32> =
        names.clone().filter(|name| !name.is_empty()).collect::<BTreeSet<_>>().into_iter().zip(0..).collect();
    let numbers = names.map(|name| all.get(name).copied().unwrap_or(u32::MAX)).collect();
    (all.into_keys().cloned().collect(), numbers)
}
