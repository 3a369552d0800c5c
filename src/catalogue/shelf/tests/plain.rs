//! The plainest way to search there is: one offer after the other, one condition after the other.

use super::made_up::{NOW, bodies, today};
use crate::bodies::{Distance, Position};
use crate::catalogue::filter::{CatalogueFilter, Pays, Sort};
use crate::catalogue::reader::earliest_start;
use crate::catalogue::shape::Shape;
use crate::catalogue::shelf::{Item, ShelfBody};
use crate::catalogue::whole::SizeBand;
use crate::catalogue::words::Sought;
use crate::kernel::ids::BodyId;
use crate::kernel::price::PriceKind;
use crate::kernel::{Month, Rate};

pub(super) fn body_of(id: BodyId) -> Option<ShelfBody> {
    bodies().into_iter().find(|body| body.id == id)
}

pub(super) fn distance(one: BodyId, other: BodyId) -> Option<Distance> {
    let position = |id| body_of(id)?.place.and_then(Position::of);
    Some(position(one)?.distance_to(position(other)?))
}

pub(super) fn start(item: &Item) -> Option<Month> {
    earliest_start((item.first_month, item.last_month), item.terms.lead_days, &item.full, today())
}

/// Whether an offer passes, one condition after the other.
pub(super) fn passes(item: &Item, filter: &CatalogueFilter) -> bool {
    let body = body_of(item.body).unwrap();
    let family = if item.service == "IT-1" { "IT" } else { "PAY" };
    let texts = [item.title.as_str(), &item.description, &item.service, family, &body.name];
    if !Sought::parse(&filter.words).is_in(&texts) {
        return false;
    }
    item.last_month >= Month::from_i32(NOW)
        && (filter.families.is_empty() || filter.families.iter().any(|code| code == family))
        && (filter.kinds.is_empty() || filter.kinds.contains(&body.kind))
        && (filter.pays.is_empty()
            || filter.pays.contains(&Pays::Cash) && item.takes.takes_cash()
            || filter.pays.contains(&Pays::InKind) && item.takes.takes_in_kind())
        && filter.service.as_ref().is_none_or(|code| *code == item.service)
        && filter.nation.as_ref().is_none_or(|nation| *nation == body.nation)
        && filter.region.as_ref().is_none_or(|region| *region == body.region)
        && filter.from.is_none_or(|month| item.first_month <= month && month <= item.last_month)
        && filter.least.is_none_or(|least| item.free_most >= least)
        && passes_for_reader(item, filter)
}

pub(super) fn passes_for_reader(item: &Item, filter: &CatalogueFilter) -> bool {
    let is_priced = |(from, to): (Option<Rate>, Option<Rate>)| {
        item.price_kind == Some(PriceKind::PerUnit)
            && price(item, filter)
                .is_some_and(|price| from.is_none_or(|from| from <= price) && to.is_none_or(|to| price <= to))
    };
    let near = filter.near.and_then(body_of);
    let away = near.as_ref().and_then(|near| distance(near.id, item.body));
    let is_reached =
        near.as_ref().is_none_or(|near| item.terms.reach.takes_in(&near.region, away) == Some(true));
    let has_place = near.is_some_and(|near| near.place.is_some());
    filter.unit.as_ref().is_none_or(|unit| *unit == item.unit)
        && filter.price_range().is_none_or(is_priced)
        && filter.start_by.is_none_or(|month| start(item).is_some_and(|start| start <= month))
        && filter.assurances.iter().all(|standard| item.terms.assurances.contains(standard))
        && filter.within.is_none_or(|miles| !has_place || away.is_some_and(|away| away.is_within(miles)))
        && (filter.reaching.is_none() || is_reached)
        && (filter.shapes.is_empty() || filter.shapes.contains(&shape(item)))
        && (filter.size.is_none() || item.sizes.is_none() || band(item, filter).is_some())
}

pub(super) fn shape(item: &Item) -> Shape {
    if item.sizes.is_some() { Shape::WholeService } else { Shape::Capacity }
}

fn band(item: &Item, filter: &CatalogueFilter) -> Option<Rate> {
    let (sizes, size) = item.sizes.as_ref().zip(filter.size)?;
    let takes = |band: &&SizeBand| sizes.measure == size.measure && band.up_to >= size.count;
    sizes.bands.iter().find(takes).map(|band| band.price)
}

fn price(item: &Item, filter: &CatalogueFilter) -> Option<Rate> {
    let (kind, price) = item.price_kind.zip(item.price)?;
    match (filter.size, filter.least) {
        (Some(_), _) if item.sizes.is_some() => band(item, filter),
        (_, Some(quantity)) if item.sizes.is_none() => Some(item.terms.tariff.average(kind, price, quantity)),
        _ => Some(price),
    }
}

/// What is asked for a month comes after what is asked for a unit.
fn a_month(item: &Item) -> i64 {
    i64::from(item.price_kind == Some(PriceKind::Fixed)) << 40
}

/// What an offer is ordered by, as far as it depends on the reader or the day.
pub(super) fn rank(item: &Item, filter: &CatalogueFilter) -> (bool, i64) {
    let near = filter.near.and_then(body_of);
    let first = |key: Option<i64>| (key.is_none(), key.unwrap_or(0));
    match filter.sort {
        Some(Sort::Distance) => {
            first(near.and_then(|near| distance(near.id, item.body)).map(|away| away.metres().into()))
        }
        Some(Sort::Soonest) => first(start(item).map(|month| month.to_i32().into())),
        Some(Sort::Price | Sort::PriceForMe) if filter.vat.is_none() || filter.sort == Some(Sort::Price) => {
            first(price(item, filter).map(|price| price.to_i64() + a_month(item)))
        }
        Some(Sort::PriceForMe) => first(
            filter
                .vat
                .zip(price(item, filter))
                .map(|(vat, price)| vat.cost(price, item.terms.vat).unwrap().total.to_i64() + a_month(item)),
        ),
        _ => (false, 0),
    }
}
