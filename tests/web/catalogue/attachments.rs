//! Documents beside an offer: who adds, who downloads, and what is never taken.

use std::io::{Cursor, Write as _};

use serde_json::json;
use symbiosis::access::Role;
use zip::write::{SimpleFileOptions, ZipWriter};

use crate::support::{Client, Listing, TestApp};

const OWNER: &[Role] = &[Role::ServiceOwner];
const EXCEL: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml";

fn pdf(text: &str) -> Vec<u8> {
    format!("%PDF-1.7\n{text}\n%%EOF\n").into_bytes()
}

/// A workbook with these parts besides the list of them.
fn workbook(parts: &[&str]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in
        [("[Content_Types].xml", EXCEL)].into_iter().chain(parts.iter().map(|part| (*part, "")))
    {
        writer.start_file(name, SimpleFileOptions::default()).unwrap();
        writer.write_all(text.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

async fn add(owner: &Client, offer: &str, name: &str, bytes: Vec<u8>) -> crate::support::Answer {
    owner.upload(&format!("{offer}/attachments"), &[], ("file", name, bytes)).await
}

/// The addresses of the documents that a page links to.
fn documents(page: &str) -> Vec<String> {
    let links = page.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next());
    let links = links.filter(|href| href.contains("/attachments/") && !href.ends_with("/remove"));
    links.map(str::to_owned).collect()
}

#[actix_web::test]
async fn an_owner_adds_a_document_and_a_reader_downloads_it_as_a_file() {
    let app = TestApp::with_services().await;
    let council = app.body("Ashdale Borough Council").await;
    let owner = app.signed_in(&council, OWNER).await;
    let (_, offer) = app.listed(&council, &Listing::default()).await;
    owner.get(&offer).await.assert_says("Add or remove documents");

    let name = "../Gebühren & \"Kosten\" 100%.png";
    let page = format!("{offer}/attachments");
    assert_eq!(add(&owner, &offer, name, pdf("Rates")).await.assert_status(303).location(), page);
    add(&owner, &offer, "plan.xlsx", workbook(&["xl/workbook.xml"])).await.assert_status(303);
    add(&owner, &offer, "again.pdf", pdf("Rates")).await.assert_status(303);

    owner
        .get(&page)
        .await
        .assert_says("Gebühren & -Kosten- 100%.pdf PDF 1 KB")
        .assert_does_not_say("again.pdf");
    let visitor = app.visitor();
    let seen = visitor.get(&offer).await;
    seen.assert_says("Documents Gebühren & -Kosten- 100%.pdf (PDF, 1 KB) plan.xlsx (Excel workbook, 1 KB)")
        .assert_does_not_say("Add or remove documents");
    let paths = documents(&seen.body);
    assert_eq!(paths.len(), 2, "{paths:?}");
    let file = visitor.get(&paths[0]).await;
    file.assert_status(200);
    assert_eq!(file.body.as_bytes(), pdf("Rates"));
    for (header, value) in [
        ("content-type", "application/pdf"),
        ("x-content-type-options", "nosniff"),
        ("cache-control", "private, no-cache"),
    ] {
        assert_eq!(file.header(header), Some(value), "{header}");
    }
    let policy = file.header("content-security-policy").unwrap();
    assert!(policy.starts_with("default-src 'none'; sandbox;"), "{policy}");
    let disposition = file.header("content-disposition").unwrap();
    assert!(
        disposition.starts_with("attachment; filename=\"Geb_hren & -Kosten- 100-.pdf\""),
        "{disposition}"
    );
    assert!(disposition.contains("filename*=UTF-8''Geb%C3%BChren"), "{disposition}");
    let known = visitor.get_knowing(&paths[0], file.header("etag").unwrap()).await;
    known.assert_status(304);
    assert!(known.body.is_empty());
    let elsewhere = paths[0].rsplit_once('/').unwrap().0;
    visitor.get(&format!("{elsewhere}/invoice.pdf")).await.assert_status(404);

    let removal = format!("{elsewhere}/remove");
    owner.get(&removal).await.assert_says("Remove “Gebühren & -Kosten- 100%.pdf”?");
    owner.post(&removal, &[]).await.assert_status(303);
    visitor.get(&paths[0]).await.assert_status(404);
    owner.post(&removal, &[]).await.assert_status(404);
    let trail = app.signed_in(&council, &[Role::Auditor]).await.get("/audit").await;
    trail.assert_says("Offer attachment added").assert_says("Offer attachment removed");
}

#[actix_web::test]
async fn a_document_that_a_version_listed_can_be_had_for_as_long_as_the_version() {
    let app = TestApp::with_services().await;
    let [council, trust] = app.bodies(["Ashdale Borough Council", "Northmoor NHS Trust"]).await;
    let owner = app.signed_in(&council, OWNER).await;
    let (api, offer) = app.listed(&council, &Listing::default()).await;
    add(&owner, &offer, "rates.pdf", pdf("Rates")).await.assert_status(303);
    let buyer = app.signed_in(&trust, OWNER).await;
    let need = buyer.post("/needs/new", &[("service", "PAY-01"), ("shape", "capacity")]).await.location();
    let need = need.split('/').nth(2).unwrap();
    buyer.post(&format!("{offer}/shortlist"), &[("need", need)]).await.assert_status(303);
    let there = api.get(&format!("{offer}/attachments")).await.json();
    let removal = format!("{offer}/attachments/{}/remove", there[0]["id"].as_str().unwrap());
    owner.get(&removal).await.assert_says("whoever could see them can still download it there");

    owner.post(&removal, &[]).await.assert_status(303);
    add(&owner, &offer, "new rates.pdf", pdf("New rates")).await.assert_status(303);

    let versions = app.api_visitor().get(&format!("{offer}/versions")).await.json();
    let listed = |place: usize| versions[place]["documents"].as_array().unwrap().clone();
    assert_eq!(versions.as_array().unwrap().len(), 4);
    assert_eq!(
        (listed(0)[0]["name"].clone(), listed(1), listed(3)),
        ("new rates.pdf".into(), vec![], vec![])
    );
    let old = &listed(2)[0];
    assert_eq!((&old["name"], &old["size_bytes"]), (&"rates.pdf".into(), &json!(pdf("Rates").len())));
    let path = format!("{offer}/versions/2/documents/{}", old["sha256"].as_str().unwrap());
    let visitor = app.visitor();
    assert_eq!(visitor.get_bytes(&path).await, pdf("Rates"));
    assert_eq!(app.api_visitor().get_bytes(&path).await, pdf("Rates"));
    let page = visitor.get(&format!("{offer}/versions/2")).await;
    page.assert_says("rates.pdf (PDF, 1 KB)").assert_says("new rates.pdf (PDF, 1 KB, SHA-256");
    assert!(page.body.contains(&path), "no link to {path}");
    visitor.get(&offer).await.assert_says("Documents new rates.pdf (PDF, 1 KB)");
    let shortlist = buyer.get(&format!("/needs/{need}/shortlist")).await;
    shortlist.assert_says("This offer has changed since").assert_says("rates.pdf (PDF, 1 KB)");
    assert!(shortlist.body.contains(&path), "the shortlist does not hold it");
    for wrong in [path.replace("versions/2", "versions/1"), path.replace("versions/2", "versions/3")] {
        visitor.get(&wrong).await.assert_status(404);
    }

    // The same content again is the document that was kept.
    add(&owner, &offer, "rates again.pdf", pdf("Rates")).await.assert_status(303);
    visitor.get(&offer).await.assert_says("rates again.pdf (PDF, 1 KB)");
    let disposition = visitor.get(&path).await.header("content-disposition").unwrap().to_owned();
    assert!(disposition.contains("\"rates.pdf\""), "{disposition}");
}

#[actix_web::test]
async fn a_document_of_a_version_is_for_those_alone_who_could_see_the_version() {
    let app = TestApp::with_services().await;
    let [council, trust] = app.bodies(["Ashdale Borough Council", "Northmoor NHS Trust"]).await;
    let (api, offer) = app.draft(&council, &Listing::default()).await;
    let mut body = Listing::default().json();
    body["visibility"] = json!({ "partners": [trust.id.to_string()], "partners_from": "2026-11-01" });
    api.put(&offer, &body).await.assert_status(200);
    let file = format!("{offer}/attachments?name=rates.pdf");
    api.post_file(&file, "application/pdf", pdf("Rates")).await.assert_status(201);
    api.post(&format!("{offer}/publish"), &json!({})).await.assert_status(200);
    let versions = api.get(&format!("{offer}/versions")).await.json();
    let sha256 = versions[0]["documents"][0]["sha256"].as_str().unwrap().to_owned();
    let path = format!("{offer}/versions/1/documents/{sha256}");
    let there = api.get(&format!("{offer}/attachments")).await.json();
    let document = format!("{offer}/attachments/{}", there[0]["id"].as_str().unwrap());

    api.post(&format!("{offer}/withdraw"), &json!({})).await.assert_status(200);
    api.delete(&document).await.assert_status(204);

    let partner = app.api(&trust, OWNER).await;
    assert_eq!(partner.get_bytes(&path).await, pdf("Rates"));
    app.api_visitor().get(&path).await.assert_status(404);
    app.visitor().get(&path).await.assert_status(404);
}

#[actix_web::test]
async fn what_is_no_plain_document_is_refused_with_a_reason_and_nothing_is_lost() {
    let app = TestApp::with_services().await;
    let council = app.body("Ashdale Borough Council").await;
    let owner = app.signed_in(&council, OWNER).await;
    let (api, offer) = app.listed(&council, &Listing::default()).await;
    for number in 1..=9 {
        add(&owner, &offer, &format!("part {number}.pdf"), pdf(&number.to_string())).await.assert_status(303);
    }

    let mut large = pdf("large");
    large.resize(10 * 1024 * 1024 + 1, b' ');
    for (name, bytes, reason) in [
        ("page.pdf", b"<!doctype html><script>alert(1)</script>".to_vec(), "This is not a PDF, Word"),
        ("macros.xlsx", workbook(&["xl/workbook.xml", "xl/vbaProject.bin"]), "This file holds macros"),
        ("large.pdf", large.clone(), "larger than 10 MB"),
        ("empty.pdf", Vec::new(), "This file is empty"),
    ] {
        let answer = add(&owner, &offer, name, bytes).await;
        let told = answer.assert_status(422).error_summary();
        assert!(told.contains(reason), "{name}: {told}");
        answer.assert_says("part 9.pdf");
    }
    owner
        .post(&format!("{offer}/attachments"), &[])
        .await
        .assert_status(422)
        .assert_says("Choose the document");
    add(&owner, &offer, "last.pdf", pdf("last")).await.assert_status(303);
    let eleventh = add(&owner, &offer, "more.pdf", pdf("more")).await;
    eleventh.assert_status(422).assert_says("This offer has 10 documents already. Remove one first");
    add(&owner, &offer, "part 1.pdf", pdf("1")).await.assert_status(303);

    let path = format!("{offer}/attachments");
    let too_large = api.post_file(&path, "application/pdf", large).await;
    too_large.assert_status(422);
    assert_eq!(too_large.header("content-type"), Some("application/problem+json"));
    api.post_file(&path, "application/pdf", b"<html>".to_vec()).await.assert_status(422);
    api.post_file(&path, "text/html", b"<html>".to_vec()).await.assert_status(415);
    let list = api.get(&path).await.json();
    let names: Vec<&str> = list.as_array().unwrap().iter().map(|one| one["name"].as_str().unwrap()).collect();
    assert_eq!((names.len(), names[0], names[9]), (10, "part 1.pdf", "last.pdf"));
}

#[actix_web::test]
async fn a_body_keeps_100_megabytes_of_documents_and_no_more() {
    let app = TestApp::with_services().await;
    let council = app.body("Ashdale Borough Council").await;
    let (api, first) = app.listed(&council, &Listing::default()).await;
    let (_, second) = app.listed(&council, &Listing { title: "Pensions", ..Listing::default() }).await;
    let large = |number: u8| {
        let mut bytes = pdf(&number.to_string());
        bytes.resize(10 * 1024 * 1024, number);
        bytes
    };
    for number in 1..=10 {
        let path = format!("{first}/attachments?name={number}.pdf");
        api.post_file(&path, "application/pdf", large(number)).await.assert_status(201);
    }

    let over = api.post_file(&format!("{second}/attachments"), "application/pdf", pdf("one more")).await;
    over.assert_status(422).assert_says("more than 100 MB");
    let there = api.get(&format!("{first}/attachments")).await.json();
    api.delete(&format!("{first}/attachments/{}", there[0]["id"].as_str().unwrap())).await.assert_status(204);

    let fits = api.post_file(&format!("{second}/attachments"), "application/pdf", pdf("one more")).await;
    fits.assert_status(201);
}

#[actix_web::test]
async fn a_program_adds_lists_downloads_and_removes() {
    let app = TestApp::with_services().await;
    let council = app.body("Ashdale Borough Council").await;
    let (api, offer) = app.listed(&council, &Listing::default()).await;
    let path = format!("{offer}/attachments");

    let added = api.post_file(&format!("{path}?name=rates.pdf"), "application/pdf", pdf("Rates")).await;
    let again = api.post_file(&format!("{path}?name=other.pdf"), "application/pdf", pdf("Rates")).await;

    let document = added.assert_status(201).json();
    assert_eq!(again.assert_status(200).json()["id"], document["id"]);
    assert_eq!(
        (&document["name"], &document["media_type"], &document["size_bytes"]),
        (&"rates.pdf".into(), &"application/pdf".into(), &json!(pdf("Rates").len()))
    );
    let file = added.location().strip_prefix("/api/v1").unwrap().to_owned();
    assert_eq!(app.api_visitor().get_bytes(&file).await, pdf("Rates"));
    assert_eq!(app.api_visitor().get(&path).await.json()[0]["sha256"], document["sha256"]);
    api.delete(&file).await.assert_status(204);
    api.get(&file).await.assert_status(404);
    let copy = api.post(&format!("{offer}/copy"), &json!({})).await.assert_status(201).location();
    let copied = api.get(&format!("{}/attachments", copy.strip_prefix("/api/v1").unwrap())).await;
    assert_eq!(copied.assert_status(200).json(), json!([]));
}

#[actix_web::test]
async fn documents_are_for_whoever_sees_the_offer_and_only_its_owner_changes_them() {
    let app = TestApp::with_services().await;
    let [council, trust, university] =
        app.bodies(["Ashdale Borough Council", "Northmoor NHS Trust", "Southmere University"]).await;
    let (api, offer) = app.draft(&council, &Listing::default()).await;
    let owner = app.signed_in(&council, OWNER).await;
    add(&owner, &offer, "rates.pdf", pdf("Rates")).await.assert_status(303);
    let file = documents(&owner.get(&offer).await.body).remove(0);
    let id = file.split('/').nth(4).unwrap().to_owned();
    let api_file = format!("{offer}/attachments/{id}");
    let partner = app.signed_in(&university, &[Role::Negotiator]).await;
    let stranger = app.signed_in(&trust, OWNER).await;

    // A draft is its owner's alone.
    owner.get(&file).await.assert_status(200);
    for reader in [&partner, &stranger, &app.visitor()] {
        reader.get(&file).await.assert_status(404);
    }
    app.api_visitor().get(&api_file).await.assert_status(404);
    app.api_visitor().get(&format!("{offer}/attachments")).await.assert_status(404);

    // Published for a partner alone.
    let mut body = Listing::default().json();
    body["visibility"] = json!({ "partners": [university.id], "partners_from": "2026-11-20" });
    api.put(&offer, &body).await.assert_status(200);
    api.post(&format!("{offer}/publish"), &json!({})).await.assert_status(200);
    partner.get(&file).await.assert_status(200);
    for reader in [&stranger, &app.visitor()] {
        reader.get(&file).await.assert_status(404);
    }
    app.api_visitor().get(&api_file).await.assert_status(404);

    // Nobody but the owner changes anything, and of them only who manages offers.
    let page = format!("{offer}/attachments");
    stranger.get(&page).await.assert_status(404);
    add(&stranger, &offer, "more.pdf", pdf("more")).await.assert_status(404);
    stranger.post(&format!("{page}/{id}/remove"), &[]).await.assert_status(404);
    let theirs = app.api(&trust, OWNER).await;
    theirs.post_file(&page, "application/pdf", pdf("more")).await.assert_status(404);
    theirs.delete(&api_file).await.assert_status(404);
    let auditor = app.signed_in(&council, &[Role::Auditor]).await;
    auditor.get(&page).await.assert_status(403);
    add(&auditor, &offer, "more.pdf", pdf("more")).await.assert_status(403);
    auditor.post(&format!("{page}/{id}/remove"), &[]).await.assert_status(403);
    // Another offer of the same owner does not lead to it either.
    let (_, other) = app.listed(&council, &Listing { title: "Pensions", ..Listing::default() }).await;
    owner.get(&file.replace(&offer, &other)).await.assert_status(404);
    owner.post(&format!("{other}/attachments/{id}/remove"), &[]).await.assert_status(404);

    // A withdrawn offer takes no more, but lets go.
    api.post(&format!("{offer}/withdraw"), &json!({})).await.assert_status(200);
    add(&owner, &offer, "more.pdf", pdf("more")).await.assert_status(409);
    owner.post(&format!("{page}/{id}/remove"), &[]).await.assert_status(303);
}

#[actix_web::test]
async fn a_copied_offer_has_the_documents_of_the_other_and_keeps_them_when_that_loses_its_own() {
    let app = TestApp::with_services().await;
    let council = app.body("Ashdale Borough Council").await;
    let owner = app.signed_in(&council, OWNER).await;
    let (api, offer) = app.listed(&council, &Listing::default()).await;
    for name in ["rates.pdf", "plan.pdf"] {
        add(&owner, &offer, name, pdf(name)).await.assert_status(303);
    }

    let copied = owner.post(&format!("{offer}/copy"), &[]).await.assert_status(303).location();
    let copied = copied.trim_end_matches("/check").to_owned();
    let again = api.post(&format!("{offer}/copy"), &json!({})).await.assert_status(201).json();
    let there = documents(&owner.get(&format!("{offer}/attachments")).await.body);
    let removal = format!("{}/remove", there[0].rsplit_once('/').unwrap().0);
    owner.post(&removal, &[]).await.assert_status(303);

    owner.get(&format!("{copied}/attachments")).await.assert_says("rates.pdf").assert_says("plan.pdf");
    let again = format!("/offers/{}/attachments", again["id"].as_str().unwrap());
    assert_eq!(documents(&owner.get(&again).await.body).len(), 2);
    let kept = documents(&owner.get(&format!("{copied}/attachments")).await.body);
    assert!(owner.get(&kept[0]).await.assert_status(200).body.contains("rates.pdf"), "another document");
    app.visitor().get(&kept[0]).await.assert_status(404);
}
