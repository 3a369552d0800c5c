//! When a service runs: hours of one's own, closure days, and what becomes of them in talks.

use serde_json::json;
use symbiosis::access::Role;

use super::{ABOUT, CAPACITY, PRICE, offer_of, owner_of, publish, save, start};
use crate::support::{Listing, TestApp, cash_terms};

const IN_WORDS: &str = "Monday to Friday, 8am to 12:30pm and 1:30pm to 6pm; Saturday, 9am to midday, except bank holidays \
                        in Scotland; closed on 24 December 2027, 27 December 2027 and 28 December 2027";
const LONG: &str = "08:00 to 12:30, 13:30 to 18:00";

#[actix_web::test]
async fn hours_of_ones_own_are_asked_for_day_by_day_and_told_in_words() {
    let app = start().await;
    let council = app.body("Ashdale Council").await;
    let owner = owner_of(&app, &council).await;
    let offer = offer_of(&owner.post("/offers/new", &[("service", "PAY-01")]).await);
    let pages: [(&str, &[(&str, &str)]); 3] = [("about", &ABOUT), ("capacity", &CAPACITY), ("price", &PRICE)];
    for (step, fields) in pages {
        save(&owner, &offer, step, fields).await.assert_status(303);
    }

    let closed = "24 December 2027\r\n27 December 2027 to 28 December 2027";
    let wrong =
        [("hours", "own_hours"), ("holidays", "scotland"), ("closures", "24 December 2027\r\nChristmas")];
    let refused = save(&owner, &offer, "quality", &wrong).await;
    refused.assert_status(422).assert_says("24 December 2027 Christmas");
    assert_eq!(
        refused.error_summary(),
        "“Christmas” is not a day. Write one on each line, like 24 December 2026"
    );
    let saved = save(
        &owner,
        &offer,
        "quality",
        &[("hours", "own_hours"), ("holidays", "scotland"), ("closures", closed)],
    )
    .await;
    assert!(saved.location().ends_with("/edit/week"), "{}", saved.location());
    let week = owner.get(&format!("{offer}/edit/week")).await;
    assert_eq!(week.body.matches("value=\"09:00 to 17:00\"").count(), 5);
    let days =
        [("week_1", LONG), ("week_2", "8-12.30 and 1.30pm to 6pm"), ("week_3", LONG), ("week_4", LONG)];
    let soon = [days.as_slice(), &[("week_5", "soon")]].concat();
    let refused = save(&owner, &offer, "week", &soon).await;
    refused.assert_status(422);
    assert!(refused.body.contains("value=\"soon\"") && refused.body.contains("#week_5"));
    assert!(refused.error_summary().contains("Enter Friday’s hours like 9am to 5pm"));
    let right = [days.as_slice(), &[("week_5", LONG), ("week_6", "9am to midday")]].concat();
    save(&owner, &offer, "week", &right).await.assert_status(303);

    owner.get(&format!("{offer}/check")).await.assert_says(IN_WORDS);
    publish(&owner, &offer).await.assert_status(303);
    app.visitor().get(&offer).await.assert_says(IN_WORDS);
    owner.get(&format!("{offer}/edit/quality")).await.assert_says("24 December 2027 27 December 2027");
}

#[actix_web::test]
async fn a_program_gives_the_hours_of_each_day_and_an_agreement_takes_them_over() {
    let app = TestApp::with_services().await;
    let [council, trust] = app.bodies(["Ashdale Borough Council", "Northmoor NHS Trust"]).await;
    let (api, offer) = app.draft(&council, &Listing::default()).await;
    let mut body = Listing::default().json();
    body["hours"] = json!("own_hours");
    body["holidays"] = json!("scotland");
    body["week"] = json!([LONG, LONG, LONG, LONG, LONG, "9am to midday"]);
    body["closures"] = json!(["2027-12-24", "2027-12-27", "2027-12-28"]);
    api.put(&offer, &body).await.assert_status(200);
    let published = api.post(&format!("{offer}/publish"), &json!({})).await.assert_status(200).json();

    let version = &published["published"];
    assert_eq!(version["service_hours"], IN_WORDS);
    assert_eq!(version["week"][5], "09:00 to 12:00");
    assert_eq!(version["week"][6], "");
    assert_eq!(version["bank_holidays"], "scotland");
    assert_eq!(version["closures"][0], "2027-12-24");
    for (field, value, told) in [
        ("week", json!(["9 to 5"]), "week[0]"),
        ("closures", json!(["Christmas"]), "closures"),
        ("hours", json!("office_hours"), "week"),
    ] {
        let mut wrong = body.clone();
        wrong[field] = value;
        let refused = api.put(&offer, &wrong).await.assert_status(422).json();
        assert_eq!(refused["errors"][0]["field"], told, "{refused}");
    }

    let negotiator = app.signed_in(&trust, &[Role::Negotiator]).await;
    let terms = cash_terms(&[("last_month", "2027-10")]);
    let sent = negotiator.post(&format!("{offer}/propose"), &terms).await.assert_status(303).location();
    negotiator.get(&sent).await.assert_says("Saturday, 9am to midday, except bank holidays in Scotland");
}
