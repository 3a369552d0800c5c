//! Source files as the structure checks see them: the text as written, and the same text with the insides of
//! comments and literals blanked, so that a word in a sentence is never taken for code.

use std::fmt;
use std::fs;
use std::path::Path;

/// One source file. `code` has the same length and the same lines as `raw`, so an offset in one is an offset in both.
pub(crate) struct Source {
    pub(crate) path: String,
    pub(crate) raw: String,
    pub(crate) code: String,
}

/// Something a reader has to mend: where, what is wrong, and what to do instead.
pub(crate) struct Finding {
    pub(crate) place: String,
    pub(crate) fault: String,
    pub(crate) remedy: &'static str,
}

impl fmt::Display for Finding {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}: {}: {}", self.place, self.fault, self.remedy)
    }
}

impl Source {
    pub(crate) fn new(path: &str, raw: &str) -> Self {
        Self { path: path.to_owned(), raw: raw.to_owned(), code: blank(raw) }
    }

    /// Every `.rs` file below `folder`, in a stable order; none if the folder is not there yet.
    pub(crate) fn tree(folder: &str) -> Vec<Self> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let mut found = Vec::new();
        collect(root, &root.join(folder), &mut found);
        found.sort_by(|a, b| a.path.cmp(&b.path));
        found
    }

    pub(crate) fn finding(&self, offset: usize, fault: impl Into<String>, remedy: &'static str) -> Finding {
        let line = self.raw[..offset].matches('\n').count() + 1;
        Finding { place: format!("{}:{line}", self.path), fault: fault.into(), remedy }
    }

    /// The identifiers and keywords of the code, each with its offset.
    pub(crate) fn words(&self) -> impl Iterator<Item = (usize, &str)> {
        let start = self.code.as_ptr() as usize;
        self.code
            .split(|letter: char| !is_word(letter))
            .filter(|word| !word.is_empty())
            .map(move |word| (word.as_ptr() as usize - start, word))
    }

    /// The module path from the crate root: `src/charges/vat.rs` is `charges`, `vat`; `src/lib.rs` is the root itself.
    pub(crate) fn module(&self) -> Vec<&str> {
        let inside = self.path.strip_prefix("src/").unwrap_or(&self.path);
        let inside = inside.strip_suffix(".rs").unwrap_or(inside);
        let inside = inside.strip_suffix("/mod").unwrap_or(inside);
        if matches!(inside, "lib" | "main") { Vec::new() } else { inside.split('/').collect() }
    }
}

pub(crate) fn is_word(letter: char) -> bool {
    letter.is_alphanumeric() || letter == '_'
}

fn collect(root: &Path, folder: &Path, found: &mut Vec<Source>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for path in entries.flatten().map(|entry| entry.path()) {
        if path.is_dir() {
            collect(root, &path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs")
            && let Ok(raw) = fs::read_to_string(&path)
        {
            let inside = path.strip_prefix(root).unwrap_or(&path);
            found.push(Source::new(&inside.to_string_lossy(), &raw));
        }
    }
}

fn blank(raw: &str) -> String {
    let mut code = raw.as_bytes().to_vec();
    let mut at = 0;
    while at < raw.len() {
        let Some(end) = literal_end(raw.as_bytes(), at) else {
            at += 1;
            continue;
        };
        code[at..end].iter_mut().filter(|byte| **byte != b'\n').for_each(|byte| *byte = b' ');
        at = end;
    }
    // Comments and literals are whole characters, so what is left is still UTF-8.
    String::from_utf8_lossy(&code).into_owned()
}

/// Where the comment or literal that begins at `at` ends, if one begins there.
fn literal_end(text: &[u8], at: usize) -> Option<usize> {
    let end = match &text[at..] {
        [b'/', b'/', ..] => find(text, at, b"\n"),
        [b'/', b'*', ..] => comment_end(text, at + 2),
        [b'"', ..] => quote_end(text, at + 1),
        [b'r', b'"' | b'#', ..] => raw_end(text, at + 1)?,
        [b'\'', b'\\', _, ..] => find(text, at + 3, b"'") + 1,
        [b'\'', first, ..] => {
            let close = at + 1 + width(*first);
            if text.get(close) != Some(&b'\'') {
                return None; // a lifetime
            }
            close + 1
        }
        _ => return None,
    };
    Some(end.min(text.len()))
}

fn find(text: &[u8], from: usize, wanted: &[u8]) -> usize {
    let rest = text.get(from..).unwrap_or_default();
    rest.windows(wanted.len()).position(|window| window == wanted).map_or(text.len(), |found| from + found)
}

/// Block comments nest.
fn comment_end(text: &[u8], mut at: usize) -> usize {
    let mut depth = 1;
    while depth > 0 && at < text.len() {
        match &text[at..] {
            [b'/', b'*', ..] => (depth, at) = (depth + 1, at + 2),
            [b'*', b'/', ..] => (depth, at) = (depth - 1, at + 2),
            _ => at += 1,
        }
    }
    at
}

fn quote_end(text: &[u8], mut at: usize) -> usize {
    while at < text.len() && text[at] != b'"' {
        at += if text[at] == b'\\' { 2 } else { 1 };
    }
    at + 1
}

/// `at` is just after the `r`; `r#name` is an identifier and no literal.
fn raw_end(text: &[u8], at: usize) -> Option<usize> {
    let hashes = text[at..].iter().take_while(|byte| **byte == b'#').count();
    if text.get(at + hashes) != Some(&b'"') {
        return None;
    }
    let close = [b"\"".as_slice(), &vec![b'#'; hashes]].concat();
    Some(find(text, at + hashes + 1, &close) + close.len())
}

/// How many bytes the character takes whose first byte this is.
fn width(first: u8) -> usize {
    match first {
        0..0xC0 => 1,
        0xC0..0xE0 => 2,
        0xE0..0xF0 => 3,
        _ => 4,
    }
}
