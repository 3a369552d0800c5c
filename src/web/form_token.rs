//! The token of a form, as it stands in pages: masked with chance, anew each time. A secret that is the same in every
//! compressed page can be guessed from the lengths of pages into which somebody else has put guesses (BREACH: Gluck,
//! Harris and Prado, 2013).

use subtle::ConstantTimeEq as _;

use crate::audit::chain::hex;

/// How many bytes of a token in a page are chance; the rest is the secret, changed by them.
const MASK: usize = 16;

/// What a page carries for a secret of any length.
pub(super) fn masked(secret: &[u8], mask: [u8; MASK]) -> String {
    let mut token = mask.to_vec();
    token.extend(xor(secret, &mask));
    hex(&token)
}

/// Whether what a form sent back was made of this secret.
pub(super) fn is_of(secret: &[u8], sent: &str) -> bool {
    let Some(token) = unhex(sent) else { return false };
    let Some((mask, changed)) = token.split_at_checked(MASK) else { return false };
    xor(changed, mask).ct_eq(secret).into()
}

fn xor(text: &[u8], mask: &[u8]) -> Vec<u8> {
    text.iter().zip(mask.iter().cycle()).map(|(byte, mask)| byte ^ mask).collect()
}

fn unhex(text: &str) -> Option<Vec<u8>> {
    let byte = |pair: &[u8]| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok();
    text.as_bytes().chunks(2).map(byte).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_looks_different_in_each_page_and_is_known_again_in_all() {
        let secret = [7_u8; 32];
        let [one, other] = [masked(&secret, [1; MASK]), masked(&secret, [2; MASK])];

        assert!(one.len() == 96 && one[32..] != other[32..], "{one} {other}");
        assert!(is_of(&secret, &one) && is_of(&secret, &other));
    }

    #[test]
    fn nothing_else_is_taken_for_it() {
        let secret = [7_u8; 32];
        let good = masked(&secret, [1; MASK]);
        let other = masked(&[8; 32], [1; MASK]);

        for wrong in ["", "0", "zz", &good[..94], &good[32..], &other, &format!("{good}00"), "\u{e9}\u{e9}"] {
            assert!(!is_of(&secret, wrong), "{wrong}");
        }
    }
}
