//! What is wanted after the value: the hierarchy that decides between choices of equal worth, as kidney exchange
//! schemes do it.

use super::instance::Instance;
use super::ring::Ring;

/// A wish that counts only between choices that are equal in everything before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Objective {
    /// As many bodies as possible in a ring.
    Bodies,
    /// As few rings as possible, then none longer than need be.
    Rings,
    /// As many legs as possible from a body that the need prefers.
    Preferred,
    /// As little cash as possible to even rings out.
    Residue,
}

/// The order when none is asked for.
pub const USUAL: [Objective; 4] =
    [Objective::Bodies, Objective::Rings, Objective::Preferred, Objective::Residue];

/// Reads `value,bodies,rings,preferred,residue` or part of it, in any order after `value`.
///
/// # Errors
/// Says what is wrong with the list.
pub fn read_objectives(text: &str) -> Result<Vec<Objective>, String> {
    let mut words = text.split(',').map(str::trim);
    if words.next() != Some("value") {
        return Err(
            "the first objective must be value: the others decide between answers of equal value".to_owned()
        );
    }
    let mut found = Vec::new();
    for word in words {
        let objective = match word {
            "bodies" => Objective::Bodies,
            "rings" => Objective::Rings,
            "preferred" => Objective::Preferred,
            "residue" => Objective::Residue,
            other => {
                return Err(format!(
                    "there is no objective {other:?}: value, bodies, rings, preferred and residue are known"
                ));
            }
        };
        if found.contains(&objective) {
            return Err(format!("the objective {word} is there twice"));
        }
        found.push(objective);
    }
    Ok(found)
}

/// How good a ring is after its value: larger is better at the first place that differs. Scores of rings add up.
pub fn score(instance: &Instance, ring: &Ring, objectives: &[Objective]) -> Vec<i64> {
    let length = i64::try_from(ring.legs.len()).unwrap_or(0);
    let mut score = Vec::with_capacity(objectives.len() + 1);
    for objective in objectives {
        match objective {
            Objective::Bodies => score.push(length),
            Objective::Rings => score.extend([-1, -length * length]),
            Objective::Preferred => score.push(ring.preferred(instance)),
            Objective::Residue => score.push(-ring.residue()),
        }
    }
    score
}

/// The sum of scores.
pub fn total(scores: impl Iterator<Item = Vec<i64>>) -> Vec<i64> {
    let mut sum: Vec<i64> = Vec::new();
    for score in scores {
        sum.resize(sum.len().max(score.len()), 0);
        for (sum, part) in sum.iter_mut().zip(score) {
            *sum += part;
        }
    }
    sum
}
