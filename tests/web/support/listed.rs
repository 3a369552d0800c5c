//! Offers as a program lists them, for tests of what everybody sees.

use serde_json::json;
use symbiosis::access::{Role, System};
use symbiosis::catalogue::{CatalogueError, commands};

use super::{Api, TestApp, TestBody};

const TAXONOMY: &str = include_str!("../../../seed/taxonomy.csv");

/// What a test says of an offer; the rest has honest defaults.
#[derive(Clone, Copy, Debug)]
pub struct Listing<'a> {
    pub service: &'a str,
    pub title: &'a str,
    pub description: &'a str,
    pub unit: &'a str,
    pub quantity: &'a str,
    pub price: &'a str,
    pub last_month: &'a str,
}

impl Default for Listing<'_> {
    fn default() -> Self {
        Self {
            service: "PAY-01",
            title: "Payroll for up to 4,000 staff",
            description: "Monthly payroll with pensions returns.",
            unit: "payslip",
            quantity: "4000",
            price: "4.40",
            last_month: "2027-10",
        }
    }
}

impl Listing<'_> {
    pub fn json(&self) -> serde_json::Value {
        json!({
            "service": self.service, "title": self.title, "description": self.description, "unit": self.unit,
            "quantity_per_month": self.quantity, "first_month": "2026-11", "last_month": self.last_month,
            "takes": "cash", "price_kind": "per_unit", "price": self.price, "hours": "office_hours",
            "holidays": "england-and-wales", "kpis": [{ "name": "Right first time", "target": "99.5%" }],
        })
    }
}

impl TestApp {
    /// An application that knows the services.
    pub async fn with_services() -> Self {
        let app = Self::start().await;
        app.load_services().await;
        app
    }

    /// Loads the services that can be listed.
    pub async fn load_services(&self) {
        self.db
            .write(|tx| commands::load_taxonomy(tx, System::of_this_process(), TAXONOMY))
            .await
            .map_err(|error: CatalogueError| error.to_string())
            .unwrap();
    }

    /// A draft of `owner`, and who may go on with it; its path is the page's and, below `/api/v1`, the API's.
    pub async fn draft(&self, owner: &TestBody, listing: &Listing<'_>) -> (Api, String) {
        let api = self.api(owner, &[Role::ServiceOwner]).await;
        let created = api.post("/offers", &listing.json()).await;
        created.assert_status(201);
        let path = created.location().strip_prefix("/api/v1").unwrap().to_owned();
        (api, path)
    }

    /// An offer that stands in the catalogue.
    pub async fn listed(&self, owner: &TestBody, listing: &Listing<'_>) -> (Api, String) {
        let (api, path) = self.draft(owner, listing).await;
        api.post(&format!("{path}/publish"), &json!({})).await.assert_status(200);
        (api, path)
    }

    /// A body moves to another region, at a place of its own.
    pub async fn move_body(&self, body: &TestBody, nation: &str, region: &str, at: Option<(&str, &str)>) {
        use diesel::prelude::*;
        use symbiosis::storage::schema::bodies;
        let (id, nation, region) = (body.id, nation.to_owned(), region.to_owned());
        let at = at.map(|(latitude, longitude)| (latitude.to_owned(), longitude.to_owned()));
        self.write(move |conn| {
            let (latitude, longitude) = at.unzip();
            diesel::update(bodies::table.find(id))
                .set((
                    bodies::nation.eq(nation),
                    bodies::region.eq(region),
                    bodies::latitude.eq(latitude),
                    bodies::longitude.eq(longitude),
                ))
                .execute(conn)
        })
        .await;
    }
}
