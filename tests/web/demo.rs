//! The demonstration: every page of it has something to show.

use std::collections::BTreeSet;

use diesel::prelude::*;
use symbiosis::agreements::AgreementState;
use symbiosis::catalogue::OfferState;
use symbiosis::kernel::ids::{AgreementId, BodyId};
use symbiosis::service_levels::state::ReturnState;
use symbiosis::storage::schema::{
    agreements, bodies, legs, offer_attachments, offers, public_answers, returns, search_finds,
    shortlist_items,
};

use crate::support::TestApp;

async fn demo() -> TestApp {
    let app = TestApp::start().await;
    let (db, now) = (app.db.clone(), app.now());
    actix_web::web::block(move || symbiosis::demo::load(&db, now)).await.unwrap().unwrap();
    app
}

#[actix_web::test]
async fn every_corner_of_the_demonstration_is_alive() {
    let app = demo().await;

    let whole: Vec<String> = app
        .read(|conn| {
            let open = offers::table.filter(offers::state.eq(OfferState::Published));
            open.filter(offers::unit.eq("service")).select(offers::service_code).distinct().load(conn)
        })
        .await;
    assert!(whole.len() >= 12, "whole services: {whole:?}");
    for state in [OfferState::Draft, OfferState::Paused, OfferState::Expired] {
        let count: i64 = app
            .read(move |conn| offers::table.filter(offers::state.eq(state)).count().get_result(conn))
            .await;
        assert!(count >= 4, "{count} are {}", state.as_str());
    }
    let accepted: Vec<(AgreementId, BodyId, BodyId)> = app
        .read(|conn| {
            returns::table
                .inner_join(legs::table)
                .filter(returns::state.eq(ReturnState::Accepted))
                .select((legs::agreement_id, legs::provider_id, legs::consumer_id))
                .distinct()
                .load(conn)
        })
        .await;
    let parties: BTreeSet<BodyId> = accepted.iter().flat_map(|(_, one, other)| [*one, *other]).collect();
    assert!(parties.len() >= 24, "{} bodies with accepted returns", parties.len());
    let counts: Vec<i64> = app
        .read(|conn| {
            Ok(vec![
                agreements::table
                    .filter(agreements::state.eq(AgreementState::Active))
                    .count()
                    .get_result(conn)?,
                offer_attachments::table.count().get_result(conn)?,
                public_answers::table.count().get_result(conn)?,
                shortlist_items::table.count().get_result(conn)?,
                search_finds::table.count().get_result(conn)?,
            ])
        })
        .await;
    let enough = [20, 30, 10, 10, 5];
    assert!(counts.iter().zip(enough).all(|(count, enough)| *count >= enough), "{counts:?}");

    let police: BodyId = app
        .read(|conn| bodies::table.filter(bodies::name.eq("Sallowby Police")).select(bodies::id).first(conn))
        .await;
    app.visitor()
        .get(&format!("/bodies/{police}"))
        .await
        .assert_status(200)
        .assert_says("How it performs")
        .assert_says("Marchmoor Police");
}

#[actix_web::test]
async fn loading_the_demonstration_again_changes_nothing() {
    let app = demo().await;
    let count = || app.read(|conn| offers::table.count().get_result::<i64>(conn));
    let before = count().await;

    let (db, now) = (app.db.clone(), app.now());
    actix_web::web::block(move || symbiosis::demo::load(&db, now)).await.unwrap().unwrap();

    assert_eq!(count().await, before);
}
