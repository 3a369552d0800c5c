//! What a month costs, from the signed price and the quantity the consumer accepted. Nothing else counts: not
//! the offer, not what was delivered but disputed.

use crate::kernel::{Pence, Quantity, Rate, pence::MoneyError, text_enum};

use super::vat::{VatBreakdown, VatTreatment};

text_enum! {
    /// What a price is a price of.
    pub enum PriceKind {
        /// So much a month, whatever the quantity.
        Fixed = "fixed",
        /// So much for each unit that was accepted.
        PerUnit = "per_unit",
    }
}

text_enum! {
    /// How a leg is paid for.
    pub enum Settlement {
        Cash = "cash",
        /// With another service, at the value the parties agreed.
        InKind = "in_kind",
    }
}

impl PriceKind {
    /// The name people read.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Fixed => "Fixed price a month",
            Self::PerUnit => "Price for each unit",
        }
    }
}

impl Settlement {
    /// The name people read.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Cash => "Cash",
            Self::InKind => "In kind",
        }
    }
}

/// The price of a leg as it was signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SignedPrice {
    pub kind: PriceKind,
    pub price: Rate,
    pub settlement: Settlement,
    pub vat: VatTreatment,
}

impl SignedPrice {
    /// The charge for one month in which the consumer accepted `accepted` units.
    ///
    /// A cash price is net and VAT goes on top; the agreed value of an in-kind leg already has its VAT in it.
    pub fn charge(&self, accepted: Quantity) -> Result<VatBreakdown, MoneyError> {
        let amount = self.amount(accepted)?;
        match self.settlement {
            Settlement::Cash => VatBreakdown::on_net(amount, self.vat),
            Settlement::InKind => VatBreakdown::within_gross(amount, self.vat),
        }
    }

    fn amount(&self, accepted: Quantity) -> Result<Pence, MoneyError> {
        match self.kind {
            PriceKind::Fixed => self.price.times(Quantity::from_whole(1)),
            PriceKind::PerUnit => self.price.times(accepted),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn signed(kind: PriceKind, price: &str, settlement: Settlement) -> SignedPrice {
        SignedPrice {
            kind,
            price: Rate::parse("price", price).unwrap(),
            settlement,
            vat: VatTreatment::Standard,
        }
    }

    #[test]
    fn the_price_kind_and_the_settlement_decide() {
        let table: Vec<String> = [PriceKind::Fixed, PriceKind::PerUnit]
            .into_iter()
            .flat_map(|kind| [Settlement::Cash, Settlement::InKind].map(|settlement| (kind, settlement)))
            .map(|(kind, settlement)| {
                let charge = signed(kind, "4.42", settlement).charge(Quantity::from_whole(250)).unwrap();
                let (net, vat, gross) = (charge.net(), charge.vat(), charge.gross());
                format!("{} {}: {net} + {vat} = {gross}", kind.as_str(), settlement.as_str())
            })
            .collect();

        assert_eq!(
            table,
            [
                "fixed cash: £4.42 + £0.88 = £5.30",
                "fixed in_kind: £3.68 + £0.74 = £4.42",
                "per_unit cash: £1,105.00 + £221.00 = £1,326.00",
                "per_unit in_kind: £920.83 + £184.17 = £1,105.00",
            ]
        );
    }

    #[test]
    fn nothing_accepted_costs_nothing_by_the_unit_and_the_same_when_fixed() {
        let charge = |kind| signed(kind, "100", Settlement::Cash).charge(Quantity::ZERO).unwrap().net();

        assert_eq!(charge(PriceKind::PerUnit), Pence::ZERO);
        assert_eq!(charge(PriceKind::Fixed), Pence::from_i64(10_000));
    }

    proptest! {
        #[test]
        fn accepting_more_never_costs_less(price in 0_i64..100_000_000, less in 0_i64..1_000_000, more in 0_i64..1_000_000) {
            let terms = SignedPrice {
                kind: PriceKind::PerUnit, price: Rate::from_i64(price), settlement: Settlement::Cash,
                vat: VatTreatment::Standard,
            };

            let small = terms.charge(Quantity::from_i64(less)).unwrap();
            let large = terms.charge(Quantity::from_i64(less + more)).unwrap();

            prop_assert!(small.gross() <= large.gross());
        }
    }
}
