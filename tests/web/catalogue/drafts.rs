//! Drafts: begun once, kept with their mistakes, taken up where something is missing, and deleted.

use symbiosis::access::Role;

use super::{
    ABOUT, CAPACITY, PRICE, QUALITY, offer_of, owner_of, publish, save, save_price, start, version,
    whole_draft,
};
use crate::support::TestApp;

#[actix_web::test]
async fn whoever_goes_back_to_the_first_page_goes_on_with_the_same_draft() {
    let app = start().await;
    let council = app.body("Ashdale Council").await;
    let owner = app.signed_in(&council, &[Role::ServiceOwner]).await;
    for (new, list) in [("/offers/new", "/offers"), ("/needs/new", "/needs")] {
        let page = owner.get(new).await.assert_status(303).location();
        let id = owner.get(&page).await.hidden_field("draft").unwrap();
        let sent = |service: &'static str| {
            [("draft", id.clone()), ("service", service.into()), ("shape", "capacity".into())]
        };
        let post = async |service| {
            let fields = sent(service);
            let fields: Vec<(&str, &str)> =
                fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
            owner.post(&page, &fields).await.assert_status(303).location()
        };

        let first = post("PAY-01").await;
        let back = owner.get(&page).await;
        let second = post("IT-01").await;

        assert!(back.body.contains("value=\"PAY-01\" selected"), "the page knows its draft");
        assert_eq!(first, second);
        assert_eq!(owner.get(list).await.body.matches("Untitled").count(), 1, "{list} has one draft");
        owner.get(list).await.assert_says("IT service desk");
        // Nobody else is led into it.
        let stranger = owner_of(&app, &app.body(&format!("Trust of {list}")).await).await;
        let other = stranger.post(new, &[("draft", &id), ("service", "PAY-01"), ("shape", "capacity")]).await;
        assert_ne!(other.assert_status(303).location(), first);
    }
}

#[actix_web::test]
async fn a_page_with_mistakes_is_kept_as_it_was_typed_and_its_draft_says_what_is_missing() {
    let app = start().await;
    let owner = owner_of(&app, &app.body("Ashdale Council").await).await;
    let offer = offer_of(&owner.post("/offers/new", &[("service", "PAY-01")]).await);
    save(&owner, &offer, "about", &ABOUT).await.assert_status(303);

    let wrong =
        [("unit", "payslip"), ("quantity_per_month", "lots"), ("first_month", "2027-01"), ("last_month", "")];
    let shown = save(&owner, &offer, "capacity", &wrong).await;

    assert_eq!(
        shown.assert_status(200).error_summary(),
        "Quantity must be a number, like 12 or 7.5\nChoose the last month"
    );
    // Left and come back to: what was typed is there, and so is the way to it.
    let later = owner.get(&format!("{offer}/edit")).await.assert_status(303).location();
    assert_eq!(later, format!("{offer}/edit/capacity"));
    let page = owner.get(&later).await;
    page.assert_says("List an offer, step 3 of 9");
    assert!(page.body.contains("value=\"lots\""), "{}", page.body);
    owner
        .get(&offer)
        .await
        .assert_says("This is missing before it can be published:")
        .assert_says("Capacity : Quantity must be a number, like 12 or 7.5; Choose the last month")
        .assert_says("What was said so far")
        .assert_says("Payroll for up to 4,000 staff");
    let check = owner.get(&format!("{offer}/check")).await;
    let (missing, title) = (check.body.find("This is missing"), check.body.find("Payroll for up to"));
    assert!(missing < title, "what is missing stands first");
    check.assert_says("Holds unless it is confirmed again 90 days");
}

#[actix_web::test]
async fn a_draft_that_was_never_published_is_deleted_after_a_question() {
    let app = start().await;
    let council = app.body("Ashdale Council").await;
    let owner = owner_of(&app, &council).await;
    let offer = whole_draft(&owner).await;
    let file = ("file", "plan.pdf", b"%PDF-1.7\nplan\n%%EOF\n".to_vec());
    owner.upload(&format!("{offer}/attachments"), &[], file).await.assert_status(303);
    let need = owner.post("/needs/new", &[("service", "PAY-01"), ("shape", "capacity")]).await;
    let need = offer_of(&need);

    for (listed, list) in [(&offer, "/offers"), (&need, "/needs")] {
        let page = format!("{listed}/delete");
        assert_eq!(owner.get(&format!("{listed}/withdraw")).await.assert_status(303).location(), page);
        owner
            .get(&page)
            .await
            .assert_says("Delete this draft")
            .assert_says("Nobody outside your body ever saw it")
            .assert_does_not_say("catalogue for good");
        let seen = owner.get(&page).await.hidden_field("version").unwrap();
        owner.post(&page, &[("version", &seen)]).await.assert_status(303);

        owner.get(listed).await.assert_status(404);
        owner.get(list).await.assert_says("You have not");
    }
    app.signed_in(&council, &[Role::Auditor]).await.get("/audit").await.assert_says("Offer draft deleted");
}

#[actix_web::test]
async fn what_was_published_is_withdrawn_and_never_deleted() {
    let app = start().await;
    let council = app.body("Ashdale Council").await;
    let owner = owner_of(&app, &council).await;
    let api = app.api(&council, &[Role::ServiceOwner]).await;
    let (offer, draft) = (whole_draft(&owner).await, whole_draft(&owner).await);
    publish(&owner, &offer).await.assert_status(303);

    let seen = version(&owner, &offer).await;
    owner.post(&format!("{offer}/delete"), &[("version", &seen)]).await.assert_status(409);
    api.delete(&offer).await.assert_status(409).assert_says("withdraw this offer instead");
    api.delete(&draft).await.assert_status(204);

    api.get(&draft).await.assert_status(404);
    api.get(&offer).await.assert_status(200);
}

#[actix_web::test]
async fn every_mistake_of_a_page_is_told_at_once_with_the_name_of_its_field() {
    let app = TestApp::with_services().await;
    let owner = owner_of(&app, &app.body("Ashdale Council").await).await;
    let offer = offer_of(&owner.post("/offers/new", &[("service", "PAY-01")]).await);
    save(&owner, &offer, "capacity", &CAPACITY).await.assert_status(303);
    let tiered = [("takes", "cash"), ("price_kind", "graduated"), ("price", "4.40")];
    save_price(&owner, &offer, &tiered).await.assert_status(303);

    let tiers = [
        ("tier_1_above", "3,000"),
        ("tier_2_above", "1,000"),
        ("tier_2_price", "4.60"),
        ("tier_3_price", "x"),
        ("tier_4_above", "9,000"),
        ("tier_4_price", "1"),
    ];
    let wrong = save(&owner, &offer, "tariff", &tiers).await;
    let stepped = [("audience", "steps"), ("confirm_days", "90")];
    save(&owner, &offer, "audience", &stepped).await.assert_status(303);
    let days = [("partners_from", "soon"), ("public_from", "later")];
    let undated = save(&owner, &offer, "opening", &days).await;
    let dearer = [("tier_1_above", "1,000"), ("tier_1_price", "4.60")];
    save(&owner, &offer, "tariff", &dearer).await.assert_status(303);

    insta::assert_snapshot!(wrong.error_summary(), @"
    Enter the price of tier 2
    Tier 3 must begin above a larger quantity than the tier before it
    Enter above how many a month tier 4 begins
    The price of tier 4 must be a number in pounds, like 4.42 or 1,200
    Tier 5 would never be reached: nobody can take more than 4,000 a month
    ");
    insta::assert_snapshot!(undated.error_summary(), @"
    The day from which these partners see it must be a date, like 4 November 2026
    The day from which everybody sees it must be a date, like 4 November 2026
    ");
    owner
        .get(&format!("{offer}/check"))
        .await
        .assert_says("Tier 2 costs more for each unit than the tier below it");
}

#[actix_web::test]
async fn a_season_is_told_by_the_months_it_has() {
    let app = start().await;
    let owner = owner_of(&app, &app.body("Ashdale Council").await).await;
    let offer = offer_of(&owner.post("/offers/new", &[("service", "PAY-01")]).await);
    let capacity = [
        ("unit", "payslip"),
        ("quantity_per_month", "12.5"),
        ("first_month", "2027-01"),
        ("last_month", "2027-03"),
        ("season", "differs"),
    ];
    let months = [("month_2027-01", "6"), ("month_2027-02", "14"), ("month_2027-03", "9")];
    let tariff = [("tier_1_above", "10"), ("tier_1_price", "4")];
    let tiered = [("takes", "cash"), ("price_kind", "graduated"), ("price", "4.40")];
    for (step, fields) in
        [("about", &ABOUT[..]), ("capacity", &capacity), ("months", &months), ("quality", &QUALITY)]
    {
        save(&owner, &offer, step, fields).await.assert_status(303);
    }
    save_price(&owner, &offer, &tiered).await.assert_status(303);
    save(&owner, &offer, "tariff", &tariff).await.assert_status(303);

    let check = owner.get(&format!("{offer}/check")).await;
    publish(&owner, &offer).await.assert_status(303);

    check.assert_says("Quantity a month 6 to 14");
    let page = app.visitor().get(&offer).await;
    page.assert_says("Quantity a month 6 to 14")
        .assert_does_not_say("12.5")
        .assert_says("above 10 14 £4.00")
        .assert_says("For example, 14 payslips in February 2027 cost £60.00: 10 at £4.40, 4 at £4.00.");
    owner.get("/offers").await.assert_says("6 to 14").assert_does_not_say("12.5");
}

#[actix_web::test]
async fn the_page_of_a_price_asks_only_for_what_is_taken() {
    let app = start().await;
    let owner = owner_of(&app, &app.body("Ashdale Council").await).await;
    let offer = offer_of(&owner.post("/offers/new", &[("service", "PAY-01")]).await);

    let cash = save(&owner, &offer, "takes", &[("takes", "cash")]).await.location();
    let price = owner.get(&cash).await;
    let next = save(&owner, &offer, "price", &PRICE).await.location();
    let kind = save(&owner, &offer, "takes", &[("takes", "in_kind")]).await.location();

    price.assert_does_not_say("Service wanted in return");
    assert!(next.ends_with("/edit/quality"), "{next}");
    assert!(kind.ends_with("/edit/returns"), "{kind}");
    owner
        .get(&kind)
        .await
        .assert_says("Service wanted in return, choice 1")
        .assert_does_not_say("Price, without VAT");
    owner.get(&format!("{offer}/edit/standing")).await.assert_says("Not said");
}
