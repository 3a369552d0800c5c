//! Offers, proposals and agreements for tests that begin after them.

use symbiosis::access::capability::ManageOffers;
use symbiosis::access::{Member, Role, System};
use symbiosis::catalogue::draft::{OfferDraft, TypedKpi};
use symbiosis::catalogue::{CatalogueError, commands};
use symbiosis::kernel::ids::OfferId;

use super::{Answer, Client, TestApp, TestBody};

impl TestApp {
    /// A published offer of `provider`: 24 rack units a month for a year from December 2026.
    pub async fn hosting_offer(&self, provider: &TestBody) -> OfferId {
        let person = self.person("Olive Owner", provider, &[Role::ServiceOwner]).await;
        let by: Member<ManageOffers> = self.member(person, provider).await;
        let now = self.now();
        let draft = OfferDraft {
            service: "IT-03".into(),
            title: "Room in our data centre".into(),
            description: "A hall with room for two more racks.".into(),
            unit: "rack unit-month".into(),
            quantity_per_month: "24".into(),
            first_month: "2026-12".into(),
            last_month: "2027-11".into(),
            takes: "cash".into(),
            price_kind: "per_unit".into(),
            price: "200".into(),
            kpis: vec![TypedKpi { name: "Racks with power".into(), target: "99.5".into() }],
            hours: "office_hours".into(),
            holidays: "england-and-wales".into(),
            ..OfferDraft::default()
        };
        self.db
            .write(move |tx| {
                let taxonomy = include_str!("../../../seed/taxonomy.csv");
                commands::load_taxonomy(tx, System::of_this_process(), taxonomy)?;
                let id = commands::create(tx, &by, draft, now)?;
                commands::publish(tx, &by, id, None, now)?;
                Ok::<_, CatalogueError>(id)
            })
            .await
            .unwrap()
    }
}

/// The fields of a form for cash; `more` comes instead of, or after, what is usual.
pub fn cash_terms<'a>(more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let usual = [
        ("title", "Hosting for Northmoor"),
        ("first_month", "2026-12"),
        ("last_month", "2027-11"),
        ("in_return", "cash"),
        ("a_description", "Two half racks, power and cooling."),
        ("a_quantity", "12"),
        ("a_price_kind", "per_unit"),
        ("a_price", "200"),
        ("a_vat", "standard"),
        ("a_po_ref", "PO 7741"),
        ("a_calendar", "keep"),
        ("a_kpi_1", "Racks with power"),
        ("a_target_1", "99.5%"),
        ("message", "We need room from December."),
        ("then", "send"),
    ];
    with(&usual, more)
}

/// The same, paid for with payroll.
pub fn swap_terms<'a>(more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let in_kind = [
        ("in_return", "service"),
        ("tolerance", "1500"),
        ("b_service_code", "PAY-01/payslip"),
        ("b_description", "Monthly payroll with year end."),
        ("b_quantity", "600"),
        ("b_price_kind", "per_unit"),
        ("b_price", "4"),
        ("b_vat", "outside_scope"),
        ("b_calendar", "office_hours/scotland"),
        ("b_kpi_1", "Payslips right first time"),
        ("b_target_1", "99.9"),
    ];
    with(&cash_terms(&in_kind), more)
}

fn with<'a>(usual: &[(&'a str, &'a str)], more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let kept = usual.iter().filter(|(name, _)| more.iter().all(|(other, _)| other != name));
    kept.chain(more).copied().collect()
}

/// Signs the latest version of a proposal as the page offers it.
pub async fn sign(browser: &Client, proposal: &str) -> Answer {
    let page = browser.get(&format!("{proposal}/sign")).await;
    page.assert_status(200);
    let number = page.hidden_field("number").expect("no signature form");
    let sha256 = page.hidden_field("sha256").expect("no hash");
    let fields = [("number", number.as_str()), ("sha256", &sha256), ("read", "yes")];
    browser.post(&format!("{proposal}/sign"), &fields).await
}
