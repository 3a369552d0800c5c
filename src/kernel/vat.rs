//! VAT, worked out once on an invoice's total and never line by line.

use crate::kernel::{Pence, pence::MoneyError, text_enum};

text_enum! {
    /// How a supply is taxed. The parties agree it for each leg and record why.
    pub enum VatTreatment {
        Standard = "standard",
        Reduced = "reduced",
        Zero = "zero",
        Exempt = "exempt",
        OutsideScope = "outside_scope",
    }
}

impl VatTreatment {
    /// The rate in whole per cent (Value Added Tax Act 1994, sections 2 and 29A).
    pub const fn percent(self) -> u8 {
        match self {
            Self::Standard => 20,
            Self::Reduced => 5,
            Self::Zero | Self::Exempt | Self::OutsideScope => 0,
        }
    }

    /// The name people read.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Standard => "Standard rate, 20%",
            Self::Reduced => "Reduced rate, 5%",
            Self::Zero => "Zero rate",
            Self::Exempt => "Exempt",
            Self::OutsideScope => "Outside the scope of VAT",
        }
    }
}

/// An amount with its VAT. However it was worked out, net and VAT make up gross to the penny.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct VatBreakdown {
    net: Pence,
    vat: Pence,
    gross: Pence,
}

impl VatBreakdown {
    /// VAT on top of a net total, to the nearest penny, half a penny going away from nothing.
    pub fn on_net(net: Pence, treatment: VatTreatment) -> Result<Self, MoneyError> {
        let vat = Pence::ratio_half_up(wide(net) * i128::from(treatment.percent()), 100)?;
        Self::of_parts(net, vat)
    }

    /// The VAT contained in a gross total: a sixth of it at 20%.
    ///
    /// This is how a supply paid for with another supply is taxed. Its value is the amount that makes up the
    /// consideration *with* the VAT on it (Value Added Tax Act 1994, section 19(3); HMRC manual VATVAL05200),
    /// so the value that the parties agreed for an in-kind leg includes the VAT.
    pub fn within_gross(gross: Pence, treatment: VatTreatment) -> Result<Self, MoneyError> {
        let percent = i128::from(treatment.percent());
        let vat = Pence::ratio_half_up(wide(gross) * percent, 100 + percent)?;
        Self::of_parts(gross.checked_sub(vat)?, vat)
    }

    /// A breakdown from its net and its VAT, as they were stored.
    pub fn of_parts(net: Pence, vat: Pence) -> Result<Self, MoneyError> {
        Ok(Self { net, vat, gross: net.checked_add(vat)? })
    }

    pub const fn net(self) -> Pence {
        self.net
    }

    pub const fn vat(self) -> Pence {
        self.vat
    }

    pub const fn gross(self) -> Pence {
        self.gross
    }
}

fn wide(amount: Pence) -> i128 {
    i128::from(amount.to_i64())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn pence(breakdown: Result<VatBreakdown, MoneyError>) -> (i64, i64, i64) {
        let breakdown = breakdown.unwrap();
        (breakdown.net().to_i64(), breakdown.vat().to_i64(), breakdown.gross().to_i64())
    }

    #[test]
    fn every_treatment_has_its_rate() {
        let table: Vec<String> = VatTreatment::ALL
            .iter()
            .map(|treatment| {
                let on = pence(VatBreakdown::on_net(Pence::from_i64(1_000), *treatment));
                let within = pence(VatBreakdown::within_gross(Pence::from_i64(1_000), *treatment));
                format!("{} {on:?} {within:?}", treatment.as_str())
            })
            .collect();

        assert_eq!(
            table,
            [
                "standard (1000, 200, 1200) (833, 167, 1000)",
                "reduced (1000, 50, 1050) (952, 48, 1000)",
                "zero (1000, 0, 1000) (1000, 0, 1000)",
                "exempt (1000, 0, 1000) (1000, 0, 1000)",
                "outside_scope (1000, 0, 1000) (1000, 0, 1000)",
            ]
        );
    }

    #[test]
    fn half_a_penny_of_vat_goes_up() {
        // 5% of 10p and of 30p is half a penny and one and a half.
        assert_eq!(pence(VatBreakdown::on_net(Pence::from_i64(10), VatTreatment::Reduced)), (10, 1, 11));
        assert_eq!(pence(VatBreakdown::on_net(Pence::from_i64(-10), VatTreatment::Reduced)), (-10, -1, -11));
        assert_eq!(pence(VatBreakdown::on_net(Pence::from_i64(30), VatTreatment::Reduced)), (30, 2, 32));
    }

    fn any_treatment() -> impl Strategy<Value = VatTreatment> {
        proptest::sample::select(VatTreatment::ALL)
    }

    proptest! {
        #[test]
        fn net_and_vat_make_up_gross(amount in -1_000_000_000_000_i64..1_000_000_000_000, treatment in any_treatment()) {
            let (net, vat, gross) = pence(VatBreakdown::within_gross(Pence::from_i64(amount), treatment));
            prop_assert_eq!((net + vat, gross), (amount, amount));

            let (net, vat, gross) = pence(VatBreakdown::on_net(Pence::from_i64(amount), treatment));
            prop_assert_eq!((net, net + vat), (amount, gross));
        }

        #[test]
        fn a_credit_note_mirrors_its_invoice(amount in 0_i64..1_000_000_000, treatment in any_treatment()) {
            for work_out in [VatBreakdown::on_net, VatBreakdown::within_gross] {
                let (net, vat, gross) = pence(work_out(Pence::from_i64(amount), treatment));
                prop_assert_eq!(pence(work_out(Pence::from_i64(-amount), treatment)), (-net, -vat, -gross));
            }
        }

        #[test]
        fn taking_vat_out_undoes_putting_it_on(amount in 0_i64..1_000_000_000, treatment in any_treatment()) {
            let on = VatBreakdown::on_net(Pence::from_i64(amount), treatment).unwrap();

            prop_assert_eq!(VatBreakdown::within_gross(on.gross(), treatment).unwrap(), on);
        }
    }
}
