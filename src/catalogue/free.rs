//! What an offer has free from some month on, in as few figures as are true.

use crate::kernel::{Month, Quantity};

/// What is free first, and when it is the most.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FreeFrom {
    /// The first month with anything free, and how much that is.
    pub first: (Month, Quantity),
    /// The first of the months with the most, where that is more.
    pub most: Option<(Month, Quantity)>,
    /// Whether less than at first is free in some later month.
    pub dips: bool,
}

impl FreeFrom {
    /// Of months in their order; nothing where nothing is free in any.
    pub fn of(months: impl Iterator<Item = (Month, Quantity)>) -> Option<Self> {
        let mut months = months.skip_while(|(_, free)| free.is_zero());
        let first = months.next()?;
        let mut told = Self { first, most: None, dips: false };
        for (month, free) in months {
            told.dips |= free < first.1;
            if free > told.most.map_or(first.1, |(_, most)| most) {
                told.most = Some((month, free));
            }
        }
        Some(told)
    }

    /// The same of an offer with so much free in every month but some.
    pub fn but_for(
        (start, last): (Month, Month),
        usual: Quantity,
        others: &[(Month, Quantity)],
    ) -> Option<Self> {
        if start > last {
            return None;
        }
        let other = |month| others.iter().find(|(other, _)| *other == month).map(|(_, free)| *free);
        Self::of(start.through(last).map(|month| (month, other(month).unwrap_or(usual))))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(free: &[u32]) -> Option<String> {
        let from: Month = "2027-01".parse().unwrap();
        let months = from.through(from.plus(30)).zip(free.iter().map(|free| Quantity::from_whole(*free)));
        let told = FreeFrom::of(months)?;
        let (month, first) = told.first;
        let most = told.most.map(|(month, most)| format!(", {most} from {}", month.iso()));
        let dips = if told.dips { ", dips" } else { "" };
        Some(format!("{first} from {}{}{dips}", month.iso(), most.unwrap_or_default()))
    }

    #[test]
    fn what_is_free_first_and_most_is_told_with_its_months() {
        assert_eq!(told(&[]), None);
        assert_eq!(told(&[0, 0]), None);
        assert_eq!(told(&[60, 60]).unwrap(), "60 from 2027-01");
        assert_eq!(told(&[0, 0, 60, 60, 120, 90]).unwrap(), "60 from 2027-03, 120 from 2027-05");
        assert_eq!(told(&[60, 0, 70, 120]).unwrap(), "60 from 2027-01, 120 from 2027-04, dips");
    }

    #[test]
    fn months_that_are_not_named_have_as_much_as_usual() {
        let month = |raw: &str| raw.parse::<Month>().unwrap();
        let (five, nine) = (Quantity::from_whole(5), Quantity::from_whole(9));

        let told = FreeFrom::but_for((month("2027-02"), month("2027-12")), nine, &[(month("2027-02"), five)]);

        let expected =
            FreeFrom { first: (month("2027-02"), five), most: Some((month("2027-03"), nine)), dips: false };
        assert_eq!(told, Some(expected));
        assert_eq!(FreeFrom::but_for((month("2027-02"), month("2027-01")), nine, &[]), None);
    }
}
