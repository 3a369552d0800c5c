//! What decides between offers, beside each other and on the page of each: distance, reach, start, cost and performance for
//! whoever looks, under assumptions that they can change.

use serde_json::{Value, json};
use symbiosis::access::Role;

use super::reader::Town;
use super::start;
use crate::support::{Answer, Listing, TestApp};

async fn ids(app: &TestApp) -> Vec<String> {
    let found = app.api_visitor().get("/catalogue?sort=title").await.json();
    let items = found["items"].as_array().unwrap().iter();
    items.map(|item| item["id"].as_str().unwrap().to_owned()).collect()
}

/// What an answer says in one line of a comparison.
fn line<'a>(answer: &'a Value, name: &str) -> &'a Value {
    let lines = answer["lines"].as_array().unwrap();
    &lines.iter().find(|line| line["name"] == name).unwrap_or_else(|| panic!("no {name} in {answer}"))["values"]
}

fn links(page: &Answer, href: &str) -> bool {
    page.body.contains(&format!("href=\"{}\"", href.replace('&', "&amp;")))
}

#[actix_web::test]
async fn a_comparison_says_what_decides_for_the_body_it_is_for() {
    let town = Town::found().await;
    let ids = ids(&town.app).await;
    let query = format!("offer={}&offer={}", ids[0], ids[1]);
    let reader = town.app.signed_in(&town.trust, &[Role::Negotiator]).await;

    let page = reader.get(&format!("/compare?{query}")).await;

    page.assert_says("Distance from Northmoor NHS Trust").assert_says("Reaches Northmoor NHS Trust");
    page.assert_says("Could start in").assert_says("No accepted monthly returns that you may see");
    page.assert_says("£4.40 + VAT you cannot recover £0.88 = £5.28 for you").assert_says("Standards met");
    page.assert_says("What this assumes of you, and how to change it");
    let other = reader.get(&format!("/compare?{query}&vat_profile=section_33e&least=1000")).await;
    other.assert_says("£4.40 for you: you recover the VAT").assert_says("£4,400.00 for 1,000 payslips");
    let more = format!("/catalogue?least=1000&vat_profile=section_33e&compare={}&compare={}", ids[0], ids[1]);
    assert!(links(&other, &more), "{}", other.body);
    let file = town.app.visitor().get(&format!("/compare.csv?{query}&near={}", town.trust.id)).await.body;
    assert!(file.contains("Distance from Northmoor NHS Trust"), "{file}");

    let near = format!("{query}&near={}", town.trust.id);
    let api = town.app.api_visitor();
    let told = api.get(&format!("/compare?{near}&vat_heading=1")).await.assert_status(200).json();
    assert_eq!(line(&told, "Reaches Northmoor NHS Trust")[0], "No");
    assert_eq!(line(&told, "Could start in")[0], "December 2026");
    assert_eq!((&told["vat"]["heading"], &told["vat"]["recovered_percent"]), (&json!("1"), &json!(100)));
    assert_eq!(told["for_body"]["name"], "Northmoor NHS Trust");
    api.get(&format!("/compare?{query}&vat_heading=99")).await.assert_status(422);
    api.get(&format!("/compare?{query}&distance=99")).await.assert_status(422);
}

#[actix_web::test]
async fn offers_to_compare_are_collected_across_pages_and_from_the_page_of_one() {
    let town = Town::found().await;
    let (ids, reader) = (ids(&town.app).await, town.app.visitor());

    let kept = reader.get(&format!("/compare?q=payroll&page=1&compare={}&then=keep", ids[0])).await;

    let back = kept.assert_status(303).location();
    assert_eq!(back, format!("/catalogue?q=payroll&compare={}", ids[0]));
    let page = reader.get(&back).await;
    page.assert_says("Kept to compare: 1 of 6 at most").assert_says("Let go");
    assert!(page.body.contains(&format!("value=\"{}\" form=\"compare\" checked", ids[0])), "{}", page.body);
    // Every further choice of the search keeps it, and so does the page of an offer.
    assert!(page.body.contains(&format!("type=\"hidden\" name=\"compare\" value=\"{}\"", ids[0])));
    let next = reader.get(&format!("/compare?page=1&compare={}&then=next", ids[0])).await;
    assert_eq!(next.location(), format!("/catalogue?page=2&compare={}", ids[0]));
    let offer = reader.get(&format!("/offers/{}?q=payroll&compare={}", ids[1], ids[0])).await;
    let both = format!("/compare?q=payroll&compare={}&compare={}", ids[0], ids[1]);
    assert!(links(&offer, &both), "{}", offer.body);
    let compared = reader.get(&both).await;
    compared.assert_says("Ashdale payroll").assert_says("Calderbridge payroll");
    assert!(links(&compared, &format!("/catalogue?q=payroll&compare={}&compare={}", ids[0], ids[1])));
}

#[actix_web::test]
async fn the_page_of_an_offer_says_what_it_assumes_and_lets_anybody_change_it() {
    let town = Town::found().await;
    let ids = ids(&town.app).await;
    let visitor = town.app.visitor();
    let path = format!("/offers/{}?near={}", ids[0], town.trust.id);

    let page = visitor.get(&path).await;

    page.assert_says("miles away from Northmoor NHS Trust").assert_says("£5.28 for you");
    page.assert_says("We recover VAT on listed services only").assert_says("Heading 14: computer services");
    let listed = visitor.get(&format!("{path}&vat_profile=contracted_out&vat_heading=1")).await;
    listed.assert_says("under heading 1 of the Treasury’s list").assert_says("you recover the VAT");
    let wrong = visitor.get(&format!("{path}&vat_recovery=lots")).await;
    wrong.assert_status(200).assert_says("Enter how much VAT you recover in whole per cent, 0 to 100");
    let nobody = visitor.get(&format!("/offers/{}", ids[0])).await;
    nobody.assert_says("No body is named").assert_does_not_say("away from");
}

#[actix_web::test]
async fn tiers_are_compared_at_the_price_of_the_quantity_asked_for() {
    let app = start().await;
    let council = app.body("Ashdale Council").await;
    app.listed(&council, &Listing { title: "One price", price: "4.20", ..Listing::default() }).await;
    let (api, path) = app.draft(&council, &Listing { title: "In tiers", ..Listing::default() }).await;
    let mut tiered = Listing { title: "In tiers", ..Listing::default() }.json();
    tiered["price_kind"] = json!("graduated");
    tiered["tiers"] = json!([{ "above": "1000", "price": "3" }]);
    api.put(&path, &tiered).await.assert_status(200);
    api.post(&format!("{path}/publish"), &json!({})).await.assert_status(200);
    let first = |query: &'static str| {
        let api = app.api_visitor();
        async move { api.get(&format!("/catalogue?sort=price{query}")).await.json()["items"][0].clone() }
    };

    let (as_listed, for_many) = (first("").await, first("&least=4000").await);

    assert_eq!((&as_listed["title"], &as_listed["price_for_quantity"]), (&json!("One price"), &json!(null)));
    assert_eq!((&for_many["title"], &for_many["price_for_quantity"]), (&json!("In tiers"), &json!("3.35")));
    let found = app.visitor().get("/catalogue?sort=price&least=4000").await;
    found.assert_says("£3.35 per payslip on average, for 4,000 a month");
    let page = app.visitor().get(&format!("{path}?least=4000")).await;
    page.assert_says("£3.35 per payslip on average, for 4,000 a month");
    page.assert_says("The quantity you look for: 4,000 payslips in a month cost £13,400.00");
}
