//! The regions of the registers: how an address names one, and which lie beside each other.

/// A region that has a body, as the registers name it. They may name others than [`crate::bodies::region`] knows.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct NamedRegion {
    pub nation: String,
    pub name: String,
}

/// Which regions share a border or a short crossing.
const NEIGHBOURS: [(&str, &[&str]); 12] = [
    ("East Midlands", &["West Midlands", "Yorkshire and The Humber", "East of England", "South East"]),
    ("East of England", &["East Midlands", "London", "South East"]),
    ("London", &["East of England", "South East"]),
    ("North East", &["North West", "Yorkshire and The Humber", "Scotland"]),
    (
        "North West",
        &["North East", "Yorkshire and The Humber", "West Midlands", "Wales", "Scotland", "Northern Ireland"],
    ),
    ("Northern Ireland", &["Scotland", "North West"]),
    ("Scotland", &["North East", "North West", "Northern Ireland"]),
    ("South East", &["London", "East of England", "South West", "East Midlands"]),
    ("South West", &["South East", "West Midlands", "Wales"]),
    ("Wales", &["West Midlands", "North West", "South West"]),
    ("West Midlands", &["East Midlands", "North West", "South West", "Wales"]),
    ("Yorkshire and The Humber", &["North East", "North West", "East Midlands"]),
];

impl NamedRegion {
    /// How an address names it: `north-west`.
    pub fn slug(&self) -> String {
        slug(&self.name)
    }

    /// Whether `other` lies beside this one.
    pub(super) fn is_beside(&self, other: &Self) -> bool {
        let found = NEIGHBOURS.iter().find(|(name, _)| *name == self.name);
        found.is_some_and(|(_, beside)| beside.contains(&other.name.as_str()))
    }

    /// "North West, England", and "Wales" alone.
    pub fn in_full(&self) -> String {
        if self.nation.is_empty() || self.nation == self.name {
            self.name.clone()
        } else {
            format!("{}, {}", self.name, self.nation)
        }
    }
}

fn slug(name: &str) -> String {
    let words = name.split(|letter: char| !letter.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_ascii_lowercase).collect::<Vec<_>>().join("-")
}

/// Every region among places, each once, in the order of nations and names. The registers put a body or two under the
/// wrong nation; the nation that a region is named with most often is its own.
pub(super) fn all(places: &[(String, String)]) -> Vec<NamedRegion> {
    let mut regions: Vec<NamedRegion> = Vec::new();
    for (nation, name) in places.iter().filter(|(_, name)| !name.is_empty()) {
        let is_nation = nation == name;
        match regions.iter_mut().find(|known| known.name == *name) {
            Some(known) if is_nation => known.nation.clone_from(nation),
            Some(_) => {}
            None => regions.push(NamedRegion { nation: nation.clone(), name: name.clone() }),
        }
    }
    regions.sort();
    regions
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_region_is_named_alike_in_addresses_and_belongs_to_one_nation() {
        let place = |nation: &str, region: &str| (nation.to_owned(), region.to_owned());
        let regions = all(&[
            place("England", ""),
            place("England", "Wales"),
            place("England", "Yorkshire and The Humber"),
            place("Wales", "Wales"),
        ]);

        let named: Vec<String> =
            regions.iter().map(|region| format!("{} {}", region.nation, region.slug())).collect();
        assert_eq!(named, ["England yorkshire-and-the-humber", "Wales wales"]);
        assert_eq!(regions[0].in_full(), "Yorkshire and The Humber, England");
    }

    #[test]
    fn whoever_is_beside_somebody_has_them_beside_too() {
        for (name, beside) in NEIGHBOURS {
            for other in beside {
                let back = NEIGHBOURS.iter().find(|(known, _)| known == other).unwrap();
                assert!(back.1.contains(&name), "{name} is beside {other}, but not the other way round");
            }
        }
    }
}
