//! Journeys through the search of the catalogue: what is found by which words, and what is said when nothing is.

use serde_json::json;

use super::{owner_of, publish, published, save, start, whole_draft};

#[actix_web::test]
async fn an_offer_is_found_by_words_and_by_every_filter() {
    let app = start().await;
    let council = app.body("Ashdale Council").await;
    published(&owner_of(&app, &council).await).await;
    let visitor = app.visitor();

    for query in [
        "",
        "q=payrolls",
        "q=ashdale+pensions",
        "family=PAY&family=IT",
        "service=PAY-01",
        "kind=council",
        "nation=England&region=North+West",
        "pays=cash",
        "pays=in_kind",
        "from=2027-06&least=4000",
        "least=4000&sort=price",
        "q=payroll&sort=title",
        "sort=free",
        "sort=newest",
    ] {
        let page = visitor.get(&format!("/catalogue?{query}")).await;
        page.assert_status(200).assert_says("4,000 payslips free from January 2027");
    }
    let narrowed = visitor.get("/catalogue?family=PAY&from=2027-06").await;
    narrowed.assert_says("Filters 2 chosen").assert_says("Any month").assert_does_not_say("(optional)");
    for query in [
        "q=refuse",
        "family=IT",
        "kind=university",
        "region=Wales",
        "from=2028-01",
        "from=2027-06&least=4001",
        "least=4000.0001",
    ] {
        visitor.get(&format!("/catalogue?{query}")).await.assert_status(200).assert_says("No offer fits");
    }
    let marked = visitor.get("/catalogue?q=payroll").await;
    assert!(marked.body.contains("<mark>Payroll</mark>"));
    let advice = visitor.get("/catalogue?family=PAY&kind=university").await;
    advice.assert_says("Without “University” : 1 offer");
}

#[actix_web::test]
async fn a_mistyped_word_is_put_right_unless_it_is_meant() {
    let app = start().await;
    published(&owner_of(&app, &app.body("Ashdale Council").await).await).await;
    let visitor = app.visitor();

    let page = visitor.get("/catalogue?q=pyaroll+pensions&pays=cash").await;
    page.assert_says("Showing results for payroll pensions . Search for pyaroll pensions instead")
        .assert_says("1 offer");
    assert!(page.body.contains("<mark>Payroll</mark>"));
    assert!(page.body.contains("/catalogue?q=pyaroll+pensions&amp;exact=1&amp;pays=cash"));
    let exact = visitor.get("/catalogue?q=pyaroll+pensions&exact=1&pays=cash").await;
    exact
        .assert_says("No offer fits")
        .assert_says("No offer that passes your filters has “pyaroll”.")
        .assert_says("Without “pyaroll” : 1 offer")
        .assert_does_not_say("Without “pensions”");

    let api = app.api_visitor();
    let found = api.get("/catalogue?q=the+Pyaroll").await.json();
    assert_eq!((&found["searched"], &found["corrected_from"]), (&json!("payroll"), &json!("Pyaroll")));
    assert_eq!(found["items"][0]["excerpt"], "Monthly payroll with pensions returns, run by a team of nine.");
    let exact = api.get("/catalogue?q=Pyaroll&exact=1").await.json();
    assert_eq!((&exact["total"], &exact["corrected_from"]), (&json!(0), &json!(null)));
    assert_eq!(api.get("/catalogue").await.json()["searched"], json!(null));
}

#[actix_web::test]
async fn every_form_of_a_word_and_the_beginning_of_the_last_find_an_offer() {
    let app = start().await;
    published(&owner_of(&app, &app.body("O'Brien & Llŷr Council").await).await).await;

    for words in [
        "monthly payrolls",
        "teams running payr",
        "up to 4000",
        "brien pensions",
        "O’Brien’s payroll",
        "llyr council pay",
        "human resources payroll",
    ] {
        let query = url::form_urlencoded::Serializer::new(String::new()).append_pair("q", words).finish();
        let found = app.api_visitor().get(&format!("/catalogue?{query}&exact=1")).await.json();
        let expected = i32::from(words != "human resources payroll");
        assert_eq!(found["total"], expected, "{words}");
    }
}

#[actix_web::test]
async fn a_search_that_finds_nothing_says_which_word_is_to_blame_and_what_to_leave_out() {
    let app = start().await;
    let council = app.body("Ashdale Council").await;
    published(&owner_of(&app, &council).await).await;
    let visitor = app.visitor();

    let blamed = visitor.get("/catalogue?q=payroll+zebra").await;
    blamed
        .assert_says("No offer has “zebra”.")
        .assert_says("Without “zebra” : 1 offer")
        .assert_does_not_say("Without “payroll”");
    assert!(blamed.body.contains("href=\"/catalogue?q=payroll\""));

    let trust = app.body("Northmoor NHS Trust").await;
    let owner = owner_of(&app, &trust).await;
    let offer = whole_draft(&owner).await;
    save(&owner, &offer, "about", &[("title", "Hosting"), ("description", "Racks.")]).await;
    publish(&owner, &offer).await.assert_status(303);
    visitor
        .get("/catalogue?q=monthly+racks")
        .await
        .assert_says("Each of these words is in some offer, but no offer has them all.")
        .assert_says("Without “monthly” : 1 offer")
        .assert_says("Without “racks” : 1 offer");
}

#[actix_web::test]
async fn ones_own_offers_are_found_by_what_is_published_and_by_what_is_being_prepared() {
    let app = start().await;
    let owner = owner_of(&app, &app.body("Ashdale Council").await).await;
    let offer = published(&owner).await;
    save(&owner, &offer, "about", &[("title", "Salaries"), ("description", "For colleges.")]).await;
    owner.post("/offers/new", &[("service", "IT-05")]).await.assert_status(303);

    for words in ["payrolls", "colleges", "pens", "nine payroll"] {
        let query = words.replace(' ', "+");
        owner.get(&format!("/offers?q={query}")).await.assert_says("Payroll for up to 4,000 staff");
    }
    owner.get("/offers?q=storage").await.assert_says("Untitled offer").assert_does_not_say("4,000 staff");
    owner.get("/offers?q=refuse").await.assert_says("None of your offers fits");
}

#[actix_web::test]
async fn hostile_words_are_only_words() {
    let app = start().await;
    published(&owner_of(&app, &app.body("Ashdale Council").await).await).await;

    for words in
        ["\"OR AND ( * NEAR", "'; DROP TABLE offers; --", "a* OR b", "NOT", "\u{0}%_\\", "<script>", "ß İ 漢"]
    {
        let query = url::form_urlencoded::Serializer::new(String::new()).append_pair("q", words).finish();
        let page = app.visitor().get(&format!("/catalogue?{query}")).await;
        page.assert_status(200);
        assert!(!page.body.contains("<script>alert") && !page.body.contains("value=\"<script>"), "{words}");
        app.api_visitor().get(&format!("/catalogue?{query}")).await.assert_status(200);
    }
    app.visitor()
        .get("/catalogue?page=999999999999&kind=x&from=y&least=z&sort=w&q=%FF")
        .await
        .assert_status(200);
}

#[actix_web::test]
async fn an_address_with_thousands_of_choices_is_no_work() {
    let app = start().await;
    let choices: Vec<String> =
        (0..2_000).map(|number| format!("assurance=Z{number}&family=F{number}")).collect();

    let page = app.visitor().get(&format!("/catalogue?q=payroll&{}", choices.join("&"))).await;

    // Every choice is linked to without each other: of thousands that would be millions.
    assert!(page.assert_status(200).body.len() < 400_000, "{}", page.body.len());
    let often = "&family=PAY".repeat(2_000);
    let often = app.visitor().get(&format!("/catalogue?q=payroll{often}")).await;
    let once = app.visitor().get("/catalogue?q=payroll&family=PAY").await;
    assert_eq!(often.body.matches("family=PAY").count(), once.body.matches("family=PAY").count());
}
