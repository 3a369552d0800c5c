//! What an offer costs one reader: the price it asks, and the VAT on it that this reader cannot recover.
//!
//! Two offers at the same price differ for whoever cannot recover VAT, so offers are compared on what they cost net of
//! the VAT that is recovered. How far a body recovers VAT depends on what it uses the service for, which nobody here can
//! know. So everything is an assumption: it is shown with its result, and the reader can change it.

use crate::kernel::pence::MoneyError;
use crate::kernel::vat::VatTreatment;
use crate::kernel::{FieldError, Rate, text_enum};

text_enum! {
    /// How far a body recovers the VAT it is charged.
    pub enum VatProfile {
        /// Refunded under section 33 of the Value Added Tax Act 1994.
        Section33 = "section_33",
        /// Refunded under section 33E, as bodies are that the Treasury names, on what they do without charging for it.
        Section33E = "section_33e",
        /// Refunded under section 41, on the services that the Treasury lists and no others (HMRC manual VATGPB9720).
        ContractedOut = "contracted_out",
        /// Input tax on what is used for exempt supplies is not recovered.
        Partial = "partial",
    }
}

impl VatProfile {
    /// The name people read.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Section33 => "We recover all VAT (section 33 refunds)",
            Self::Section33E => "We recover VAT on non-business work (section 33E refunds)",
            Self::ContractedOut => "We recover VAT on listed services only (section 41)",
            Self::Partial => "We recover hardly any VAT (mostly exempt)",
        }
    }

    /// What is assumed of a body with this profile, in a sentence.
    pub const fn assumption(self) -> &'static str {
        match self {
            Self::Section33 => "We assume that all VAT on this service is refunded to you.",
            Self::Section33E => {
                "We assume that you are named for refunds under section 33E and would use this service for non-business work \
                 alone, so that all its VAT is refunded to you."
            }
            Self::ContractedOut => {
                "We assume that this service is not on the Treasury’s list of contracted-out services, so that none of \
                 its VAT is refunded to you. Your finance team knows whether it is."
            }
            Self::Partial => {
                "We assume that you would use this service for exempt or non-business work, so that you recover none of \
                 its VAT."
            }
        }
    }

    /// How much of the VAT is assumed to be recovered, unless the reader says otherwise.
    pub const fn recovered(self) -> Percent {
        match self {
            Self::Section33 | Self::Section33E => Percent(100),
            Self::ContractedOut | Self::Partial => Percent(0),
        }
    }
}

text_enum! {
    /// Headings of the Treasury's list of contracted-out services, by their numbers. Whether a service falls under one is
    /// never ours to say: the reader may, and prices follow.
    pub enum VatHeading {
        Accounting = "1",
        Computing = "14",
        Interpretation = "28",
        Maintenance = "37",
        Messengers = "40",
        Training = "65",
    }
}

impl VatHeading {
    /// The name people read.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Accounting => "Heading 1: accounting, invoicing and related services",
            Self::Computing => "Heading 14: computer services to the recipient’s specification",
            Self::Interpretation => "Heading 28: interpretation",
            Self::Maintenance => "Heading 37: maintenance",
            Self::Messengers => "Heading 40: messengers, porters and reception",
            Self::Training => "Heading 65: training",
        }
    }

    /// What is assumed then, in a sentence.
    pub fn assumption(self) -> String {
        format!(
            "If this service falls under heading {} of the Treasury’s list of contracted-out services, as you say, its VAT \
             is refunded to you. We do not check that: your finance team knows.",
            self.as_str()
        )
    }
}

/// Whole per cent, 0 to 100.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Percent(u8);

impl Percent {
    pub fn parse(field: &str, raw: &str) -> Result<Self, FieldError> {
        let digits = raw.trim().trim_end_matches('%').trim_end();
        let number = digits.parse::<u8>().ok().filter(|number| *number <= 100);
        let message = "Enter how much VAT you recover in whole per cent, 0 to 100";
        number.map(Self).ok_or_else(|| FieldError::out_of_range(field, message))
    }

    pub const fn to_u8(self) -> u8 {
        self.0
    }
}

/// Everything that is assumed of a reader.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct VatAssumptions {
    pub profile: VatProfile,
    pub recovered: Percent,
    /// The heading that the reader says the service falls under, for whom that counts.
    pub heading: Option<VatHeading>,
    /// How an offer is taken to be taxed that proposes no treatment.
    pub unstated: VatTreatment,
}

impl VatAssumptions {
    /// What is assumed unless the reader says otherwise: an offer that says nothing of VAT is taken to be taxed at the
    /// standard rate, as a supply in competition with others is (HMRC manual VATGPB8860).
    pub const fn of(profile: VatProfile) -> Self {
        Self { profile, recovered: profile.recovered(), heading: None, unstated: VatTreatment::Standard }
    }

    /// The same of a service that the reader says falls under a heading: whoever is refunded the VAT on listed services is
    /// refunded all of it. To anybody else it makes no difference.
    #[must_use]
    pub fn under(self, heading: Option<VatHeading>) -> Self {
        match (self.profile, heading) {
            (VatProfile::ContractedOut, Some(_)) => Self { heading, recovered: Percent(100), ..self },
            _ => self,
        }
    }

    /// What one unit, or one month at a fixed price, costs this reader.
    pub fn cost(&self, price: Rate, proposed: Option<VatTreatment>) -> Result<PriceForMe, MoneyError> {
        let treatment = proposed.unwrap_or(self.unstated);
        let lost_percent = i64::from(treatment.percent()) * i64::from(100 - self.recovered.0);
        let ten_thousandths =
            price.to_i64().checked_mul(lost_percent).and_then(|part| part.checked_add(5_000));
        let lost = ten_thousandths.ok_or(MoneyError::Overflow)? / 10_000;
        let total = price.to_i64().checked_add(lost).ok_or(MoneyError::Overflow)?;
        Ok(PriceForMe {
            price,
            vat_lost: Rate::from_i64(lost),
            total: Rate::from_i64(total),
            treatment,
            is_stated: proposed.is_some(),
        })
    }
}

/// A price, and the VAT on it that stays with the reader, to the nearest ten-thousandth of a pound, half of one going
/// up. An invoice works VAT out on its total, so many units can differ from this by a penny.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PriceForMe {
    pub price: Rate,
    pub vat_lost: Rate,
    pub total: Rate,
    pub treatment: VatTreatment,
    /// Whether the offer proposes the treatment; else it is assumed.
    pub is_stated: bool,
}

impl PriceForMe {
    /// "£4.40 + VAT you cannot recover £0.88 = £5.28 for you".
    pub fn in_words(&self) -> String {
        let Self { price, vat_lost, total, .. } = self;
        match (self.treatment.percent(), vat_lost.is_zero()) {
            (0, _) => format!("{total} for you: no VAT on it"),
            (_, true) => format!("{total} for you: you recover the VAT"),
            (_, false) => format!("{price} + VAT you cannot recover {vat_lost} = {total} for you"),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn rate(text: &str) -> Rate {
        Rate::parse("price", text).unwrap()
    }

    #[test]
    fn what_is_lost_depends_on_the_reader_and_on_the_treatment() {
        let treatments = VatTreatment::ALL.iter().map(|treatment| Some(*treatment)).chain([None]);
        let table: Vec<String> = VatProfile::ALL
            .iter()
            .flat_map(|profile| treatments.clone().map(move |treatment| (profile, treatment)))
            .map(|(profile, treatment)| {
                let cost = VatAssumptions::of(*profile).cost(rate("4.40"), treatment).unwrap();
                let treatment = treatment.map_or("not stated", VatTreatment::as_str);
                format!("{}, {treatment}: {}", profile.as_str(), cost.in_words())
            })
            .collect();

        insta::assert_snapshot!(table.join("\n"), @r"
        section_33, standard: £4.40 for you: you recover the VAT
        section_33, reduced: £4.40 for you: you recover the VAT
        section_33, zero: £4.40 for you: no VAT on it
        section_33, exempt: £4.40 for you: no VAT on it
        section_33, outside_scope: £4.40 for you: no VAT on it
        section_33, not stated: £4.40 for you: you recover the VAT
        section_33e, standard: £4.40 for you: you recover the VAT
        section_33e, reduced: £4.40 for you: you recover the VAT
        section_33e, zero: £4.40 for you: no VAT on it
        section_33e, exempt: £4.40 for you: no VAT on it
        section_33e, outside_scope: £4.40 for you: no VAT on it
        section_33e, not stated: £4.40 for you: you recover the VAT
        contracted_out, standard: £4.40 + VAT you cannot recover £0.88 = £5.28 for you
        contracted_out, reduced: £4.40 + VAT you cannot recover £0.22 = £4.62 for you
        contracted_out, zero: £4.40 for you: no VAT on it
        contracted_out, exempt: £4.40 for you: no VAT on it
        contracted_out, outside_scope: £4.40 for you: no VAT on it
        contracted_out, not stated: £4.40 + VAT you cannot recover £0.88 = £5.28 for you
        partial, standard: £4.40 + VAT you cannot recover £0.88 = £5.28 for you
        partial, reduced: £4.40 + VAT you cannot recover £0.22 = £4.62 for you
        partial, zero: £4.40 for you: no VAT on it
        partial, exempt: £4.40 for you: no VAT on it
        partial, outside_scope: £4.40 for you: no VAT on it
        partial, not stated: £4.40 + VAT you cannot recover £0.88 = £5.28 for you
        ");
    }

    #[test]
    fn a_heading_counts_for_whoever_is_refunded_the_vat_on_listed_services() {
        let lost = |profile| {
            let assumed = VatAssumptions::of(profile).under(Some(VatHeading::Computing));
            assumed.cost(rate("100"), None).unwrap().vat_lost.to_string()
        };

        assert_eq!(lost(VatProfile::ContractedOut), "£0.00");
        assert_eq!(lost(VatProfile::Partial), "£20.00");
    }

    #[test]
    fn a_reader_can_say_how_much_is_recovered_and_what_is_taken_for_granted() {
        let some = VatAssumptions {
            recovered: Percent::parse("vat_recovery", " 35% ").unwrap(),
            unstated: VatTreatment::Reduced,
            ..VatAssumptions::of(VatProfile::Partial)
        };

        let lost = |price, treatment| some.cost(rate(price), treatment).unwrap().vat_lost.to_string();
        assert_eq!(lost("100", Some(VatTreatment::Standard)), "£13.00");
        assert_eq!(lost("100", None), "£3.25");
        // 13% of a ten-thousandth is nothing; of four of them it is half a ten-thousandth and more.
        assert_eq!(
            [lost("0.0001", Some(VatTreatment::Standard)), lost("0.0004", Some(VatTreatment::Standard))],
            ["£0.00", "£0.0001"]
        );
        for wrong in ["", "101", "-1", "7.5", "all"] {
            assert!(Percent::parse("vat_recovery", wrong).is_err(), "{wrong}");
        }
    }

    proptest! {
        #[test]
        fn nothing_is_lost_below_nothing_or_above_the_vat(
            units in 0_i64..=1_000_000_000_000, recovered in 0_u8..=100, place in 0_usize..5, stated in any::<bool>(),
        ) {
            let reader = VatAssumptions {
                recovered: Percent(recovered), ..VatAssumptions::of(VatProfile::Partial)
            };
            let proposed = stated.then(|| VatTreatment::ALL[place]);
            let price = Rate::from_i64(units);

            let cost = reader.cost(price, proposed).unwrap();

            let vat = price.decimal() * rust_decimal::Decimal::new(cost.treatment.percent().into(), 2);
            prop_assert_eq!(cost.price.decimal() + cost.vat_lost.decimal(), cost.total.decimal());
            prop_assert!(cost.vat_lost.decimal() <= vat + rust_decimal::Decimal::new(1, 4));
            prop_assert!(recovered < 100 || cost.vat_lost.is_zero());
            let all = VatAssumptions::of(VatProfile::Section33).cost(price, proposed).unwrap();
            prop_assert!(all.total <= cost.total);
        }
    }
}
