//! Rings that a body could be part of: who would have to serve whom so that everybody gets something, from the offers
//! and needs that are open now.
//!
//! Legs are found by the same rules as suggestions of pairs, for those who take and give services. Every leg becomes a
//! category of its own, and an offer is told once for each leg it could carry: in one ring a body gives one leg, so nothing
//! is given twice. The engine then finds every ring with the body in it, and the most that each can exchange.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use super::instance::{Body, Instance, Need, Offer, Reach, Rules};
use super::pool::{Circle, Pool};
use super::ring::Ring;
use super::single::{Capacity, best_single};
use crate::access::{Capability, Member};
use crate::catalogue::audience::View;
use crate::catalogue::filter::{CatalogueFilter, Pays, Sort};
use crate::catalogue::model::Offered;
use crate::catalogue::queries as catalogue;
use crate::catalogue::shelf::Shelf;
use crate::kernel::ids::{BodyId, NeedId, OfferId};
use crate::kernel::{Instant, PageRequest, Pence, Quantity, Rate, london};
use crate::needs::filter::{self as needs_filter, NeedFilter};
use crate::needs::fit::{Between, Served, serve};
use crate::needs::model::FoundNeed;
use crate::needs::queries;
use crate::needs::shelf::NeedShelf;
use crate::storage::{Conn, StorageError};

/// The most legs of a ring that is suggested: longer ones hardly ever come about.
const LONGEST: usize = 4;
/// How far the smallest leg may fall below the largest: a quarter, the rest is paid in cash.
const TOLERANCE_BP: i64 = 2_500;
/// The least a leg may be worth a month, in units of a rate: a hundred pounds.
const LEAST: i64 = 1_000_000;
/// How many rings are told.
const TOLD: usize = 5;
/// How many pages of open needs, and how many offers of one service, are looked at: the newest.
const PAGES: u32 = 10;

/// What one body of a ring would do for the next, every month.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SuggestedLeg {
    pub offer: OfferId,
    pub offer_title: String,
    pub need: NeedId,
    pub need_title: String,
    pub from: BodyId,
    pub from_name: String,
    pub to: BodyId,
    pub to_name: String,
    pub service_name: String,
    pub unit: String,
    pub units: Quantity,
    /// A month, without VAT.
    pub value: Pence,
}

/// Cash that evens a ring out, every month.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SuggestedPayment {
    pub payer_name: String,
    pub payee_name: String,
    pub amount: Pence,
}

/// A ring that could be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SuggestedRing {
    /// From what the body itself gives; each serves the one that gives the next, the last the body.
    pub legs: Vec<SuggestedLeg>,
    /// What all legs are worth a month.
    pub value: Pence,
    pub payments: Vec<SuggestedPayment>,
}

/// The rings of three and more with the member's body in them, those that exchange the most first; five at most. Swaps of
/// two are suggested as pairs. A ring with a leg that the body has dismissed stays away.
pub fn rings_with<C: Capability>(
    conn: &mut Conn,
    needs: &NeedShelf,
    by: &Member<C>,
    now: Instant,
) -> Result<Vec<SuggestedRing>, StorageError> {
    let shelf = needs.catalogue();
    let away = queries::dismissed(conn, by)?;
    let wanted = wanted(conn, needs, View::of(Some(by.body()), london::date(now)))?;
    let offered = offered(conn, shelf, by.body(), &wanted, now)?;
    let mut market = Market::new(shelf, &wanted, &offered, now);
    market.links.retain(|link| !away.contains(&(link.need.id, link.offer.id)));
    market.keep_near(by.body());
    Ok(market.rings(by.body()))
}

/// The open needs of those who would do a service in return, as far as the member may see them.
fn wanted(conn: &mut Conn, needs: &NeedShelf, view: View) -> Result<Vec<FoundNeed>, StorageError> {
    let filter = NeedFilter {
        pays: vec![Pays::InKind],
        sort: Some(needs_filter::Sort::Newest),
        ..NeedFilter::default()
    };
    let mut wanted = Vec::new();
    for number in 1..=PAGES {
        let page = PageRequest::new(number, PageRequest::MOST);
        let page = queries::find(conn, needs, &filter, view, page)?.page;
        let is_last = page.next_cursor().is_none();
        wanted.extend(page.items);
        if is_last {
            break;
        }
    }
    Ok(wanted)
}

/// The offers of services that somebody needs, of those who take a service in return and let the member see them.
fn offered(
    conn: &mut Conn,
    shelf: &Shelf,
    reader: BodyId,
    wanted: &[FoundNeed],
    now: Instant,
) -> Result<Vec<Offered>, StorageError> {
    let services: BTreeSet<&str> = wanted.iter().map(|need| need.content.service_code.as_str()).collect();
    let view = View::of(Some(reader), london::date(now));
    let mut ids = Vec::new();
    for service in services {
        let filter = CatalogueFilter {
            service: Some(service.to_owned()),
            pays: vec![Pays::InKind],
            sort: Some(Sort::Newest),
            ..CatalogueFilter::default()
        };
        let found = catalogue::find(conn, shelf, &filter, view, PageRequest::first(PageRequest::MOST))?;
        ids.extend(found.page.items.into_iter().map(|offer| offer.id));
    }
    catalogue::offered(conn, &ids)
}

/// An offer that could serve a need.
struct Link<'m> {
    offer: &'m Offered,
    need: &'m FoundNeed,
    served: Served,
}

/// Everything that could be done for something.
struct Market<'m> {
    links: Vec<Link<'m>>,
}

impl<'m> Market<'m> {
    fn new(shelf: &Shelf, wanted: &'m [FoundNeed], offered: &'m [Offered], now: Instant) -> Self {
        let mut by_service: BTreeMap<&str, Vec<&Offered>> = BTreeMap::new();
        for offer in offered {
            by_service.entry(offer.content.service_code.as_str()).or_default().push(offer);
        }
        let pairs = wanted.iter().flat_map(|need| {
            let offers = by_service.get(need.content.service_code.as_str()).into_iter().flatten();
            offers.map(move |offer| (need, *offer))
        });
        let links = pairs.filter_map(|(need, offer)| {
            let served = served(shelf, need, offer, now)?;
            Some(Link { offer, need, served })
        });
        Self { links: links.collect() }
    }

    /// Leaves out what is so far from a body that no ring reaches it.
    fn keep_near(&mut self, body: BodyId) {
        let given = self.steps(body, |link| (link.offer.body, link.need.body));
        let taken = self.steps(body, |link| (link.need.body, link.offer.body));
        self.links.retain(|link| {
            let around = given.get(&link.offer.body).zip(taken.get(&link.need.body));
            around.is_some_and(|(before, after)| before + 1 + after <= LONGEST)
        });
    }

    /// How many legs away every body is.
    fn steps(&self, from: BodyId, ends: impl Fn(&Link<'m>) -> (BodyId, BodyId)) -> BTreeMap<BodyId, usize> {
        let mut next: BTreeMap<BodyId, Vec<BodyId>> = BTreeMap::new();
        for (one, other) in self.links.iter().map(ends) {
            next.entry(one).or_default().push(other);
        }
        let mut steps = BTreeMap::from([(from, 0)]);
        let mut waiting = VecDeque::from([from]);
        while let Some(body) = waiting.pop_front() {
            let far = steps.get(&body).copied().unwrap_or(LONGEST);
            for other in next.get(&body).into_iter().flatten() {
                if far < LONGEST && !steps.contains_key(other) {
                    steps.insert(*other, far + 1);
                    waiting.push_back(*other);
                }
            }
        }
        steps
    }

    fn rings(&self, body: BodyId) -> Vec<SuggestedRing> {
        let instance = self.instance(body);
        let pool = Pool::new(&instance);
        let mut circles: Vec<&Circle> = pool
            .circles
            .iter()
            .filter(|circle| circle.legs().len() > 2 && pool.bodies_of(circle).contains(&0))
            .collect();
        circles.sort_by_key(|circle| (-circle.most, circle.legs().len(), circle.legs().to_vec()));
        let rings = circles.into_iter().filter_map(|circle| ring(&instance, &pool, circle));
        rings.take(TOLD).map(|ring| self.told(&ring)).collect()
    }

    /// The round of the engine: each link a category of its own, the body the first of all, amounts in units of a rate.
    fn instance(&self, body: BodyId) -> Instance {
        let ends = self.links.iter().flat_map(|link| [link.offer.body, link.need.body]);
        let others: BTreeSet<BodyId> = ends.filter(|other| *other != body).collect();
        let bodies: Vec<BodyId> = [body].into_iter().chain(others).collect();
        let places: BTreeMap<BodyId, u32> = bodies.iter().copied().zip(0..).collect();
        let place = |body: BodyId| places.get(&body).copied().unwrap_or_default();
        let offer = |(category, link): (u32, &Link<'_>)| Offer {
            id: link.offer.id.to_string(),
            body: place(link.offer.body),
            category,
            units: link.served.units,
            unit_pence: link.served.unit_price.to_i64(),
            reach: Reach::Everywhere,
        };
        let need = |(category, link): (u32, &Link<'_>)| Need {
            id: link.need.id.to_string(),
            body: place(link.need.body),
            category,
            units: link.served.units,
            max_unit_pence: link.served.unit_price.to_i64(),
            preferred: Vec::new(),
        };
        let of_body = |body: &BodyId| Body { id: body.to_string(), region: 0, blocked: Vec::new() };
        Instance {
            rules: Rules {
                max_length: LONGEST,
                tolerance_bp: TOLERANCE_BP,
                min_leg_pence: LEAST,
                max_rings: 1,
            },
            bodies: bodies.iter().map(of_body).collect(),
            offers: (0..).zip(&self.links).map(offer).collect(),
            needs: (0..).zip(&self.links).map(need).collect(),
            categories: self.links.iter().map(|link| link.need.id.to_string()).collect(),
            regions: vec![String::new()],
        }
    }

    /// A ring in the words of those who are in it.
    fn told(&self, ring: &Ring) -> SuggestedRing {
        let legs: Vec<SuggestedLeg> = ring
            .legs
            .iter()
            .filter_map(|leg| {
                let Link { offer, need, .. } = self.links.get(leg.offer as usize)?;
                Some(SuggestedLeg {
                    offer: offer.id,
                    offer_title: offer.content.title.clone(),
                    need: need.id,
                    need_title: need.content.title.clone(),
                    from: offer.body,
                    from_name: offer.body_name.clone(),
                    to: need.body,
                    to_name: need.body_name.clone(),
                    service_name: offer.content.service_name.clone(),
                    unit: offer.content.unit.clone(),
                    units: Quantity::from_whole(u32::try_from(leg.units).unwrap_or(u32::MAX)),
                    value: pence(leg.value_pence),
                })
            })
            .collect();
        let names: BTreeMap<u32, &str> =
            ring.legs.iter().zip(&legs).map(|(leg, told)| (leg.from, told.from_name.as_str())).collect();
        let name = |body: u32| names.get(&body).copied().unwrap_or_default().to_owned();
        let payment = |payment: &super::ring::Payment| SuggestedPayment {
            payer_name: name(payment.payer),
            payee_name: name(payment.payee),
            amount: pence(payment.pence),
        };
        let payments =
            ring.payments().iter().map(payment).filter(|payment| !payment.amount.is_zero()).collect();
        SuggestedRing { value: pence(ring.value()), payments, legs }
    }
}

/// What an offer could do for a need in a ring, if each side may know of the other.
fn served(shelf: &Shelf, need: &FoundNeed, offer: &Offered, now: Instant) -> Option<Served> {
    let today = london::date(now);
    let (taker, giver) = (View::of(Some(need.body), today), View::of(Some(offer.body), today));
    let know_of_each_other = offer.content.terms.audience.is_open(offer.body, taker)
        && need.content.audience.is_open(need.body, giver);
    if need.body == offer.body || !know_of_each_other {
        return None;
    }
    let between = Between {
        provider_region: &offer.region,
        consumer_region: &need.region,
        distance: shelf.distance(need.body, offer.body),
    };
    serve(&need.content, &offer.content, &offer.months, between, london::month(now))
}

fn ring(instance: &Instance, pool: &Pool, circle: &Circle) -> Option<Ring> {
    let capacity: Vec<Capacity> = pool.legs_of(circle).map(|leg| (leg.unit_pence, leg.most_units)).collect();
    let mut units = vec![0; capacity.len()];
    best_single(&capacity, &instance.rules, &mut units)?;
    Some(Ring::new(pool.legs_of(circle), &units))
}

/// To the nearest penny, half a penny going up.
fn pence(rate_units: i64) -> Pence {
    Rate::from_i64(rate_units.max(0)).times(Quantity::from_whole(1)).unwrap_or(Pence::ZERO)
}
