//! Making agreements public: every party agrees or nobody is told, and each takes its consent back when it likes.

use serde_json::{Value, json};
use symbiosis::access::capability::Sign;
use symbiosis::access::{Member, Role};
use symbiosis::agreements::commands::agree_to_publication;

use crate::agreed::{self, Agreed, TestLeg};
use crate::support::{Api, TestApp, TestBody};

/// What no visitor is told of any agreement: its title, its text, what a leg says, its money, quantity and measures.
const CONFIDENTIAL: [&str; 8] = [
    "Services for each other",
    "The text that was signed",
    "As described in the offer",
    "4.40",
    "1,000",
    "Done in time",
    "PO-4501177",
    "A-0",
];

struct Parties {
    app: TestApp,
    council: TestBody,
    trust: TestBody,
    agreed: Agreed,
}

/// The council provides payroll for the trust, since October.
async fn parties() -> Parties {
    let app = TestApp::start().await;
    let [council, trust] = app.bodies(["Ashdale Borough Council", "Northmoor NHS Trust"]).await;
    let agreed = agreed::cash(&app, &council, &trust).await;
    Parties { app, council, trust, agreed }
}

impl Parties {
    fn page(&self) -> String {
        format!("/agreements/{}/publication", self.agreed.id)
    }

    async fn signatory(&self, body: &TestBody) -> Api {
        self.app.api(body, &[Role::Signatory]).await
    }

    /// What everybody is told of the agreements of a body.
    async fn public(&self, body: &TestBody) -> Value {
        let answer = self.app.api_visitor().get(&format!("/bodies/{}/agreements", body.id)).await;
        answer.assert_status(200).json()["items"].clone()
    }
}

#[actix_web::test]
async fn an_agreement_is_public_once_every_party_agrees_and_hidden_when_one_takes_it_back() {
    let parties = parties().await;
    let Parties { app, council, trust, .. } = &parties;
    app.person_with_email("Sana Signatory", "sana@trust.example", trust, &[Role::Signatory]).await;
    app.person_with_email("Nico Negotiator", "nico@trust.example", trust, &[Role::Negotiator]).await;
    let at_council = app.signed_in(council, &[Role::Signatory]).await;
    let at_trust = app.signed_in(trust, &[Role::Signatory]).await;
    let (body, page) = (format!("/bodies/{}", council.id), parties.page());

    let asked = at_council.get(&page).await;
    asked.assert_says("What everybody would see").assert_says("Agree to make it public");
    asked.assert_says(
        "Payroll, from Ashdale Borough Council to Northmoor NHS Trust Oct 2026 Sep 2027 Running",
    );
    let agreed = at_council.post(&page, &[]).await;
    assert_eq!(agreed.assert_status(303).location(), page);
    at_council
        .get(&page)
        .await
        .assert_says("Waits for others")
        .assert_says("Northmoor NHS Trust Has not agreed");
    app.visitor().get(&body).await.assert_does_not_say("Northmoor");
    let mails = app.mails_to("@trust.example").await;
    let subjects: Vec<&str> = mails.iter().map(|(subject, _)| subject.as_str()).collect();
    assert_eq!(subjects.len(), 1, "{subjects:?}");
    assert!(subjects[0].starts_with("Ashdale Borough Council would like to make A-"), "{subjects:?}");
    assert_eq!(app.last_link_to("sana@trust").await, page);

    at_trust.get(&format!("/agreements/{}", parties.agreed.id)).await.assert_says("Waits for you");
    at_trust.post(&page, &[]).await.assert_status(303);

    for body in [council, trust] {
        let shown = app.visitor().get(&format!("/bodies/{}", body.id)).await;
        shown.assert_says("Agreements made public");
        shown.assert_says("Payroll, from Ashdale Borough Council to Northmoor NHS Trust");
        for word in CONFIDENTIAL {
            shown.assert_does_not_say(word);
        }
    }
    at_council.post(&format!("{page}/take-back"), &[]).await.assert_status(303);
    app.visitor().get(&body).await.assert_does_not_say("Northmoor");
    assert_eq!(parties.public(trust).await, json!([]));
    assert!(app.mails_to("sana@trust").await.last().unwrap().0.ends_with("is no longer public"));
}

#[actix_web::test]
async fn parties_others_and_visitors_see_what_each_may_know() {
    let parties = parties().await;
    let Parties { app, council, trust, agreed } = &parties;
    let college = app.body("University of Calderbridge").await;
    let private = agreed::cash(app, council, &college).await;
    for body in [council, trust] {
        parties.signatory(body).await.put(&parties.page(), &json!({})).await.assert_status(200);
    }
    parties
        .signatory(council)
        .await
        .put(&format!("/agreements/{}/publication", private.id), &json!({}))
        .await
        .assert_status(200);
    let stranger = app.body("Elsewhere County Council").await;
    let page = format!("/bodies/{}", council.id);
    let own = format!("/agreements/{}", agreed.id);

    let as_party = app.signed_in(trust, &[Role::Auditor]).await.get(&page).await;
    let as_other = app.signed_in(&stranger, &[Role::Auditor]).await.get(&page).await;
    let as_visitor = app.visitor().get(&page).await;

    as_party.assert_says("those that your body is a party to").assert_does_not_say("Calderbridge");
    assert!(as_party.body.contains(&own) && as_party.body.contains("performance"), "{}", as_party.text());
    for (answer, words) in [(&as_other, "There may be others"), (&as_visitor, "that every party agreed")] {
        answer.assert_says(words).assert_says("Whom it works with").assert_says("receives Payroll");
        answer.assert_does_not_say("Calderbridge").assert_does_not_say("performance of");
        assert!(!answer.body.contains(&own), "{}", answer.text());
    }
    let partners = app.api_visitor().get(&format!("{page}/partners")).await.json();
    assert_eq!(
        partners,
        json!([{ "body_id": trust.id, "body_name": trust.name, "provides": [],
            "receives": [{ "service_name": "Payroll", "agreement_id": null, "leg_id": null }] }])
    );
    let known = app.api(trust, &[Role::Auditor]).await.get(&format!("{page}/partners")).await.json();
    assert_eq!(known[0]["receives"][0]["agreement_id"], json!(agreed.id));
}

#[actix_web::test]
async fn programs_read_the_parties_services_directions_and_months_and_nothing_else() {
    let parties = parties().await;
    let Parties { app, council, trust, .. } = &parties;
    for body in [council, trust] {
        parties.signatory(body).await.put(&parties.page(), &json!({})).await.assert_status(200);
    }

    let public = parties.public(council).await;
    let file = app.visitor().get(&format!("/bodies/{}/agreements.csv", trust.id)).await;

    let mut named = [(council.id.to_string(), &council.name), (trust.id.to_string(), &trust.name)];
    named.sort();
    let named = named.map(|(id, name)| json!({ "id": id, "name": name }));
    assert_eq!(
        public,
        json!([{
            "parties": named,
            "legs": [{
                "provider_id": council.id, "provider_name": council.name,
                "consumer_id": trust.id, "consumer_name": trust.name,
                "service_code": "payroll", "service_name": "Payroll",
            }],
            "first_month": "2026-10", "last_month": "2027-09", "state": "active",
        }])
    );
    assert!(
        file.body.ends_with(
            "payroll,Payroll,Ashdale Borough Council,Northmoor NHS Trust,2026-10,2027-09,Running\n"
        ),
        "{}",
        file.body
    );
    app.api_visitor().get("/bodies/01900000-0000-7000-8000-000000000000/agreements").await.assert_status(404);
}

#[actix_web::test]
async fn saying_it_twice_is_saying_it_once_and_a_stranger_says_nothing() {
    let parties = parties().await;
    let Parties { app, council, trust, .. } = &parties;
    app.person_with_email("Sana Signatory", "sana@trust.example", trust, &[Role::Signatory]).await;
    let signatory = parties.signatory(council).await;
    let stranger = app.body("Elsewhere County Council").await;
    let stranger = parties.signatory(&stranger).await;
    let page = parties.page();

    assert_eq!(signatory.get(&page).await.json()["state"], "private");
    let first = signatory.put(&page, &json!({})).await.assert_status(200).json();
    app.clock.advance(chrono::Duration::hours(1)).unwrap();
    let again = signatory.put(&page, &json!({})).await.assert_status(200).json();
    let seen = parties.signatory(trust).await.get(&page).await.json();

    assert_eq!(first, again);
    assert_eq!((first["state"].as_str(), first["is_public"].as_bool()), (Some("waiting"), Some(false)));
    assert_eq!(seen["state"], "asked");
    assert_eq!(app.mails_to("sana@trust").await.len(), 1);
    for _ in 0..2 {
        assert_eq!(signatory.delete(&page).await.assert_status(200).json()["state"], "private");
    }
    let told: Vec<String> = agreed::audit_actions(app, trust).await;
    let about = told.iter().filter(|action| action.starts_with("agreement.publication")).count();
    assert_eq!(about, 2, "{told:?}");
    for refused in
        [stranger.get(&page).await, stranger.put(&page, &json!({})).await, stranger.delete(&page).await]
    {
        refused.assert_status(404);
    }
    let negotiator = app.api(council, &[Role::Negotiator]).await;
    negotiator.put(&page, &json!({})).await.assert_status(403);
    let reader = app.signed_in(council, &[Role::Negotiator]).await.get(&page).await;
    reader
        .assert_says("Only a signatory of your body can decide")
        .assert_does_not_say("Agree to make it public");
}

#[actix_web::test]
async fn two_parties_that_agree_at_once_make_it_public_and_are_told_once() {
    let parties = parties().await;
    let (app, id, now) = (&parties.app, parties.agreed.id, parties.app.now());
    let mut decisions = Vec::new();
    for (name, body) in [("Sana Council", &parties.council), ("Sana Trust", &parties.trust)] {
        let person = app.person(name, body, &[Role::Signatory]).await;
        let by: Member<Sign> = app.member(person, body).await;
        let db = app.db.clone();
        decisions.push(actix_web::rt::spawn(async move {
            db.write(move |tx| agree_to_publication(tx, &by, id, now)).await.unwrap().standing.as_str()
        }));
    }

    let mut standing = Vec::new();
    for decision in decisions {
        standing.push(decision.await.unwrap());
    }

    standing.sort_unstable();
    assert_eq!(standing, ["public", "waiting"]);
    let mails = app.mails_to("sana").await;
    assert_eq!(mails.iter().filter(|(subject, _)| subject.ends_with("is public")).count(), 1, "{mails:?}");
}

#[actix_web::test]
async fn of_three_parties_every_one_has_to_agree() {
    let app = TestApp::start().await;
    let [one, two, three] =
        app.bodies(["Ashdale Borough Council", "Northmoor NHS Trust", "University of Calderbridge"]).await;
    let legs = vec![
        TestLeg::in_kind(&one, &two, "Payroll"),
        TestLeg::in_kind(&two, &three, "Internal audit"),
        TestLeg::in_kind(&three, &one, "Data centre hosting"),
    ];
    let agreed = agreed::agreement(&app, legs).await;
    let page = format!("/agreements/{}/publication", agreed.id);
    let shown = || async {
        app.api_visitor().get(&format!("/bodies/{}/agreements", one.id)).await.json()["total"].clone()
    };

    for (body, state, total) in [(&one, "waiting", 0), (&two, "waiting", 0), (&three, "public", 1)] {
        let answer = app.api(body, &[Role::Signatory]).await.put(&page, &json!({})).await;
        assert_eq!(answer.assert_status(200).json()["state"], state);
        assert_eq!(shown().await, total, "after {}", body.name);
    }

    let page = app.visitor().get(&format!("/bodies/{}", one.id)).await;
    page.assert_says("Internal audit, from Northmoor NHS Trust to University of Calderbridge");
    page.assert_says("Northmoor NHS Trust receives Payroll");
    page.assert_says("University of Calderbridge provides Data centre hosting");
    // A party knows no less of the others than everybody does.
    let names = |answer: serde_json::Value| -> Vec<String> {
        let partners = answer.as_array().unwrap().iter();
        partners.map(|partner| partner["body_name"].as_str().unwrap().to_owned()).collect()
    };
    let path = format!("/bodies/{}/partners", two.id);
    let as_party = app.api(&one, &[Role::Auditor]).await.get(&path).await.json();
    let mut seen = [names(app.api_visitor().get(&path).await.json()), names(as_party)];
    for names in &mut seen {
        names.sort();
    }
    assert_eq!(seen[0], ["Ashdale Borough Council", "University of Calderbridge"]);
    assert_eq!(seen[0], seen[1]);
}

#[actix_web::test]
async fn nobody_is_told_of_a_change_of_mind_more_than_ten_times_a_day() {
    let parties = parties().await;
    let signatory = parties.signatory(&parties.council).await;
    parties.signatory(&parties.trust).await;
    let told = async || parties.app.mails_to("").await.len();
    let before = told().await;

    for _ in 0..5 {
        signatory.put(&parties.page(), &json!({})).await.assert_status(200);
        signatory.delete(&parties.page()).await.assert_status(200);
    }
    let after = told().await;

    signatory.put(&parties.page(), &json!({})).await.assert_status(429);
    assert!(after > before && told().await == after);
    parties.app.clock.advance(chrono::Duration::days(1)).unwrap();
    let signatory = parties.signatory(&parties.council).await;
    signatory.put(&parties.page(), &json!({})).await.assert_status(200);
}
