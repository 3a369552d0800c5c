//! The text that is signed: plain words, made from the terms alone, the same letter by letter whenever and wherever it
//! is made. Its SHA-256 is what a signature names, and what anybody who holds the text can check.

use std::fmt::Write;

use sha2::{Digest, Sha256};

use crate::audit::chain::hex;
use crate::kernel::{Instant, london};
use crate::negotiation::describe::{TermLine, leg_lines, shared_lines};
use crate::negotiation::model::{Parties, Version};
use crate::negotiation::terms::Terms;

/// The text of an agreement, and its hash.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AgreementText {
    pub text: String,
    pub sha256: String,
}

/// The reference an agreement gets: that of its proposal, in the series of agreements.
pub fn reference_of(proposal_reference: &str) -> String {
    format!("SYM-{}", proposal_reference.trim_start_matches("PRO-"))
}

/// The text of a version, with its hash.
pub fn of_version(proposal_reference: &str, version: &Version) -> AgreementText {
    let text =
        render(proposal_reference, version.number, version.created_at, &version.parties, &version.terms);
    AgreementText { sha256: hash(&text), text }
}

/// The SHA-256 of a text in UTF-8, in hexadecimal. Line ends count as one character, whatever system they come from,
/// and so does a missing one at the very end: a text that was copied and pasted has the hash of the file.
pub fn hash(text: &str) -> String {
    let unified = text.replace("\r\n", "\n").replace('\r', "\n");
    let whole = format!("{}\n", unified.trim_matches('\n'));
    hex(&Sha256::digest(whole.as_bytes()))
}

fn render(reference: &str, number: i32, sent_at: Instant, parties: &Parties, terms: &Terms) -> String {
    let mut text = String::new();
    let agreement = reference_of(reference);
    let sent_on = london::long_date(london::date(sent_at));
    paragraph(&mut text, &format!("AGREEMENT {agreement}"));
    paragraph(&mut text, &format!("Version {number} of proposal {reference}, sent on {sent_on}."));
    heading(&mut text, "Parties");
    for (place, body) in (1..).zip(parties.both()) {
        line(&mut text, &format!("{place}. {} (Symbiosis body {body})", parties.name_of(body)));
    }
    heading(&mut text, "Terms");
    list(&mut text, &shared_lines(terms));
    for (place, leg) in (1..).zip(&terms.legs) {
        let (provider, consumer) = (parties.name_of(leg.provider), parties.name_of(leg.consumer));
        heading(&mut text, &format!("Leg {place}: {provider} provides, {consumer} receives"));
        list(&mut text, &leg_lines(leg));
    }
    heading(&mut text, "Payment");
    line(&mut text, payment(terms));
    heading(&mut text, "Signature");
    line(
        &mut text,
        "This agreement exists once a signatory of each party has signed it in Symbiosis. Each signature names the \
         SHA-256 of this text.",
    );
    text
}

fn payment(terms: &Terms) -> &'static str {
    if terms.is_in_kind() {
        "Each leg pays for the other. Each provider invoices what the consumer accepted each month, at the assessed \
         value, which includes VAT. The invoices are set off against each other. The in-kind account shows the \
         difference; nothing is paid while it stays within the tolerance."
    } else {
        "The provider invoices what the consumer accepted each month, at the price above. VAT is added."
    }
}

fn list(text: &mut String, lines: &[TermLine]) {
    for term in lines {
        let value = if term.value.is_empty() { "none" } else { &term.value };
        let value = value.replace('\n', "\n    ");
        line(text, &format!("- {}: {value}", term.label));
    }
}

fn heading(text: &mut String, title: &str) {
    text.push('\n');
    line(text, &title.to_uppercase());
}

fn paragraph(text: &mut String, words: &str) {
    line(text, words);
}

fn line(text: &mut String, words: &str) {
    // Writing to a String cannot fail.
    let _ = writeln!(text, "{words}");
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::model::ProposedKpi;
    use crate::kernel::ids::BodyId;
    use crate::kernel::kpi::Target;
    use crate::kernel::price::{PriceKind, Settlement};
    use crate::kernel::service_calendar::Preset;
    use crate::kernel::vat::VatTreatment;
    use crate::kernel::working_days::Division;
    use crate::kernel::{Pence, Quantity, Rate};
    use crate::negotiation::terms::LegTerms;

    const ASHDALE: BodyId = BodyId::from_uuid(uuid::Uuid::from_u128(1));
    const NORTHMOOR: BodyId = BodyId::from_uuid(uuid::Uuid::from_u128(2));

    fn leg(provider: BodyId, consumer: BodyId) -> LegTerms {
        LegTerms {
            provider,
            consumer,
            service_code: "IT-03".into(),
            service_name: "Data centre hosting".into(),
            description: "Room for two racks.\nPower and cooling included.".into(),
            unit: "rack unit".into(),
            quantity_per_month: Quantity::from_whole(24),
            settlement: Settlement::InKind,
            price_kind: PriceKind::PerUnit,
            price: Rate::from_i64(2_125_000),
            vat: VatTreatment::Standard,
            po_ref: Some("PO 7741".into()),
            offer: None,
            kpis: vec![ProposedKpi {
                name: "Racks with power".into(),
                target: Target::of_ten_thousandths(9_950).unwrap(),
            }],
            calendar: Preset::AllHours.calendar(Division::EnglandAndWales),
        }
    }

    fn version() -> Version {
        let payroll = LegTerms {
            service_code: "HR-01".into(),
            service_name: "Payroll".into(),
            description: "Monthly payroll.".into(),
            unit: "payslip".into(),
            quantity_per_month: Quantity::from_whole(1_150),
            price_kind: PriceKind::Fixed,
            price: Rate::from_i64(50_600_000),
            vat: VatTreatment::OutsideScope,
            po_ref: None,
            kpis: vec![],
            calendar: Preset::OfficeHours.calendar(Division::Scotland),
            ..leg(NORTHMOOR, ASHDALE)
        };
        Version {
            number: 3,
            by: NORTHMOOR,
            author: "Nadia Okafor".into(),
            terms: Terms {
                title: "Hosting for payroll".into(),
                first_month: "2026-12".parse().unwrap(),
                last_month: "2027-11".parse().unwrap(),
                tolerance: Pence::from_i64(150_000),
                legs: vec![leg(ASHDALE, NORTHMOOR), payroll],
            },
            message: String::new(),
            parties: Parties {
                proposer: NORTHMOOR,
                proposer_name: "Northmoor NHS Trust".into(),
                partner: ASHDALE,
                partner_name: "Ashdale Borough Council".into(),
            },
            created_at: "2026-11-23T10:00:00Z".parse().unwrap(),
        }
    }

    #[test]
    fn the_text_is_made_of_the_terms_and_nothing_else() {
        let made = of_version("PRO-2026-000041", &version());

        insta::assert_snapshot!(made.text, @r"
        AGREEMENT SYM-2026-000041
        Version 3 of proposal PRO-2026-000041, sent on 23 November 2026.

        PARTIES
        1. Northmoor NHS Trust (Symbiosis body 00000000-0000-0000-0000-000000000002)
        2. Ashdale Borough Council (Symbiosis body 00000000-0000-0000-0000-000000000001)

        TERMS
        - Title: Hosting for payroll
        - First month: December 2026
        - Last month: November 2027
        - Tolerance of the in-kind account: £1,500.00

        LEG 1: ASHDALE BOROUGH COUNCIL PROVIDES, NORTHMOOR NHS TRUST RECEIVES
        - Service: Data centre hosting (IT-03)
        - Description: Room for two racks.
            Power and cooling included.
        - Quantity a month: 24 rack units
        - Paid for: With the service given in return
        - Assessed value with VAT: £212.50 for each rack unit
        - VAT: Standard rate, 20%
        - Service hours: Every day, all hours, bank holidays included
        - Measure “Racks with power”: at least 99.5%
        - Purchase order reference: PO 7741

        LEG 2: NORTHMOOR NHS TRUST PROVIDES, ASHDALE BOROUGH COUNCIL RECEIVES
        - Service: Payroll (HR-01)
        - Description: Monthly payroll.
        - Quantity a month: 1,150 payslips
        - Paid for: With the service given in return
        - Assessed value with VAT: £5,060.00 a month
        - VAT: Outside the scope of VAT
        - Service hours: Monday to Friday, 9am to 5pm, except bank holidays in Scotland
        - Purchase order reference: none

        PAYMENT
        Each leg pays for the other. Each provider invoices what the consumer accepted each month, at the assessed value, which includes VAT. The invoices are set off against each other. The in-kind account shows the difference; nothing is paid while it stays within the tolerance.

        SIGNATURE
        This agreement exists once a signatory of each party has signed it in Symbiosis. Each signature names the SHA-256 of this text.
        ");
        assert_eq!(made.sha256, "ba03639e2b3e7156641f4ecd8182a135fd3c3c1c66226ae7c6c3d9b4d994c655");
        assert_eq!(made, of_version("PRO-2026-000041", &version()));
    }

    #[test]
    fn a_text_that_was_copied_and_pasted_has_the_same_hash() {
        let made = of_version("PRO-2026-000041", &version());

        assert_eq!(hash(&made.text.replace('\n', "\r\n")), made.sha256);
        assert_eq!(hash(made.text.trim_end()), made.sha256);
        assert_ne!(hash(&made.text.replace("24", "25")), made.sha256);
        assert_eq!(made.sha256, hex(&Sha256::digest(made.text.as_bytes())));
    }

    #[test]
    fn every_term_changes_the_hash() {
        let original = of_version("PRO-2026-000041", &version()).sha256;
        let changed = |change: fn(&mut Version)| {
            let mut other = version();
            change(&mut other);
            of_version("PRO-2026-000041", &other).sha256
        };

        assert_ne!(changed(|version| version.terms.tolerance = Pence::from_i64(1)), original);
        assert_ne!(changed(|version| version.terms.legs[1].vat = VatTreatment::Exempt), original);
        assert_ne!(changed(|version| version.terms.legs[0].po_ref = None), original);
        assert_ne!(changed(|version| version.number = 4), original);
    }
}
