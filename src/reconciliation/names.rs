//! Which body a supplier name means. Finance systems cut names short, abbreviate them and add notes; this makes
//! suggestions with a reason, and a person decides.

use std::collections::{BTreeMap, BTreeSet};

use crate::kernel::text_enum;

pub use super::name_words::supplier_key;
use super::name_words::{one_letter_apart, plain, words};

text_enum! {
    /// Whether a body still exists: a name that fits both means the one that does.
    pub enum Standing {
        InForce = "in_force",
        Former = "former",
    }
}

/// A body that a supplier name could mean.
#[derive(Clone, Debug)]
pub struct Candidate<K> {
    pub key: K,
    pub name: String,
    pub standing: Standing,
}

/// One suggestion: how well it fits in thousandths, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suggestion<K> {
    pub key: K,
    pub name: String,
    pub score: u32,
    pub reason: String,
}

/// The bodies, ready to be searched by supplier name.
#[derive(Debug)]
pub struct Directory<K> {
    entries: Vec<Entry<K>>,
    /// Which names have each word. It finds those worth a look, and makes rare words weigh more than common ones.
    places: BTreeMap<String, Vec<usize>>,
}

#[derive(Debug)]
struct Entry<K> {
    candidate: Candidate<K>,
    words: BTreeSet<String>,
}

/// A score below this is no suggestion.
const LEAST_SCORE: u32 = 500;
/// What a word weighs that no body has in its name: it may be a note of the finance system, or another firm's name.
const UNKNOWN_WEIGHT: u32 = 30;
/// Words that only companies have in their names; a company is not a body, even one that a body owns.
const COMPANY_WORDS: [&str; 7] = ["CIC", "COMPANY", "INC", "LIMITED", "LLP", "LTD", "PLC"];

impl<K: Clone> Directory<K> {
    pub fn new(candidates: impl IntoIterator<Item = Candidate<K>>) -> Self {
        let entries: Vec<Entry<K>> = candidates
            .into_iter()
            .map(|candidate| Entry { words: words(&candidate.name).into_iter().collect(), candidate })
            .collect();
        let mut places: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (place, entry) in entries.iter().enumerate() {
            for word in &entry.words {
                places.entry(word.clone()).or_default().push(place);
            }
        }
        Self { entries, places }
    }

    /// The bodies that a supplier name could mean, best first, at most `most`.
    pub fn suggest(&self, supplier_name: &str, most: usize) -> Vec<Suggestion<K>> {
        if plain(supplier_name).iter().any(|word| COMPANY_WORDS.contains(&word.as_str())) {
            return Vec::new();
        }
        let wanted = self.wanted(supplier_name);
        let mut found: Vec<(u32, &Entry<K>, String)> = self
            .worth_a_look(&wanted)
            .into_iter()
            .filter_map(|place| self.entries.get(place))
            .filter_map(|entry| self.fit(&wanted, entry).map(|(score, reason)| (score, entry, reason)))
            .collect();
        found.sort_by(|(score, entry, _), (other_score, other, _)| {
            let standing = entry.candidate.standing.cmp(&other.candidate.standing);
            other_score
                .cmp(score)
                .then(standing)
                .then_with(|| entry.candidate.name.cmp(&other.candidate.name))
        });
        let suggestion = |(score, entry, reason): (u32, &Entry<K>, String)| Suggestion {
            key: entry.candidate.key.clone(),
            name: entry.candidate.name.clone(),
            score,
            reason,
        };
        found.into_iter().take(most).map(suggestion).collect()
    }

    /// The names that could fit: those that share a telling word, or the rarest word if the names are the same.
    fn worth_a_look(&self, wanted: &[Wanted]) -> BTreeSet<usize> {
        let places = |word: &String| self.places.get(word).map(Vec::as_slice).unwrap_or_default();
        let commonness = |want: &&Wanted| want.meanings.iter().map(|word| places(word).len()).sum::<usize>();
        let rarest = wanted.iter().min_by_key(commonness).into_iter().flat_map(|want| &want.meanings);
        let telling =
            wanted.iter().flat_map(|want| &want.meanings).filter(|word| self.is_telling(word.as_str()));
        telling.chain(rarest).flat_map(places).copied().collect()
    }

    /// The words of a supplier name, each with the words of bodies that it could stand for.
    fn wanted(&self, supplier_name: &str) -> Vec<Wanted> {
        let words = words(supplier_name);
        let last = words.len().saturating_sub(1);
        let mut seen = BTreeSet::new();
        let once = words.into_iter().enumerate().filter(|(_, word)| seen.insert(word.clone()));
        once.map(|(place, word)| {
            let meanings = self.meanings(&word, place == last);
            Wanted { word, meanings }
        })
        .collect()
    }

    /// A word that some body has is itself. Another is the start of a longer word if it stands last, where names
    /// are cut short, or a misspelling if one letter makes the difference.
    fn meanings(&self, word: &str, is_last: bool) -> BTreeSet<String> {
        let known = self.places.contains_key(word);
        let letters = word.chars().count();
        let cut_short = |other: &&String| is_last && letters >= 3 && other.starts_with(word);
        let misspelt = |other: &&String| letters >= 6 && one_letter_apart(word, other);
        if known && !is_last {
            return BTreeSet::from([word.to_owned()]);
        }
        let longer: BTreeSet<String> = self.places.keys().filter(cut_short).cloned().collect();
        if known || !longer.is_empty() {
            return longer.into_iter().chain(known.then(|| word.to_owned())).collect();
        }
        self.places.keys().filter(misspelt).cloned().collect()
    }

    /// How well a body's name fits, or nothing if too little of it does: two words, one of them telling, unless
    /// the names are the same. The score is twice what both share over all that is in either, by rarity.
    fn fit(&self, wanted: &[Wanted], entry: &Entry<K>) -> Option<(u32, String)> {
        let hits: Vec<(&Wanted, &String)> = wanted.iter().filter_map(|want| want.hit(&entry.words)).collect();
        let whole = hits.len() == wanted.len() && hits.len() == entry.words.len();
        if !whole && (hits.len() < 2 || !hits.iter().any(|(_, word)| self.is_telling(word))) {
            return None;
        }
        let shared: BTreeSet<&String> = hits.iter().map(|(_, word)| *word).collect();
        let shared: u32 = shared.into_iter().map(|word| self.weight(word)).sum();
        let theirs: u32 = entry.words.iter().map(|word| self.weight(word)).sum();
        let missed = wanted.iter().filter(|want| want.hit(&entry.words).is_none());
        let ours = shared + missed.map(|want| self.weight_of_missed(want)).sum::<u32>();
        let score = 2_000 * shared / (ours + theirs).max(1);
        (score >= LEAST_SCORE).then(|| (score, reason(&hits, wanted.len(), entry.words.len())))
    }

    /// Whether a word tells bodies apart: at most one body in twelve has it.
    fn is_telling(&self, word: &str) -> bool {
        self.places.get(word).is_some_and(|places| places.len() * 12 <= self.entries.len().max(12))
    }

    /// A word that this body does not have counts for what it could have meant.
    fn weight_of_missed(&self, want: &Wanted) -> u32 {
        want.meanings.iter().map(|word| self.weight(word)).max().unwrap_or(UNKNOWN_WEIGHT)
    }

    /// 10 for a word that every name has, and 10 more each time half as many have it.
    fn weight(&self, word: &str) -> u32 {
        let count = self.places.get(word).map_or(1, Vec::len).max(1);
        10 + 10 * (self.entries.len() / count).max(1).ilog2()
    }
}

/// One word of a supplier name.
#[derive(Debug)]
struct Wanted {
    word: String,
    meanings: BTreeSet<String>,
}

impl Wanted {
    /// The word of a body's name that this one stands for: itself before anything else.
    fn hit<'s, 'w>(&'s self, words: &'w BTreeSet<String>) -> Option<(&'s Self, &'w String)> {
        let itself = words.get(&self.word).filter(|word| self.meanings.contains(*word));
        itself.or_else(|| words.iter().find(|word| self.meanings.contains(*word))).map(|word| (self, word))
    }
}

/// Why a body is suggested, in plain words.
fn reason(hits: &[(&Wanted, &String)], wanted: usize, theirs: usize) -> String {
    let changed: Vec<String> = hits
        .iter()
        .filter(|(want, word)| want.word != **word)
        .map(|(want, word)| format!("{} read as {word}", want.word))
        .collect();
    let same: Vec<&str> =
        hits.iter().filter(|(want, word)| want.word == **word).map(|(_, word)| word.as_str()).collect();
    match (changed.is_empty(), hits.len() == wanted && wanted == theirs) {
        (true, true) => "the same name".to_owned(),
        (true, false) => format!("both have {}", same.join(", ")),
        (false, _) if same.is_empty() => changed.join(", "),
        (false, _) => format!("both have {}; {}", same.join(", "), changed.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn directory(names: &[&str]) -> Directory<usize> {
        let candidate = |(key, name): (usize, &&str)| Candidate {
            key,
            name: (*name).to_owned(),
            standing: Standing::InForce,
        };
        Directory::new(names.iter().enumerate().map(candidate))
    }

    fn shared(path: &str) -> Option<String> {
        let shared = std::env::var("SYMBIOSIS_SHARED").unwrap_or_else(|_| "../shared".to_owned());
        let text = std::fs::read_to_string(format!("{shared}/data/{path}"));
        if text.is_err() {
            println!("left out: no {path} in {shared}/data");
        }
        text.ok()
    }

    /// Every body of the real registers where the shared data is at hand.
    fn registers() -> Option<Directory<String>> {
        let mut candidates = Vec::new();
        for file in ["local_authorities", "nhs_bodies", "universities", "police_forces", "fire_services"] {
            let text = shared(&format!("registers/{file}.csv"))?;
            let mut reader = csv::Reader::from_reader(text.as_bytes());
            for row in reader.records().map(Result::unwrap) {
                let standing = if row[11].is_empty() { Standing::InForce } else { Standing::Former };
                candidates.push(Candidate { key: row[2].to_owned(), name: row[2].to_owned(), standing });
            }
        }
        Some(Directory::new(candidates))
    }

    #[test]
    fn each_suggestion_says_why() {
        let directory =
            directory(&["Ashdale District Council", "Ashdale University", "Fernshire Healthcare NHS Trust"]);
        let reason = |name| {
            directory.suggest(name, 1).first().map(|found| format!("{}: {}", found.name, found.reason))
        };

        assert_eq!(reason("ASHDALE DC").as_deref(), Some("Ashdale District Council: the same name"));
        assert_eq!(
            reason("FERNSHIRE HEALTHC").as_deref(),
            Some("Fernshire Healthcare NHS Trust: both have FERNSHIRE; HEALTHC read as HEALTHCARE")
        );
        assert_eq!(
            reason("FERNSHYRE HEALTHCARE").as_deref(),
            Some("Fernshire Healthcare NHS Trust: both have HEALTHCARE; FERNSHYRE read as FERNSHIRE")
        );
        assert_eq!(reason("QUILLPORT SUPPLIES LTD"), None);
    }

    #[test]
    fn a_body_in_force_comes_before_one_that_is_gone() {
        let candidate = |key, standing| Candidate { key, name: "Ashdale Council".to_owned(), standing };
        let directory = Directory::new([candidate(1, Standing::Former), candidate(2, Standing::InForce)]);

        let keys: Vec<i32> =
            directory.suggest("ASHDALE COUNCIL", 5).into_iter().map(|found| found.key).collect();

        assert_eq!(keys, [2, 1]);
    }

    #[test]
    fn the_names_of_a_real_ledger_find_their_bodies() {
        let (Some(directory), Some(ledger)) =
            (registers(), shared("ledgers/devon_2025_paid_to_public_bodies.csv"))
        else {
            return;
        };
        let mut reader = csv::Reader::from_reader(ledger.as_bytes());
        let names: BTreeSet<String> =
            reader.records().map(|row| row.unwrap()[6].to_owned()).filter(|name| !name.is_empty()).collect();

        let first = |name: &str| directory.suggest(name, 1).into_iter().next().map(|found| found.name);
        let without: Vec<&str> =
            names.iter().map(String::as_str).filter(|name| first(name).is_none()).collect();

        // A charity, and in no register of public bodies.
        assert_eq!((names.len(), without), (46, vec!["FIELD STUDIES COUNCIL"]));
        for (supplier, body) in [
            ("TEIGNBRIDGE DISTRICT COUNCIL", "Teignbridge District Council"),
            ("TORRIDGE DIST COUNCIL", "Torridge District Council"),
            ("ROYAL DEVON UNIVERSITY HEALTHCAR", "Royal Devon University Healthcare NHS Foundation Trust"),
            ("PLYMOUTH CITY COUNCIL(RADIUS A/C", "Plymouth City Council"),
            ("PLYMOUTH HOSPITALS NHS TRUST", "University Hospitals Plymouth NHS Trust"),
            ("UNI HOSPITAL SOUTHAMPTON NHS FT", "University Hospital Southampton NHS Foundation Trust"),
            ("NHS CORNWALL & ISLES OF SCILLY", "NHS Cornwall and the Isles of Scilly Integrated Care Board"),
            ("DEVON&SOMERSET FIRE & RESCUE", "Devon and Somerset Fire and Rescue Service"),
            ("UNIVERSITY OF EXETER-FINANCE OFF", "The University of Exeter"),
            ("SOMERSET COUNCIL", "Somerset Council"),
            ("WEALDON DISTRICT COUNCIL", "Wealden District Council"),
        ] {
            assert_eq!(first(supplier).as_deref(), Some(body), "{supplier}");
        }
    }

    #[test]
    fn few_private_firms_of_a_real_ledger_look_like_a_body() {
        let (Some(directory), Some(ledger)) = (registers(), shared("ledgers/exeter_2025.csv")) else {
            return;
        };
        let mut reader = csv::Reader::from_reader(ledger.as_bytes());
        let names: BTreeSet<String> = reader.records().map(|row| row.unwrap()[1].to_owned()).collect();

        let (same, alike): (Vec<_>, Vec<_>) = names
            .iter()
            .filter_map(|name| directory.suggest(name, 1).pop())
            .partition(|found| found.score == 1_000);

        assert_eq!((names.len(), same.len(), alike.len()), (771, 14, 10));
    }

    proptest! {
        #[test]
        fn no_name_makes_it_panic(names in proptest::collection::vec(any::<String>(), 0..8), wanted in any::<String>()) {
            let names: Vec<&str> = names.iter().map(String::as_str).collect();

            let found = directory(&names).suggest(&wanted, 3);

            prop_assert!(found.len() <= 3 && found.iter().all(|each| (LEAST_SCORE..=1_000).contains(&each.score)));
        }

        #[test]
        fn a_name_finds_itself(place in 0_usize..4) {
            let names = ["Ashdale Council", "Ashdale University", "Northmoor NHS Trust", "University of Northmoor"];

            let found = directory(&names).suggest(&names[place].to_uppercase(), 1);

            prop_assert_eq!((found[0].key, found[0].score), (place, 1_000));
        }
    }
}
