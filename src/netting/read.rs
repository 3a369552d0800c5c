//! Reads `invoice_id,debtor,creditor,amount_pence,due_day`. Either the whole file is good, or every bad line is named
//! with its reason and nothing is taken.

use super::obligations::{Gathering, Obligations, Unfit};
use super::table::{Flaw, each_row};

/// The columns of a file of invoices.
pub const COLUMNS: [&str; 5] = ["invoice_id", "debtor", "creditor", "amount_pence", "due_day"];

/// Reads a file of invoices.
pub fn invoices(bytes: &[u8]) -> Result<Obligations, Vec<Flaw>> {
    let mut gathering = Gathering::default();
    let mut lines: Vec<u32> = Vec::new();
    let mut overflowed = false;
    let flaws = each_row(bytes, COLUMNS, |line, [invoice, debtor, creditor, amount, due_day]| {
        for (column, name) in [("invoice_id", invoice), ("debtor", debtor), ("creditor", creditor)] {
            if name.as_bytes().first().is_some_and(u8::is_ascii_whitespace)
                || name.as_bytes().last().is_some_and(u8::is_ascii_whitespace)
            {
                return Err(format!("{column} “{name}” has a space before or after it"));
            }
        }
        let amount = whole_pence(amount)?;
        let due_day = day(due_day)?;
        match gathering.add(invoice, debtor, creditor, amount, due_day) {
            Ok(()) => {
                lines.push(u32::try_from(line).unwrap_or(u32::MAX));
                Ok(())
            }
            Err(Unfit::OwesItself) => Err(format!("{debtor} cannot owe itself")),
            Err(Unfit::GivenTwice { before }) => {
                Err(format!("invoice {invoice} is on line {} already", lines[before as usize]))
            }
            // Said once: after it, almost any line would be one too many.
            Err(Unfit::TotalTooLarge) if overflowed => Ok(()),
            Err(unfit) => {
                overflowed |= unfit == Unfit::TotalTooLarge;
                Err(unfit.to_string())
            }
        }
    });
    if flaws.is_empty() { Ok(gathering.finish()) } else { Err(flaws) }
}

/// Reads an amount of whole pence above zero, or says what it is instead.
pub(super) fn whole_pence(cell: &str) -> Result<i64, String> {
    let digits = cell.as_bytes();
    if (1..=18).contains(&digits.len()) && digits.iter().all(u8::is_ascii_digit) {
        let amount = digits.iter().fold(0, |amount, digit| amount * 10 + i64::from(digit - b'0'));
        return if amount == 0 {
            Err("amount_pence is 0; it must be above zero".to_owned())
        } else {
            Ok(amount)
        };
    }
    Err(match cell.parse::<i128>() {
        _ if cell.is_empty() => "amount_pence is empty".to_owned(),
        Ok(amount) if amount < 0 => format!("amount_pence {cell} is negative; it must be above zero"),
        Ok(amount) if i64::try_from(amount).is_err() => {
            format!("amount_pence {cell} is larger than 9223372036854775807")
        }
        Ok(amount) if amount > 0 && !cell.starts_with('+') => {
            return i64::try_from(amount).map_err(|e| e.to_string());
        }
        _ if is_fraction(cell) => format!("amount_pence {cell} is a fraction; it must be whole pence"),
        _ => format!("amount_pence “{cell}” is not a whole number of pence, like 12345"),
    })
}

fn is_fraction(cell: &str) -> bool {
    let unsigned = cell.strip_prefix('-').unwrap_or(cell);
    unsigned.split_once('.').is_some_and(|(whole, part)| {
        !(whole.is_empty() && part.is_empty())
            && whole.bytes().chain(part.bytes()).all(|b| b.is_ascii_digit())
    })
}

fn day(cell: &str) -> Result<i32, String> {
    if let Ok(day) = cell.parse() {
        return Ok(day);
    }
    match cell.parse::<i128>() {
        _ if cell.is_empty() => Err("due_day is empty".to_owned()),
        Err(_) => Err(format!("due_day “{cell}” is not a whole number of days, like 730")),
        Ok(day) => i32::try_from(day)
            .map_err(|_| format!("due_day {cell} is not between -2147483648 and 2147483647")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_bad_line_gets_its_reason() {
        let file = "invoice_id,debtor,creditor,amount_pence,due_day\n\
            I1,A,B,100,1\n\
            I2,A,A,100,1\n\
            I1,B,A,100,1\n\
            I3,A,B,-5,1\n\
            I4,A,B,12.50,1\n\
            I5,A,B,0,1\n\
            I6,A,B,lots,1\n\
            I7,A,B,99999999999999999999,1\n\
            I8,A,B,,1\n\
            I9,A,B,5,soon\n\
            I10,A,B,5,3000000000\n\
            ,A,B,5,1\n\
            I11,,B,5,1\n\
            I12,A, B,5,1\n\
            I13,A,B,9223372036854775807,1\n\
            I14,A,B,+5,1\n";

        let flaws = invoices(file.as_bytes()).unwrap_err();

        let said: Vec<String> = flaws.iter().map(Flaw::to_string).collect();
        assert_eq!(
            said,
            [
                "line 3: A cannot owe itself",
                "line 4: invoice I1 is on line 2 already",
                "line 5: amount_pence -5 is negative; it must be above zero",
                "line 6: amount_pence 12.50 is a fraction; it must be whole pence",
                "line 7: amount_pence is 0; it must be above zero",
                "line 8: amount_pence “lots” is not a whole number of pence, like 12345",
                "line 9: amount_pence 99999999999999999999 is larger than 9223372036854775807",
                "line 10: amount_pence is empty",
                "line 11: due_day “soon” is not a whole number of days, like 730",
                "line 12: due_day 3000000000 is not between -2147483648 and 2147483647",
                "line 13: invoice_id is empty",
                "line 14: debtor is empty",
                "line 15: creditor “ B” has a space before or after it",
                "line 16: with this invoice all amounts add up to more than 9223372036854775807 pence",
                "line 17: amount_pence “+5” is not a whole number of pence, like 12345",
            ]
        );
    }

    #[test]
    fn a_header_alone_is_a_good_file() {
        assert_eq!(
            invoices(b"invoice_id,debtor,creditor,amount_pence,due_day\n"),
            Ok(Obligations::default())
        );
    }

    #[test]
    fn the_order_of_rows_and_columns_does_not_show() {
        let one = invoices(b"invoice_id,debtor,creditor,amount_pence,due_day\nI1,B,A,5,1\nI2,A,C,7,2\n");
        let other = invoices(b"due_day,creditor,debtor,invoice_id,amount_pence\n2,C,A,I2,7\n1,A,B,I1,5\n");

        assert_eq!(one.as_ref().map(Obligations::len), Ok(2));
        assert_eq!(one, other);
    }
}
