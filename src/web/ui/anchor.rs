//! Ids of elements, made from the words people see, so that two views never need to agree on one.

/// "Open invoices (October)" becomes "open-invoices-october". Never empty.
pub(super) fn slug(words: &str) -> String {
    let mut slug = String::with_capacity(words.len());
    for letter in words.chars() {
        if letter.is_alphanumeric() {
            slug.extend(letter.to_lowercase());
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    let trimmed = slug.trim_end_matches('-');
    if trimmed.is_empty() { "part".to_owned() } else { trimmed.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::slug;

    #[test]
    fn a_slug_keeps_letters_and_digits_only() {
        assert_eq!(slug("Open invoices (October)"), "open-invoices-october");
        assert_eq!(slug("\"<script>\""), "script");
        assert_eq!(slug("£"), "part");
    }
}
