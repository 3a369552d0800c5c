//! Many offers or needs at once: a file is uploaded, checked and loaded, and what is listed comes back in the same shape.

mod harm;
mod once;
mod programs;

use symbiosis::access::Role;

use crate::support::{Answer, Api, Client, Listing, TestApp};

pub const OWNER: &[Role] = &[Role::ServiceOwner];

/// A file as a body keeps it: headings of its own, one of them unknown, and mistakes of every sort.
const OWN_FILE: &str = "Ref;Name;Service type;Summary;Capacity;From;To;Payment;Kind of price;Unit price;Colour\r\n\
    1;Payroll for schools;PAY-01;Payslips and pensions returns;1,200;Jan-27;31/12/2027;cash;per_unit;4,40;blue\r\n\
    2;Payroll for schools;Payrol;;lots;soon;2027-12;gold;per_unit;4.40;red\r\n\
    \r\n\
    3;IT desk;IT-01;First line;300;01/2027;12/2027;cash;Price for each unit;£4.40;red\r\n\
    4;IT desk;it-01;The same once more;300;January 2027;December 2027;Cash;per_unit;4.4;red\r\n";

pub async fn upload(client: &Client, path: &str, name: &str, bytes: impl Into<Vec<u8>>) -> Answer {
    client.upload(path, &[], ("file", name, bytes.into())).await
}

/// A row of a file in our own columns; the rest is left out.
pub fn plain(rows: &[&str]) -> String {
    let header = "Service,Title,Description,Quantity a month,First month,Last month,What you take,Price kind,Price in pounds";
    let row =
        |title: &&str| format!("PAY-01,{title},Payslips,100,2027-01,2027-12,Cash,Price for each unit,4.40");
    std::iter::once(header.to_owned()).chain(rows.iter().map(row)).collect::<Vec<_>>().join("\n")
}

#[actix_web::test]
async fn an_owner_uploads_a_file_of_their_own_and_publishes_the_good_rows() {
    let app = TestApp::with_services().await;
    let council = app.body("Ashdale Borough Council").await;
    let owner = app.signed_in(&council, OWNER).await;
    owner.get("/offers").await.assert_says("Upload offers");
    owner.get("/offers/upload").await.assert_status(200).assert_says("Template for Excel");

    let file = upload(&owner, "/offers/upload", "capacity.csv", OWN_FILE).await.assert_status(303).location();
    let columns = owner.get(&file).await.assert_status(303).location();
    let page = owner.get(&columns).await;
    page.assert_status(200)
        .assert_says("Which column is which?")
        .assert_says("Payroll for schools · Payroll for schools")
        .assert_says("Throw this upload away");
    let none = owner.post(&columns, &[("column_1", "title"), ("column_2", "title")]).await;
    none.assert_status(422).assert_says("Another column holds “Title” already");
    assert!(
        none.error_summary().contains("Choose the column that holds “Service”"),
        "{}",
        none.error_summary()
    );

    let chosen = [
        ("column_1", "title"),
        ("column_2", "service"),
        ("column_3", "description"),
        ("column_4", "quantity_per_month"),
        ("column_5", "first_month"),
        ("column_6", "last_month"),
        ("column_7", "takes"),
        ("column_8", "price_kind"),
        ("column_9", "price"),
    ];
    owner.post(&columns, &chosen).await.assert_status(303);
    owner
        .get(&file)
        .await
        .assert_status(200)
        .assert_says("Good rows 1 Duplicates 1 Bad rows 2")
        .assert_says(
            "Line 2 Payroll for schools Price in pounds Price must be a number in pounds, like 4.42 or 1,200",
        )
        .assert_says("Line 3 Payroll for schools Service “Payrol” is not a service we know")
        .assert_does_not_say("Enter the unit you count in")
        .assert_says("Each becomes visible as its row says under “Who may see it”")
        .assert_says("Line 3 Payroll for schools Description Enter a description")
        .assert_says("First month “soon” is not a month. Write it like 2027-01 or January 2027")
        .assert_says(
            "What you take “gold” is not one of: Cash; A service in return; Cash or a service in return",
        )
        .assert_says("Line 6 IT desk Line 5 of this file");
    owner.get("/offers").await.assert_says("You have not offered anything yet");

    owner
        .post(&format!("{file}/load"), &[])
        .await
        .assert_status(422)
        .assert_says("Choose what becomes of the good offers");
    owner.post(&format!("{file}/load"), &[("load_as", "published")]).await.assert_status(303);
    owner
        .get(&file)
        .await
        .assert_says("Published 1 offer. Left out: 1 row that is there already and 2 bad rows")
        .assert_says("Published 1 Duplicates left out 1 Bad rows left out 2")
        .assert_says("Line 5 IT desk Loaded");
    owner.get("/offers").await.assert_says("IT desk").assert_does_not_say("Payroll for schools");

    let bad = owner.get(&format!("{file}/bad-rows.csv")).await;
    bad.assert_says("Line,What is wrong,Ref,Name,Service type")
        .assert_says("2,\"Price in pounds: Price must be");
    let mended = bad.body.replace("\"4,40\"", "4.40");
    let again = upload(&owner, "/offers/upload", "mended.csv", mended).await.assert_status(303).location();
    owner.get(&again).await.assert_status(200).assert_says("Good rows 1 Duplicates 0 Bad rows 1");
    owner.post(&format!("{again}/load"), &[("load_as", "drafts")]).await.assert_status(303);
    owner.get(&again).await.assert_says("Kept 1 offer as drafts");
    owner.get("/offers?state=draft").await.assert_says("Payroll for schools").assert_does_not_say("IT desk");
    owner
        .get("/offers/upload")
        .await
        .assert_says("mended.csv 23 Nov 2026 Service owner Loaded 2 1 0 1")
        .assert_says("All files of offers");
    let past = owner.get("/offers/uploads").await;
    past.assert_status(200).assert_says("capacity.csv 23 Nov 2026 Service owner Loaded 4 1 1 2 bad rows of");
    past.assert_says("mended.csv 23 Nov 2026 Service owner Loaded 2 1 0 1");
    let api = app.api(&council, OWNER).await;
    let listed = api.get("/bulk/offers/uploads?limit=1").await.assert_status(200).json();
    assert_eq!((&listed["total"], &listed["items"][0]["name"]), (&2.into(), &"mended.csv".into()));
    assert_eq!((&listed["items"][0]["loaded"], &listed["items"][0]["bad"]), (&1.into(), &1.into()));
    let other = app.body("Northmoor NHS Trust").await;
    app.signed_in(&other, OWNER).await.get("/offers/uploads").await.assert_says("No file has been uploaded");
    assert_eq!(app.api(&other, OWNER).await.get("/bulk/offers/uploads").await.json()["total"], 0);
}

#[actix_web::test]
async fn what_is_downloaded_and_uploaded_again_changes_nothing() {
    let app = TestApp::with_services().await;
    let council = app.body("Ashdale Borough Council").await;
    let first = Listing { title: "=Payroll, \"in full\"", description: "-1\nand more", ..Listing::default() };
    let (api, first) = app.listed(&council, &first).await;
    let mut other =
        Listing { title: "Help desk", service: "IT-01", unit: "call", ..Listing::default() }.json();
    let more = serde_json::json!({
        "takes": "either", "wants": ["PAY-01", "IT-03"], "differs": [{ "month": "2027-08", "quantity": "0" }],
        "lead_days": 30, "minimum_order": "10.5", "price_basis": "full_cost", "vat_treatment": "outside_scope",
        "legal_power": "Localism Act 2011, section 1", "regions": ["North West", "Yorkshire and The Humber"],
        "assurances": ["iso_27001", "dspt"], "confirm_days": 60, "hours": "own_hours", "holidays": "none",
        "week": ["08:30 to 12:00, 13:00 to 17:00", "all day", "all day", "", "", "09:00 to 12:00", ""],
        "closures": ["2027-12-24", "2027-12-31"],
        "kpis": (1..=10).map(|place| serde_json::json!({ "name": format!("Measure {place}"), "target": "98%" }))
            .collect::<Vec<_>>(),
    });
    for (key, value) in more.as_object().unwrap() {
        other[key] = value.clone();
    }
    let second = api.post("/offers", &other).await.assert_status(201).location();
    let second = second.trim_start_matches("/api/v1").to_owned();
    api.post(&format!("{second}/publish"), &serde_json::json!({})).await.assert_status(200);
    let originals = [said(&api, &first).await, said(&api, &second).await];

    for (format, media_type) in [("csv", "text/csv"), ("xlsx", XLSX)] {
        let file = api.get_bytes(&format!("/bulk/offers?format={format}")).await;
        let told = api.post_file("/bulk/offers?load_as=published", media_type, file.clone()).await;
        let told = told.assert_status(200).json();
        assert_eq!(
            (&told["loaded"], &told["duplicates"], &told["bad"]),
            (&0.into(), &2.into(), &0.into()),
            "{told}"
        );

        // What a twin would say is the same to the letter, once it is loaded in spite of that.
        let twins =
            api.post_file("/bulk/offers?load_as=published&duplicates=load", media_type, file).await.json();
        for (row, original) in twins["rows"].as_array().unwrap().iter().zip(&originals) {
            assert_eq!(row["outcome"], "loaded", "{row}");
            let path = format!("/offers/{}", row["id"].as_str().unwrap());
            assert_eq!(said(&api, &path).await, *original);
            api.post(&format!("{path}/withdraw"), &serde_json::json!({})).await.assert_status(200);
        }
        let after = api.get_bytes(&format!("/bulk/offers?format={format}")).await;
        if format == "csv" {
            let text = String::from_utf8(after).unwrap();
            assert!(text.contains("'=Payroll, \"\"in full\"\"") && text.contains("'-1\nand more"), "{text}");
            assert!(text.contains("PAY-01 Payroll"), "{text}");
        }
    }
}

/// What an offer says, but not when.
async fn said(api: &Api, path: &str) -> serde_json::Value {
    let mut published = api.get(path).await.assert_status(200).json()["published"].clone();
    published["published_at"].take();
    published
}

pub const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

#[actix_web::test]
async fn the_template_says_what_to_write_and_its_example_is_a_good_row() {
    let app = TestApp::with_services().await;
    let council = app.body("Ashdale Borough Council").await;
    let api = app.api(&council, OWNER).await;

    for kind in ["offers", "needs"] {
        let template = api.get(&format!("/bulk/{kind}/template")).await;
        template.assert_says("What to write: Needed. The service’s code or its name");
        let empty =
            api.post_csv(&format!("/bulk/{kind}?dry_run=true"), template.body.clone().into_bytes()).await;
        empty.assert_status(422).assert_says("headings and no rows below them");
        let filled = template.body.replace("# An example: ", "");
        let told = api.post_csv(&format!("/bulk/{kind}?dry_run=true"), filled.into_bytes()).await.json();
        assert_eq!((&told["loaded"], &told["bad"]), (&1.into(), &0.into()), "{told}");

        let workbook = api.get_bytes(&format!("/bulk/{kind}/template?format=xlsx")).await;
        let told = api.post_file(&format!("/bulk/{kind}?dry_run=true"), XLSX, workbook).await;
        told.assert_status(422).assert_says("headings and no rows below them");
    }
}

#[actix_web::test]
async fn a_row_that_contradicts_itself_is_told_with_its_column() {
    let app = TestApp::with_services().await;
    let council = app.body("Ashdale Borough Council").await;
    let api = app.api(&council, OWNER).await;
    let file = "Service,Title,Description,Quantity a month,First month,Last month,Months that differ,What you take,\
        Price kind,Price in pounds,Services wanted in return,Least a month\n\
        PAY-01,One,Payslips,£100,2027-01,2027-12,,Cash or a service in return,Fixed price a month,999.999,,\n\
        PAY-01,Two,Payslips,100,2027-01,2027-12,2027-04=; 2026-01=5,A service in return,,,PAY-01; IT-01; IT-01,\n\
        PAY-01,Three,Payslips,100,2027-01,2027-12,2027-04=150,Cash,No charge,5,,151\n";

    let told = api.post_csv("/bulk/offers?dry_run=true", file.as_bytes().to_vec()).await.json();

    let rows = told["rows"].as_array().unwrap().iter().map(|row| row["reason"].as_str().unwrap());
    insta::assert_snapshot!(rows.collect::<Vec<_>>().join("\n").replace("; ", "\n"), @"
    Quantity a month: Quantity must be a number, not an amount of money
    Price in pounds: A fixed price must be in whole pence, like 1,200.50
    Services wanted in return: Choose at least one service you would take, or take cash alone
    Months that differ: Enter a quantity for April 2027, or 0 if you have none then
    Months that differ: January 2026 is not one of the months of the offer, January 2027 to December 2027
    Services wanted in return: Payroll is the service you offer: choose another
    Services wanted in return: IT service desk (first line) is chosen twice
    Price in pounds: Leave the price empty, or choose something else than “No charge”
    Least a month: The least that can be taken is more than you offer in any month, which is 150
    ");
}

#[actix_web::test]
async fn needs_are_uploaded_like_offers() {
    let app = TestApp::with_services().await;
    let council = app.body("Ashdale Borough Council").await;
    let owner = app.signed_in(&council, &[Role::Negotiator, Role::ServiceOwner]).await;
    let file = "Service,Title,Description,Size counted in,Size,First month,Last month,What you give,Regions\n\
        IT-01,Run our desk,All of it,Members of staff,900,2027-01,2028-12,Cash,North West; Wales\n\
        IT-01,Run our desk too,All of it,Members of staff,many,2027-01,2028-12,Cash,Mars\n";

    let path = upload(&owner, "/needs/upload", "needs.csv", file).await.assert_status(303).location();
    owner
        .get(&path)
        .await
        .assert_says("Good rows 1 Duplicates 0 Bad rows 1")
        .assert_says("Size Enter a whole number, 1 to 5,000,000")
        .assert_says("Regions “Mars” is not one of: North East");
    owner.post(&format!("{path}/load"), &[("load_as", "published")]).await.assert_status(303);

    owner.get(&path).await.assert_says("Published 1 need");
    owner.get("/needs").await.assert_says("Run our desk").assert_does_not_say("Run our desk too");
    let all = owner.get("/needs/all.csv").await;
    all.assert_says("IT-01 IT service desk (first line),A whole service,Run our desk")
        .assert_says("North West; Wales");
}
