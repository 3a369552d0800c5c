//! Addresses and names of people, as they are typed: checked once, then trusted.

use crate::kernel::FieldError;
use crate::kernel::field_error::Code;
use crate::kernel::text::is_domain;

/// The longest address that mail can be sent to (RFC 5321, section 4.5.3.1.3).
const LONGEST: usize = 254;
/// The longest part before the `@` (RFC 5321, section 4.5.3.1.1).
const LONGEST_LOCAL: usize = 64;

/// The address somebody signs in with and is written to, in small letters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Email(String);

impl Email {
    /// An address as it is typed, with blanks around it or in capitals.
    pub fn parse(field: &str, raw: &str) -> Result<Self, FieldError> {
        let email = raw.trim().to_ascii_lowercase();
        if email.is_empty() {
            return Err(FieldError::required(field, "Enter an email address"));
        }
        if email.len() > LONGEST {
            return Err(FieldError::too_long(field, "Email address must be 254 characters or fewer"));
        }
        match email.split_once('@') {
            Some((local, domain)) if is_local_part(local) && is_domain(domain) => Ok(Self(email)),
            _ => Err(FieldError::invalid(
                field,
                "Enter an email address in the correct format, like name@example.gov.uk",
            )),
        }
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What stands after the `@`.
    pub fn domain(&self) -> &str {
        self.0.split_once('@').map_or("", |(_, domain)| domain)
    }
}

impl std::fmt::Display for Email {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// What RFC 5322 calls a dot-atom. Nobody's work address is a quoted string.
fn is_local_part(local: &str) -> bool {
    let fits = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-/=?^_`{|}~".contains(c);
    local.len() <= LONGEST_LOCAL && local.split('.').all(|atom| !atom.is_empty() && atom.chars().all(fits))
}

/// A name of at most 80 characters in one line: it stands in the subject and text of mails, where a line break
/// would let a name pose as something else.
pub fn parse_name(field: &str, raw: &str, noun: &str) -> Result<String, FieldError> {
    const MOST: usize = 80;
    let name = raw.trim();
    if name.is_empty() {
        return Err(FieldError::required(field, format!("Enter {noun}")));
    }
    if name.chars().count() > MOST {
        return Err(FieldError::too_long(field, format!("Shorten {noun} to {MOST} characters or fewer")));
    }
    if name.chars().any(char::is_control) {
        let message = format!("Enter {noun} in one line, without control characters");
        return Err(FieldError::new(field, Code::Invalid, message));
    }
    Ok(name.to_owned())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn addresses_are_taken_as_people_type_them() {
        for (typed, kept) in [
            ("priya@ashdale.example", "priya@ashdale.example"),
            ("  Priya.Nadarajan+it@Ashdale.GOV.UK ", "priya.nadarajan+it@ashdale.gov.uk"),
            ("o'neill@north-moor.nhs.uk", "o'neill@north-moor.nhs.uk"),
        ] {
            assert_eq!(Email::parse("email", typed).unwrap().as_str(), kept);
        }
    }

    #[test]
    fn what_no_mail_can_reach_is_refused() {
        let long = format!("{}@ashdale.example", "a".repeat(65));
        let longer = format!("a@{}.example", "a.".repeat(130));
        for typed in [
            "",
            "priya",
            "priya@",
            "@ashdale.example",
            "priya@ashdale",
            "a@b@c.example",
            "a b@c.example",
            "a@-b.example",
            "a@b..example",
            ".a@b.example",
            "a.@b.example",
            "a\u{0}@b.example",
            "a@b.example\nBcc: c@d.example",
            "é@b.example",
            &long,
            &longer,
        ] {
            assert!(Email::parse("email", typed).is_err(), "{typed:?}");
        }
    }

    #[test]
    fn a_name_is_one_line() {
        assert_eq!(parse_name("name", "  Siân O’Neill ", "your name").unwrap(), "Siân O’Neill");
        for typed in ["", " ", "Ana\nPlease pay", "Ana\u{0}", &"x".repeat(81)] {
            assert!(parse_name("name", typed, "your name").is_err(), "{typed:?}");
        }
    }

    proptest! {
        #[test]
        fn an_address_read_twice_is_the_same(raw in "\\PC{0,40}@?\\PC{0,40}") {
            if let Ok(email) = Email::parse("email", &raw) {
                prop_assert_eq!(Email::parse("email", email.as_str()), Ok(email));
            }
        }
    }
}
