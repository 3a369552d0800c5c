//! What is inside a workbook, before anything reads it: a workbook is a ZIP archive, and a small archive can hold
//! more than any machine has room for. Every part is inflated once into nothing, counting what really comes out, and
//! the archive is refused as soon as it is too much. What its headers claim is not believed.

use std::io::{Cursor, Read};

/// The most that all parts of a workbook may come to, inflated. Two thousand rows of long texts come to half of it.
const MOST_INFLATED: u64 = 20 * 1024 * 1024;
/// The most parts that a workbook may have.
const MOST_PARTS: usize = 200;
/// The most elements in all parts: each costs a reader some memory however short it is.
const MOST_ELEMENTS: usize = 2_000_000;
/// How much is inflated at a time.
const STEP: usize = 64 * 1024;

/// Why an archive is not opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unsafe {
    /// It is no archive, or a broken one.
    Broken,
    /// It would come to more than we take.
    TooLarge,
}

/// Goes through all of an archive within those limits.
pub fn check(bytes: &[u8]) -> Result<(), Unsafe> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|_| Unsafe::Broken)?;
    if archive.len() > MOST_PARTS {
        return Err(Unsafe::TooLarge);
    }
    let (mut inflated, mut elements) = (0_u64, 0_usize);
    let mut step = vec![0; STEP];
    for place in 0..archive.len() {
        let mut part = archive.by_index(place).map_err(|_| Unsafe::Broken)?;
        loop {
            let count = part.read(&mut step).map_err(|_| Unsafe::Broken)?;
            if count == 0 {
                break;
            }
            inflated += u64::try_from(count).unwrap_or(u64::MAX);
            elements += step.iter().take(count).filter(|byte| **byte == b'<').count();
            if inflated > MOST_INFLATED || elements > MOST_ELEMENTS {
                return Err(Unsafe::TooLarge);
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use zip::write::{SimpleFileOptions, ZipWriter};

    use super::*;

    fn archive(parts: usize, mebibytes: usize, with: u8) -> Vec<u8> {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        let mebibyte = vec![with; 1024 * 1024];
        for part in 0..parts {
            writer.start_file(format!("part{part}.xml"), SimpleFileOptions::default()).unwrap();
            for _ in 0..mebibytes {
                writer.write_all(&mebibyte).unwrap();
            }
        }
        writer.finish().unwrap().into_inner()
    }

    #[test]
    fn an_archive_is_refused_for_what_comes_out_of_it() {
        assert_eq!(check(&archive(3, 1, b'x')), Ok(()));
        assert_eq!(
            check(&archive(3, 7, b'x')),
            Err(Unsafe::TooLarge),
            "three parts that are too much together"
        );
        assert_eq!(check(&archive(201, 0, b'x')), Err(Unsafe::TooLarge), "too many parts");
        assert_eq!(check(&archive(1, 2, b'<')), Err(Unsafe::TooLarge), "too many elements");
        assert_eq!(check(b"PK\x03\x04rest"), Err(Unsafe::Broken));
        let whole = archive(1, 1, b'x');
        assert_eq!(check(&whole[..whole.len() / 2]), Err(Unsafe::Broken));
    }

    #[test]
    fn a_header_that_lies_about_its_size_is_not_believed() {
        let mut bomb = archive(1, 30, b'x');
        let claimed = (30_u32 * 1024 * 1024).to_le_bytes();
        for place in 0..bomb.len() - 4 {
            if bomb[place..place + 4] == claimed {
                bomb[place..place + 4].copy_from_slice(&10_u32.to_le_bytes());
            }
        }

        assert!(check(&bomb).is_err());
    }
}
