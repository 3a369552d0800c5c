//! The paths a file mentions, in `use` lines (nested braces and all) and in the middle of an expression alike.

use crate::source::{Source, is_word};

/// One path that a file mentions, without the word it starts from: `use crate::bodies::{Body}` is `bodies`, `Body`.
pub(crate) struct Mention {
    pub(crate) offset: usize,
    pub(crate) segments: Vec<String>,
    pub(crate) is_macro: bool,
}

impl Mention {
    pub(crate) fn first(&self) -> &str {
        self.segments.first().map_or("", String::as_str)
    }
}

/// Every path that starts with `root`, which may be `crate`, a foreign crate or a type.
pub(crate) fn paths_from(source: &Source, root: &str) -> Vec<Mention> {
    let tokens = tokens(&source.code);
    let mut found = Vec::new();
    for at in 0..tokens.len() {
        let inner = at >= 2 && is_path(&tokens, at - 2);
        if tokens[at].1 == root && !inner && is_path(&tokens, at + 1) {
            walk(&tokens, at + 3, &mut Vec::new(), &mut found);
        }
    }
    found
}

/// Every path that starts with `super::`, counted from the crate root.
///
/// A module written inside the file adds a step that is not counted here, so a path out of one may come out one
/// step too high: callers look only at what they know by name.
pub(crate) fn paths_from_parents(source: &Source) -> Vec<Mention> {
    let tokens = tokens(&source.code);
    let mut found = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let mut steps = 0;
        while tokens.get(at).is_some_and(|token| token.1 == "super") && is_path(&tokens, at + 1) {
            (steps, at) = (steps + 1, at + 3);
        }
        if steps > 0 {
            let mut above: Vec<_> = source.module().iter().map(|name| (*name).to_owned()).collect();
            above.truncate(above.len().saturating_sub(steps));
            walk(&tokens, at, &mut above, &mut found);
        } else {
            at += 1;
        }
    }
    found
}

type Token<'a> = (usize, &'a str);

/// Words, and every other visible character by itself.
fn tokens(code: &str) -> Vec<Token<'_>> {
    let mut tokens = Vec::new();
    let mut rest = code.char_indices().peekable();
    while let Some((start, letter)) = rest.next() {
        let mut end = start + letter.len_utf8();
        if is_word(letter) {
            while let Some((at, next)) = rest.next_if(|(_, next)| is_word(*next)) {
                end = at + next.len_utf8();
            }
        }
        if !letter.is_whitespace() {
            tokens.push((start, &code[start..end]));
        }
    }
    tokens
}

fn is_path(tokens: &[Token<'_>], at: usize) -> bool {
    matches!(tokens.get(at..at + 2), Some([(_, ":"), (_, ":")]))
}

/// Reads one branch of a path or of a `use` tree and answers with the position after it.
fn walk(tokens: &[Token<'_>], at: usize, above: &mut Vec<String>, found: &mut Vec<Mention>) -> usize {
    let Some((offset, token)) = tokens.get(at).copied() else { return at };
    if token == "{" {
        return walk_group(tokens, at + 1, above, found);
    }
    above.push(token.to_owned());
    let named =
        tokens.get(at + 3).is_some_and(|(_, next)| next.starts_with(is_word) || matches!(*next, "{" | "*"));
    let end = if is_path(tokens, at + 1) && named {
        walk(tokens, at + 3, above, found)
    } else {
        let is_macro = tokens.get(at + 1).is_some_and(|next| next.1 == "!")
            && tokens.get(at + 2).is_some_and(|next| matches!(next.1, "(" | "[" | "{"));
        found.push(Mention { offset, segments: above.clone(), is_macro });
        at + 1
    };
    above.pop();
    end
}

fn walk_group(
    tokens: &[Token<'_>],
    mut at: usize,
    above: &mut Vec<String>,
    found: &mut Vec<Mention>,
) -> usize {
    while let Some((_, token)) = tokens.get(at) {
        match *token {
            "}" => return at + 1,
            "," => at += 1,
            "as" => at += 2,
            _ => at = walk(tokens, at, above, found),
        }
    }
    at
}
