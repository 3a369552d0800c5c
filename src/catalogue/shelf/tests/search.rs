//! What is found, in which order, and what is counted.

use std::collections::HashMap;

use proptest::prelude::*;

use super::made_up::{a_filter, bodies, families, found, items, some_words, typed};
use super::plain::{passes, rank};
use crate::catalogue::filter::{CatalogueFilter, Reaching, Sort, Spelling};
use crate::catalogue::shelf::{Found, Item, Shelf};
use crate::kernel::ids::OfferId;

proptest! {
    #[test]
    fn a_search_finds_just_what_passes_and_each_count_is_what_choosing_it_would_leave(
        items in items(), filter in a_filter(), words in typed(),
    ) {
        let shelf = Shelf::new(items.clone(), bodies(), families()).unwrap();
        let filter = CatalogueFilter { words, spelling: Spelling::Exact, ..filter };

        let Found { ids, total, facets, .. } = found(&shelf, &filter);

        let count = |filter: &CatalogueFilter| {
            i64::try_from(items.iter().filter(|item| passes(item, filter)).count()).unwrap()
        };
        let mut expected: Vec<OfferId> =
            items.iter().filter(|item| passes(item, &filter)).map(|item| item.id).collect();
        let mut in_any_order = ids.clone();
        expected.sort();
        in_any_order.sort();
        prop_assert_eq!(in_any_order, expected);
        prop_assert_eq!(total, count(&filter));
        if matches!(filter.sort, Some(Sort::Distance | Sort::Soonest))
            || filter.sort == Some(Sort::PriceForMe) && filter.vat.is_some()
            || matches!(filter.sort, Some(Sort::Price | Sort::PriceForMe))
                && (filter.size.is_some() || filter.least.is_some())
        {
            let item = |id: &OfferId| items.iter().find(|item| item.id == *id).unwrap();
            let newest = |item: &Item| (std::cmp::Reverse(item.published_at), item.id);
            let mut in_order = ids.clone();
            in_order.sort_by_key(|id| (rank(item(id), &filter), newest(item(id))));
            prop_assert_eq!(ids, in_order);
        }
        for (code, _, left) in facets.families {
            prop_assert_eq!(left, count(&CatalogueFilter { families: vec![code], ..filter.clone() }));
        }
        for (kind, left) in facets.kinds {
            prop_assert_eq!(left, count(&CatalogueFilter { kinds: vec![kind], ..filter.clone() }));
        }
        for (shape, left) in facets.shapes {
            prop_assert_eq!(left, count(&CatalogueFilter { shapes: vec![shape], ..filter.clone() }));
        }
        for (pays, left) in facets.pays {
            prop_assert_eq!(left, count(&CatalogueFilter { pays: vec![pays], ..filter.clone() }));
        }
    }

    #[test]
    fn the_counts_that_depend_on_the_reader_are_what_choosing_would_leave(
        items in items(), filter in a_filter(), words in some_words(2),
    ) {
        let shelf = Shelf::new(items.clone(), bodies(), families()).unwrap();
        let filter = CatalogueFilter { words, spelling: Spelling::Exact, ..filter };

        let facets = found(&shelf, &filter).facets;

        let left = |change: &dyn Fn(&mut CatalogueFilter)| {
            let mut filter = filter.clone();
            change(&mut filter);
            i64::try_from(items.iter().filter(|item| passes(item, &filter)).count()).unwrap()
        };
        for (code, count) in facets.services {
            prop_assert_eq!(count, left(&|filter| filter.service = Some(code.clone())));
        }
        for (nation, count) in facets.nations {
            prop_assert_eq!(count, left(&|filter| filter.nation = Some(nation.clone())));
        }
        for (region, count) in facets.regions {
            prop_assert_eq!(count, left(&|filter| filter.region = Some(region.clone())));
        }
        for unit in ["payslip", "audit day", "hour", "service"] {
            let counted = facets.units.iter().find(|(known, _)| known == unit).map_or(0, |(_, count)| *count);
            prop_assert_eq!(counted, left(&|filter| filter.unit = Some(unit.to_owned())));
        }
        for band in facets.prices {
            prop_assert_eq!(band.offers, left(&|filter| {
                (filter.price_from, filter.price_to) = (Some(band.from), Some(band.to));
            }));
        }
        for (month, count) in facets.starts {
            prop_assert_eq!(count, left(&|filter| filter.start_by = Some(month)));
        }
        for (least, count) in facets.least {
            prop_assert_eq!(count, left(&|filter| filter.least = Some(least)));
        }
        for (miles, count) in facets.within {
            prop_assert_eq!(count, left(&|filter| filter.within = Some(miles)));
        }
        for (standard, count) in facets.assurances {
            prop_assert_eq!(count, left(&|filter| filter.assurances.push(standard)));
        }
        if let Some(count) = facets.reaching {
            prop_assert_eq!(count, left(&|filter| filter.reaching = Some(Reaching::Us)));
        }
    }

    #[test]
    fn a_shelf_that_followed_every_change_is_the_same_as_one_made_anew(
        before in items(), after in items(), filter in a_filter(), words in typed(),
    ) {
        let filter = CatalogueFilter { words, ..filter };
        let mut followed = Shelf::new(before.clone(), bodies(), families()).unwrap();
        let mut changed: HashMap<OfferId, Option<Item>> = before.iter().map(|item| (item.id, None)).collect();
        changed.extend(after.iter().map(|item| (item.id, Some(item.clone()))));

        let kept = followed.clone();
        followed.follow(changed.into_iter().collect()).unwrap();

        let anew = Shelf::new(after, bodies(), families()).unwrap();
        prop_assert_eq!(found(&followed, &filter), found(&anew, &filter));
        prop_assert_eq!(followed.len(), anew.len());
        // Whoever was reading meanwhile reads on as it was.
        let before = Shelf::new(before, bodies(), families()).unwrap();
        prop_assert_eq!(found(&kept, &filter), found(&before, &filter));
    }
}
