//! Which column of a ledger extract holds what. The first file of a kind is guessed and a person confirms; the
//! next file with the same headers is recognised by its fingerprint.

use sha2::{Digest, Sha256};

use crate::kernel::{FieldError, FieldErrors};

/// The columns of an extract that matter, counted from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Mapping {
    pub date: usize,
    pub amount: usize,
    pub supplier_name: usize,
    /// Lines without a reference stay open until a person matches them.
    pub reference: Option<usize>,
}

/// What the headers suggest; a column is missing where none looks right.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Guess {
    pub date: Option<usize>,
    pub amount: Option<usize>,
    pub supplier_name: Option<usize>,
    pub reference: Option<usize>,
}

impl Guess {
    /// A mapping, if every column that must be known was guessed.
    pub fn mapping(self) -> Option<Mapping> {
        let Self { date, amount, supplier_name, reference } = self;
        Some(Mapping { date: date?, amount: amount?, supplier_name: supplier_name?, reference })
    }
}

/// A column of a mapping as a form sends it: the column's number from 0, or nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MappingForm {
    pub date: String,
    pub amount: String,
    pub supplier_name: String,
    pub reference: String,
}

impl Mapping {
    /// Reads what a person chose for a file with these headers. Every mistake is told.
    pub fn parse(form: &MappingForm, headers: &[String]) -> Result<Self, FieldErrors> {
        let mut errors = FieldErrors::default();
        let date = errors.keep(column("date", &form.date, "the column with the date", headers));
        let amount = errors.keep(column("amount", &form.amount, "the column with the amount", headers));
        let supplier_name = errors.keep(column(
            "supplier_name",
            &form.supplier_name,
            "the column with the supplier's name",
            headers,
        ));
        let reference = match form.reference.trim() {
            "" => None,
            raw => errors.keep(column("reference", raw, "the column with the reference", headers)),
        };
        let mapping = Guess { date, amount, supplier_name, reference }.mapping();
        if let Some(mapping) = mapping {
            mapping.check_distinct(&mut errors);
        }
        errors.finish(mapping)
    }

    /// Checks a mapping that came as JSON against a file with these headers.
    pub fn check(self, headers: &[String]) -> Result<Self, FieldErrors> {
        let mut errors = FieldErrors::default();
        for (field, index) in self.columns() {
            if index >= headers.len() {
                errors.push(FieldError::out_of_range(field, "This file has no such column"));
            }
        }
        self.check_distinct(&mut errors);
        errors.finish(Some(self))
    }

    fn check_distinct(self, errors: &mut FieldErrors) {
        let columns = self.columns();
        for (place, (field, index)) in columns.iter().enumerate() {
            if columns[..place].iter().any(|(_, earlier)| earlier == index) {
                errors.push(FieldError::invalid(*field, "Choose a different column for each"));
            }
        }
    }

    fn columns(self) -> Vec<(&'static str, usize)> {
        let fixed = [("date", self.date), ("amount", self.amount), ("supplier_name", self.supplier_name)];
        fixed.into_iter().chain(self.reference.map(|index| ("reference", index))).collect()
    }
}

fn column(field: &str, raw: &str, noun: &str, headers: &[String]) -> Result<usize, FieldError> {
    let raw = raw.trim();
    if raw.is_empty() {
        return Err(FieldError::required(field, format!("Choose {noun}")));
    }
    let index = raw.parse().ok().filter(|index| *index < headers.len());
    index.ok_or_else(|| FieldError::unknown(field, format!("Choose {noun} from the list")))
}

/// Recognises a kind of file by its headers, whatever their capitals and spaces.
pub fn fingerprint(headers: &[String]) -> String {
    let words: Vec<String> = headers.iter().map(|header| words(header).join(" ")).collect();
    format!("{:x}", Sha256::digest(words.join("\u{1f}").as_bytes()))
}

/// Guesses the columns from their headers, no column twice.
pub fn guess(headers: &[String]) -> Guess {
    let headers: Vec<Vec<String>> = headers.iter().map(|header| words(header)).collect();
    let mut taken = Vec::new();
    let mut best = |likeness: fn(&[&str]) -> u32| {
        let likely =
            |index: &usize| likeness(&headers[*index].iter().map(String::as_str).collect::<Vec<_>>());
        let free = (0..headers.len()).rev().filter(|index| !taken.contains(index));
        // Counted backwards, because the last of equals wins and the first column should.
        let column = free.max_by_key(likely).filter(|index| likely(index) > 0);
        taken.extend(column);
        column
    };
    Guess {
        date: best(like_a_date),
        amount: best(like_an_amount),
        supplier_name: best(like_a_supplier),
        reference: best(like_a_reference),
    }
}

fn words(header: &str) -> Vec<String> {
    let plain = header.to_lowercase();
    plain.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

fn like_a_date(header: &[&str]) -> u32 {
    match header {
        ["payment" | "paid", "date"] | ["date", "paid"] | ["date", "of", "payment"] => 100,
        ["date"] => 90,
        ["trans" | "transaction" | "posting" | "gl", "date"] => 80,
        ["invoice", "date"] => 70,
        words if words.contains(&"date") => 50,
        _ => 0,
    }
}

/// The gross comes first, because that is what an invoice asks for; the VAT alone is never the amount.
fn like_an_amount(header: &[&str]) -> u32 {
    let has = |word| header.contains(&word);
    match header {
        words
            if words.contains(&"vat") && !has("inc") && !has("including") && !has("gross") && !has("net") =>
        {
            0
        }
        words if has("gross") && words.len() <= 3 => 100,
        ["amount" | "amount£" | "value"] => 90,
        ["net", ..] => 80,
        _ if has("amount") => 70,
        _ if has("value") || has("total") || has("spend") => 50,
        _ => 0,
    }
}

fn like_a_supplier(header: &[&str]) -> u32 {
    let has = |word| header.contains(&word);
    let about_another_thing =
        ["id", "number", "no", "code", "type", "ref", "reference", "invoice", "vat", "postcode"];
    if about_another_thing.into_iter().any(has) {
        return 0;
    }
    let party = ["supplier", "vendor", "payee", "creditor", "beneficiary", "merchant"].into_iter().any(has);
    match (party, has("name")) {
        (true, true) => 100,
        (true, false) => 80,
        _ => 0,
    }
}

/// A supplier's own invoice number comes first: it is the one that both bodies know.
fn like_a_reference(header: &[&str]) -> u32 {
    let has = |word| header.contains(&word);
    let numbered = has("number") || has("no") || has("ref") || has("reference") || has("num") || has("id");
    match header {
        _ if has("date") || has("vat") || has("cost") || has("code") => 0,
        _ if has("invoice") && numbered => 100,
        ["invoice"] => 90,
        ["reference" | "ref"] => 80,
        ["supplier" | "your" | "external", ..] if has("reference") || has("ref") => 75,
        _ if (has("trans") || has("transaction")) && (has("ref") || has("reference")) => 70,
        _ if (has("document") || has("voucher")) && numbered => 60,
        _ if (has("trans") || has("transaction") || has("payment")) && numbered => 50,
        _ if has("reference") => 40,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn headers(line: &str) -> Vec<String> {
        line.split(',').map(str::to_owned).collect()
    }

    fn guessed(line: &str) -> Vec<Option<String>> {
        let headers = headers(line);
        let Guess { date, amount, supplier_name, reference } = guess(&headers);
        [date, amount, supplier_name, reference]
            .map(|index| index.map(|index| headers[index].clone()))
            .to_vec()
    }

    fn some(names: [&str; 4]) -> Vec<Option<String>> {
        names.map(|name| Some(name.to_owned())).to_vec()
    }

    #[test]
    fn real_headers_are_guessed() {
        assert_eq!(
            guessed(
                "Body,Name of Body,Date,Transaction Number,Invoice Number,Amount,Supplier Name,Supplier ID,Vat Reg No,\
                 Expense Area,Expense Type,Expense Code,Creditor Type"
            ),
            some(["Date", "Amount", "Supplier Name", "Invoice Number"])
        );
        assert_eq!(
            guessed(
                "Trans Date,Supplier Name,Trans Ref/No,Net Amount,Expense Description,Service Code,Category"
            ),
            some(["Trans Date", "Net Amount", "Supplier Name", "Trans Ref/No"])
        );
        assert_eq!(
            guessed(
                "Entity,Date Paid,Invoice Date,VAT Amount,Net Amount,Gross Amount,Payee,Supplier Ref,Supplier ID"
            ),
            some(["Date Paid", "Gross Amount", "Payee", "Supplier Ref"])
        );
        assert_eq!(guessed("Colour,Size"), [None, None, None, None]);
    }

    #[test]
    fn a_form_with_mistakes_tells_them_all() {
        let headers = headers("Date,Amount,Supplier");
        let form = MappingForm {
            date: "7".into(),
            amount: String::new(),
            supplier_name: "2".into(),
            ..Default::default()
        };

        let errors = Mapping::parse(&form, &headers).unwrap_err();

        assert_eq!(errors.of("date"), Some("Choose the column with the date from the list"));
        assert_eq!(errors.of("amount"), Some("Choose the column with the amount"));
        assert_eq!(errors.0.len(), 2);
    }

    #[test]
    fn one_column_cannot_be_two_things() {
        let mapping = Mapping { date: 0, amount: 1, supplier_name: 1, reference: Some(9) };

        let errors = mapping.check(&headers("Date,Amount,Supplier")).unwrap_err();

        assert_eq!(errors.of("supplier_name"), Some("Choose a different column for each"));
        assert_eq!(errors.of("reference"), Some("This file has no such column"));
    }

    #[test]
    fn a_fingerprint_knows_headers_again() {
        let first = fingerprint(&headers("Date, Net Amount ,Supplier"));

        assert_eq!(first, fingerprint(&headers("date,NET  AMOUNT,Supplier")));
        assert_ne!(first, fingerprint(&headers("Date,Supplier,Net Amount")));
        assert_eq!(first.len(), 64);
    }

    proptest! {
        #[test]
        fn a_full_guess_is_always_a_valid_mapping(headers in proptest::collection::vec("(Net |Gross |Supplier |Invoice )?(Date|Amount|Name|No|Ref)", 0..12)) {
            if let Some(mapping) = guess(&headers).mapping() {
                prop_assert_eq!(mapping.check(&headers), Ok(mapping));
            }
        }
    }
}
