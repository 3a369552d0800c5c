//! Names held once. A million invoice numbers as a million `String`s would cost more memory than the whole problem,
//! so they lie end to end in one text, and a hash table of row numbers finds them again.
//!
//! The table is open addressing with linear probing, at most half full; a slot holds 32 bits of the hash beside the
//! number, so that growing it and most misses never touch the text. Finding and adding take O(length of the name). As
//! long as names come in order, as invoice numbers mostly do, each is new and no table is needed at all.

use std::cmp::Ordering;

/// Numbers stay within 31 bits.
const MOST: u32 = 1 << 31;

/// A list of distinct names, numbered from 0.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Names {
    text: String,
    /// Where each name ends; it begins where the one before it ends.
    ends: Vec<u32>,
}

impl Names {
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// The name with this number. There must be one.
    pub fn get(&self, number: u32) -> &str {
        let number = number as usize;
        let from = if number == 0 { 0 } else { self.ends[number - 1] as usize };
        &self.text[from..self.ends[number] as usize]
    }

    fn last(&self) -> Option<&str> {
        let before = self.ends.len().checked_sub(2).map_or(0, |before| self.ends[before] as usize);
        (!self.is_empty()).then(|| &self.text[before..])
    }

    /// All names in the order of their numbers.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.ends.iter().scan(0, |from, end| {
            let name = &self.text[*from..*end as usize];
            *from = *end as usize;
            Some(name)
        })
    }

    /// The number of a name among names that are in order.
    pub fn position(&self, name: &str) -> Option<u32> {
        let (mut from, mut to) = (0, u32::try_from(self.len()).ok()?);
        while from < to {
            let middle = from + (to - from) / 2;
            match self.get(middle).cmp(name) {
                Ordering::Less => from = middle + 1,
                Ordering::Equal => return Some(middle),
                Ordering::Greater => to = middle,
            }
        }
        None
    }

    fn push(&mut self, name: &str) -> Option<u32> {
        let number = u32::try_from(self.ends.len()).ok().filter(|number| *number < MOST)?;
        let end = u32::try_from(self.text.len() + name.len()).ok()?;
        self.text.push_str(name);
        self.ends.push(end);
        Some(number)
    }

    /// The numbers in the order of their names; `None` when the names are in order as they stand.
    pub(super) fn sorted(&self) -> Option<Vec<u32>> {
        let in_order = self.iter().zip(self.iter().skip(1)).all(|(before, after)| before < after);
        if in_order {
            return None;
        }
        let mut keyed: Vec<(u64, u32)> = self.iter().map(prefix).zip(0..).collect();
        keyed.sort_unstable_by(|a, b| match a.0.cmp(&b.0) {
            Ordering::Equal => self.get(a.1).cmp(self.get(b.1)),
            unequal => unequal,
        });
        Some(keyed.into_iter().map(|(_, number)| number).collect())
    }

    /// The same names in another order.
    pub(super) fn reordered(&self, order: &[u32]) -> Self {
        let mut names = Self { text: String::with_capacity(self.text.len()), ends: Vec::new() };
        names.ends.reserve_exact(self.ends.len());
        for number in order {
            let _ = names.push(self.get(*number));
        }
        names
    }
}

/// The first eight bytes of a name, so that most comparisons of names are comparisons of numbers.
fn prefix(name: &str) -> u64 {
    let mut first = [0; 8];
    let length = name.len().min(8);
    first[..length].copy_from_slice(&name.as_bytes()[..length]);
    u64::from_be_bytes(first)
}

/// Names that can be found by their text.
#[derive(Clone, Debug, Default)]
pub struct Directory {
    names: Names,
    /// Zero is empty; otherwise the hash in the upper half and the number plus one in the lower. There are none as long
    /// as the names are in order.
    slots: Vec<u64>,
}

/// What [`Directory::add`] found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Added {
    New(u32),
    Known(u32),
}

impl Directory {
    /// A directory of names that are distinct already.
    pub fn of(names: Names) -> Self {
        let mut directory = Self { slots: Vec::new(), names };
        directory.index();
        directory
    }

    pub fn names(&self) -> &Names {
        &self.names
    }

    pub fn into_names(self) -> Names {
        self.names
    }

    /// The number of a name, a new one if it is not there yet; `None` when there is no room for more.
    pub fn add(&mut self, name: &str) -> Option<Added> {
        if self.slots.is_empty() {
            if self.names.last().is_none_or(|last| last < name) {
                return self.names.push(name).map(Added::New);
            }
            self.index();
        }
        if self.slots.len() < (self.names.len() + 1) * 2 {
            self.grow();
        }
        let hash = hash(name);
        if let Some(number) = self.probe(name, hash) {
            return Some(Added::Known(number));
        }
        let number = self.names.push(name)?;
        self.place(hash, number);
        Some(Added::New(number))
    }

    /// The number of a name that is there.
    pub fn find(&self, name: &str) -> Option<u32> {
        if self.slots.is_empty() { self.names.position(name) } else { self.probe(name, hash(name)) }
    }

    /// Makes the table of the names that are there.
    fn index(&mut self) {
        let hashes: Vec<u32> = self.names.iter().map(hash).collect();
        self.slots = vec![0; (self.names.len() * 4).next_power_of_two().max(1024)];
        for (number, hash) in (0..).zip(hashes) {
            self.place(hash, number);
        }
    }

    fn probe(&self, name: &str, hash: u32) -> Option<u32> {
        let mask = self.slots.len() - 1;
        let mut at = hash as usize & mask;
        loop {
            let slot = self.slots[at];
            if slot == 0 {
                return None;
            }
            let number = lower_half(slot) - 1;
            if slot >> 32 == u64::from(hash) && self.names.get(number) == name {
                return Some(number);
            }
            at = (at + 1) & mask;
        }
    }

    fn place(&mut self, hash: u32, number: u32) {
        let mask = self.slots.len() - 1;
        let mut at = hash as usize & mask;
        while self.slots[at] != 0 {
            at = (at + 1) & mask;
        }
        self.slots[at] = u64::from(hash) << 32 | (u64::from(number) + 1);
    }

    fn grow(&mut self) {
        let wider = vec![0; (self.slots.len() * 4).max(1024)];
        for slot in std::mem::replace(&mut self.slots, wider) {
            if slot != 0 {
                self.place(lower_half(slot >> 32), lower_half(slot) - 1);
            }
        }
    }
}

fn lower_half(wide: u64) -> u32 {
    u32::try_from(wide & u64::from(u32::MAX)).unwrap_or(u32::MAX)
}

/// Multiply and fold, eight bytes at a time. It need not withstand an attacker, only spread numbered names well.
fn hash(name: &str) -> u32 {
    const SPREAD: u64 = 0x9E37_79B9_7F4A_7C15;
    let mut state = name.len() as u64;
    for piece in name.as_bytes().chunks(8) {
        let mut eight = [0; 8];
        eight[..piece.len()].copy_from_slice(piece);
        state = (state ^ u64::from_le_bytes(eight)).wrapping_mul(SPREAD);
        state ^= state >> 29;
    }
    state = state.wrapping_mul(SPREAD);
    lower_half(state >> 32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_keeps_its_number_however_many_follow() {
        let mut directory = Directory::default();
        for number in 0..5_000 {
            assert_eq!(directory.add(&format!("Body {number}")), Some(Added::New(number)));
        }

        for number in (0..5_000).rev() {
            assert_eq!(directory.find(&format!("Body {number}")), Some(number));
        }
        assert_eq!(directory.add("Body 77"), Some(Added::Known(77)));
        assert_eq!(directory.find("Body 5000"), None);
        assert_eq!(Directory::of(directory.into_names()).find("Body 4999"), Some(4_999));
    }

    #[test]
    fn names_sort_by_their_bytes_past_a_common_beginning() {
        let mut directory = Directory::default();
        for name in ["Northmoor Trust", "Ashdale", "Northmoor College", "", "Ashdale Council"] {
            directory.add(name);
        }
        let names = directory.into_names();
        let order = names.sorted().unwrap();

        let sorted: Vec<String> = names.reordered(&order).iter().map(str::to_owned).collect();

        assert_eq!(sorted, ["", "Ashdale", "Ashdale Council", "Northmoor College", "Northmoor Trust"]);
        assert_eq!(names.reordered(&order).sorted(), None);
    }
}
