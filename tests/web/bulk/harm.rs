//! Files that are made to do harm, and files that are none.

use std::io::{Cursor, Write as _};
use std::time::{Duration, Instant};

use zip::write::{SimpleFileOptions, ZipWriter};

use super::{OWNER, plain, upload};
use crate::support::TestApp;

/// A workbook of about 100 KB whose five sheets come to 500 MB: one hundred megabytes, packed once and named five times.
fn bomb() -> Vec<u8> {
    const NAME: &str = "xl/worksheets/sheet1.xml";
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    writer.start_file(NAME, SimpleFileOptions::default().compression_level(Some(9))).unwrap();
    let mebibyte = vec![b'0'; 1024 * 1024];
    for _ in 0..100 {
        writer.write_all(&mebibyte).unwrap();
    }
    let once = writer.finish().unwrap().into_inner();
    let end = once.windows(4).rposition(|word| word == b"PK\x05\x06").unwrap();
    let start = once.windows(4).rposition(|word| word == b"PK\x01\x02").unwrap();
    let mut bomb = once[..start].to_vec();
    let entry = &once[start..end];
    for number in 1..=5_u8 {
        let mut named = entry.to_vec();
        let at = 46 + NAME.len() - 5;
        named[at] = b'0' + number;
        bomb.extend(named);
    }
    let size = u32::try_from(entry.len() * 5).unwrap();
    let mut tail = once[end..].to_vec();
    tail[8..10].copy_from_slice(&5_u16.to_le_bytes());
    tail[10..12].copy_from_slice(&5_u16.to_le_bytes());
    tail[12..16].copy_from_slice(&size.to_le_bytes());
    bomb.extend(tail);
    bomb
}

#[actix_web::test]
async fn a_workbook_that_would_inflate_to_500_megabytes_is_refused_at_once() {
    let app = TestApp::with_services().await;
    let council = app.body("Ashdale Borough Council").await;
    let owner = app.signed_in(&council, OWNER).await;
    let bomb = bomb();
    assert!(bomb.len() < 200_000, "{} bytes", bomb.len());

    let begun = Instant::now();
    let answer = upload(&owner, "/offers/upload", "offers.xlsx", bomb.clone()).await;

    assert!(begun.elapsed() < Duration::from_secs(5), "{:?}", begun.elapsed());
    answer.assert_status(422).assert_says("holds far more than a table of 2,000 rows, so it was not opened");
    let api = app.api(&council, OWNER).await;
    let answer = api.post_file("/bulk/offers?dry_run=true", super::XLSX, bomb).await;
    answer.assert_status(422).assert_says("far more than a table");
}

#[actix_web::test]
async fn a_file_that_is_no_table_says_why_and_nothing_is_kept() {
    let app = TestApp::with_services().await;
    let council = app.body("Ashdale Borough Council").await;
    let owner = app.signed_in(&council, OWNER).await;

    for (name, bytes, reason) in [
        ("none.csv", Vec::new(), "This file is empty"),
        ("book.xlsx", b"PK\x03\x04rest".to_vec(), "This workbook cannot be read"),
        ("old.xls", b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".to_vec(), "This is an old Excel workbook (.xls)"),
        ("photo.csv", b"\x89PNG\r\n\x1A\n\0\0\0".to_vec(), "neither a CSV file nor an Excel workbook"),
        ("long.csv", plain(&vec!["x"; 2001]).into_bytes(), "more than 2,000 rows"),
        ("large.csv", vec![b'x'; 5 * 1024 * 1024 + 1], "larger than 5 MB"),
    ] {
        let answer = upload(&owner, "/offers/upload", name, bytes).await;
        assert!(
            answer.assert_status(422).error_summary().contains(reason),
            "{name}: {}",
            answer.error_summary()
        );
    }
    // One that is never read to its end brings its form back as well.
    let endless = upload(&owner, "/offers/upload", "endless.csv", vec![b'x'; 17 * 1024 * 1024]).await;
    endless.assert_status(422).assert_says("Excel workbook (.xlsx) or CSV file");
    assert!(endless.error_summary().contains("larger than 5 MB"), "{}", endless.error_summary());
    owner.post("/offers/upload", &[]).await.assert_status(422).assert_says("Choose the file to upload");
    owner.get("/offers/upload").await.assert_does_not_say("Files uploaded lately");
}
