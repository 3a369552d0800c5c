//! The same for programs: one request tries, one loads.

use rust_xlsxwriter::{Format, Workbook};
use serde_json::json;
use symbiosis::access::Role;

use super::{OWNER, XLSX, plain};
use crate::support::TestApp;

#[actix_web::test]
async fn a_program_tries_a_file_and_loads_it() {
    let app = TestApp::with_services().await;
    let council = app.body("Ashdale Borough Council").await;
    let api = app.api(&council, OWNER).await;
    let file = format!("{}\nPAY-01,Late,Payslips,0,2027-01,2026-01,Cash,,", plain(&["Payroll", "Pensions"]))
        .into_bytes();

    let tried = api.post_csv("/bulk/offers?dry_run=true", file.clone()).await.assert_status(200).json();
    let loaded = api.post_csv("/bulk/offers?load_as=published&name=ours.csv", file.clone()).await;
    let loaded = loaded.assert_status(200).json();
    let again = api.post_csv("/bulk/offers?load_as=published", file).await.json();

    for told in [&tried, &loaded] {
        assert_eq!(
            (&told["loaded"], &told["duplicates"], &told["bad"]),
            (&2.into(), &0.into(), &1.into()),
            "{told}"
        );
        assert_eq!(told["columns"]["title"], "Title");
        let bad = &told["rows"][2];
        assert_eq!((&bad["line"], &bad["outcome"]), (&4.into(), &"bad".into()));
        assert_eq!(
            bad["errors"][0],
            json!({
                "column": "quantity_per_month", "heading": "Quantity a month", "message": bad["errors"][0]["message"]
            })
        );
    }
    assert_eq!((&tried["upload"], &tried["rows"][0]["id"]), (&json!(null), &json!(null)));
    let offer = api.get(&format!("/offers/{}", loaded["rows"][0]["id"].as_str().unwrap())).await.json();
    assert_eq!((&offer["published"]["title"], &offer["state"]), (&"Payroll".into(), &"published".into()));
    assert_eq!((&again["loaded"], &again["duplicates"]), (&0.into(), &2.into()));
    let auditor = app.signed_in(&council, &[Role::Auditor]).await;
    auditor.get("/audit").await.assert_says("Bulk upload loaded").assert_says("Offer published");
}

#[actix_web::test]
async fn a_workbook_with_dates_and_numbers_says_what_its_author_saw() {
    let app = TestApp::with_services().await;
    let council = app.body("Ashdale Borough Council").await;
    let api = app.api(&council, OWNER).await;
    let mut book = Workbook::new();
    let (sheet, month) = (book.add_worksheet(), Format::new().set_num_format("mmm yyyy"));
    let headings = [
        "Title",
        "Service",
        "Description",
        "Capacity",
        "From",
        "To",
        "Takes",
        "Price kind",
        "Price",
        "Target 1",
    ];
    for (column, heading) in (0..).zip(headings) {
        sheet.write(0, column, heading).unwrap();
    }
    for (column, text) in
        [(0, "Payroll"), (1, "Payroll"), (2, "Payslips"), (6, "Cash"), (7, "Price for each unit")]
    {
        sheet.write(1, column, text).unwrap();
    }
    sheet.write(1, 3, 1_200).unwrap();
    sheet.write_with_format(1, 4, 46_388, &month).unwrap();
    sheet.write(1, 5, "December 2027").unwrap();
    sheet.write(1, 8, 4.400_000_000_000_001).unwrap();

    let answer = api.post_file("/bulk/offers?load_as=published", XLSX, book.save_to_buffer().unwrap()).await;
    let told = answer.assert_status(200).json();

    assert_eq!(told["loaded"], 1, "{told}");
    let offer = api.get(&format!("/offers/{}", told["rows"][0]["id"].as_str().unwrap())).await.json();
    let said = &offer["published"];
    assert_eq!((&said["first_month"], &said["last_month"]), (&"2027-01".into(), &"2027-12".into()), "{said}");
    assert_eq!((&said["quantity_per_month"], &said["price"]), (&"1200".into(), &"4.40".into()), "{said}");
}

#[actix_web::test]
async fn a_program_names_its_headings_and_hears_of_every_mistake() {
    let app = TestApp::with_services().await;
    let council = app.body("Ashdale Borough Council").await;
    let api = app.api(&council, OWNER).await;
    let file = b"Was,Dienst,Text,Menge,Von,Bis,Gegen,Preis,Art\nLohn,PAY-01,Lohn,10,2027-01,2027-12,cash,4,per_unit\n".to_vec();

    let unknown = api.post_csv("/bulk/offers?dry_run=true", file.clone()).await;
    let columns = json!({
        "title": "was", "service": "dienst", "description": "Text", "quantity_per_month": "Menge", "first_month": "Von",
        "last_month": "Bis", "takes": "Gegen", "price": "Preis", "price_kind": "Art",
    });
    let query: String = url::form_urlencoded::Serializer::new(String::new())
        .append_pair("dry_run", "true")
        .append_pair("columns", &columns.to_string())
        .finish();
    let told = api.post_csv(&format!("/bulk/offers?{query}"), file.clone()).await.assert_status(200).json();

    unknown.assert_status(422).assert_says("Say with `columns` which headings hold: Service, Title");
    assert_eq!((&told["loaded"], &told["columns"]["price"]), (&1.into(), &"Preis".into()), "{told}");
    for (query, status) in [
        ("", 422),
        ("?load_as=sold", 422),
        ("?dry_run=true&duplicates=maybe", 422),
        ("?dry_run=true&columns=title", 422),
        ("?dry_run=true&columns=%7B%22title%22%3A%22Nowhere%22%7D", 422),
        ("?dry_run=perhaps", 400),
        ("?colour=red", 400),
    ] {
        let answer = api.post_csv(&format!("/bulk/offers{query}"), file.clone()).await;
        assert_eq!(answer.status, status, "{query}: {}", answer.body);
        assert_eq!(answer.header("content-type"), Some("application/problem+json"), "{query}");
    }
    api.post("/bulk/offers?dry_run=true", &json!({})).await.assert_status(415);
    api.get("/bulk/offers?format=pdf").await.assert_status(422);
    let columns = api.get("/bulk/needs/columns").await.json();
    assert_eq!(columns[0]["key"], "service");
    let columns = api.get("/bulk/offers/columns").await.json().as_array().unwrap().len();
    let template = api.get("/bulk/offers/template").await;
    assert_eq!(template.body.lines().next().unwrap().split(',').count(), columns);
}
