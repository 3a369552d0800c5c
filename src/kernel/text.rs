//! Short texts from outside, trimmed and measured once.

use super::FieldError;

/// A required text of 1 to `most` characters once trimmed. `noun` completes "Enter …" and starts "… must be".
pub fn required(field: &str, raw: &str, noun: &str, most: usize) -> Result<String, FieldError> {
    let text = clean(raw);
    if text.is_empty() {
        return Err(FieldError::required(field, format!("Enter {noun}")));
    }
    within(field, text, noun, most)
}

/// [`required`], on one line: it stands in subjects of mails, and in texts that others read, where a line break could
/// pass for the end of what was quoted.
pub fn required_line(field: &str, raw: &str, noun: &str, most: usize) -> Result<String, FieldError> {
    required(field, &raw.split_whitespace().collect::<Vec<_>>().join(" "), noun, most)
}

/// A text that may be left empty, of at most `most` characters.
pub fn optional(field: &str, raw: &str, noun: &str, most: usize) -> Result<Option<String>, FieldError> {
    let text = clean(raw);
    if text.is_empty() { Ok(None) } else { within(field, text, noun, most).map(Some) }
}

/// Trims, turns Windows line ends into plain ones and drops control characters that no reader can see.
fn clean(raw: &str) -> String {
    raw.replace("\r\n", "\n").trim().chars().filter(|c| !c.is_control() || *c == '\n' || *c == '\t').collect()
}

fn within(field: &str, text: String, noun: &str, most: usize) -> Result<String, FieldError> {
    if text.chars().count() <= most {
        return Ok(text);
    }
    let mut subject = noun.to_owned();
    if let Some(first) = subject.get_mut(0..1) {
        first.make_ascii_uppercase();
    }
    Err(FieldError::too_long(field, format!("{subject} must be {most} characters or fewer")))
}

/// "1 minute", "2 minutes".
pub fn minutes(count: i64) -> String {
    if count == 1 { "1 minute".to_owned() } else { format!("{count} minutes") }
}

/// Takes user words apart for a search: lower case, letters and digits only, at most 12 of them.
pub fn words(raw: &str) -> Vec<String> {
    raw.split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .take(12)
        .map(str::to_lowercase)
        .collect()
}

/// Whether this is the name of a domain with more than one label (RFC 1035, section 2.3.1), not too long for an address
/// in front of it.
pub fn is_domain(name: &str) -> bool {
    let is_label = |label: &str| {
        (1..=63).contains(&label.len())
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    };
    name.contains('.') && name.len() <= 190 && name.split('.').all(is_label)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_holds_no_line_breaks_and_a_text_keeps_them() {
        let typed = " Payroll\r\n\r\nDear reader,\tsend \u{7}money ";

        assert_eq!(required("title", typed, "a title", 80).unwrap(), "Payroll\n\nDear reader,\tsend money");
        assert_eq!(required_line("title", typed, "a title", 80).unwrap(), "Payroll Dear reader, send money");
        assert!(required_line("title", " \n ", "a title", 80).is_err());
    }
}
