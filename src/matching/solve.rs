//! From a round to its rings: reads nothing, writes nothing, decides everything.

use std::collections::{BTreeSet, HashMap};

use super::instance::Instance;
use super::objective::{Objective, USUAL};
use super::pool::Pool;
use super::relax::Tariff;
use super::ring::Ring;
use super::several::{self, Pick};
use super::single_rings::{self, Ties};
use super::verify::{Broken, verify};

/// A ring of last time: its legs as (offer, need), from any leg on.
pub type Chain = Vec<(u32, u32)>;

/// What is asked for.
#[derive(Clone, Debug)]
pub struct Request {
    pub objectives: Vec<Objective>,
    /// Last time's rings, which are kept where that costs no more than `keep_loss_bp`.
    pub keep: Vec<Chain>,
    /// The most that keeping may cost, in hundredths of a per cent of the value.
    pub keep_loss_bp: i64,
    /// Millions of matrix entries that may be touched; without it, what the size of the round suggests.
    pub effort: Option<u64>,
}

impl Default for Request {
    fn default() -> Self {
        Self { objectives: USUAL.to_vec(), keep: Vec::new(), keep_loss_bp: 100, effort: None }
    }
}

/// What came out, with its proof.
#[derive(Clone, Debug)]
pub struct Answer {
    /// In canonical order: by their bodies.
    pub rings: Vec<Ring>,
    pub value: i64,
    /// No choice of rings exchanges more.
    pub bound: i64,
    /// How far the objectives after the value were compared over the answers of this value.
    pub ties: Ties,
    /// How many of last time's rings could still be made, and how many are kept.
    pub keepable: usize,
    pub kept: usize,
    /// Prices from the relaxation, for explanations.
    pub tariff: Tariff,
    pub pool: Pool,
    pub work: u64,
    pub nodes: u64,
}

impl Answer {
    /// Whether nothing better exists.
    pub fn is_optimal(&self) -> bool {
        self.bound == self.value
    }
}

/// One run of the solver with some rings preferred.
struct Run {
    picks: Vec<Pick>,
    worth: i64,
    bound: i64,
    ties: Ties,
    tariff: Tariff,
    work: u64,
    nodes: u64,
}

/// Finds rings.
///
/// # Errors
/// Only if the solver made a mistake: the answer is checked against every rule before it is given.
pub fn solve(instance: &Instance, request: &Request) -> Result<Answer, Broken> {
    let pool = Pool::new(instance);
    let allowed = request.effort.unwrap_or_else(|| usual_effort(instance, &pool)).saturating_mul(1_000_000);
    let kept = known_rings(&pool, &request.keep);
    let first = run(instance, &pool, request, &[], &[], allowed);
    let bound = if pool.is_cut_off { i64::MAX } else { first.bound };
    let keepable = kept.len();
    let mut chosen = Run { bound, ..first };
    if !kept.is_empty() {
        chosen = with_kept(instance, &pool, request, chosen, &kept, allowed);
    }
    let mut rings: Vec<Ring> = chosen
        .picks
        .iter()
        .map(|pick| Ring::new(pool.legs_of(&pool.circles[pick.circle as usize]), &pick.units))
        .collect();
    rings.sort_unstable();
    verify(instance, &rings)?;
    Ok(Answer {
        value: rings.iter().map(Ring::value).sum(),
        rings,
        bound,
        ties: chosen.ties,
        keepable,
        kept: chosen.picks.iter().filter(|pick| kept.contains(&pick.circle)).count(),
        tariff: chosen.tariff,
        work: chosen.work,
        nodes: chosen.nodes,
        pool,
    })
}

/// Effort in proportion to the number of rings, from a floor that settles small rounds.
fn usual_effort(instance: &Instance, pool: &Pool) -> u64 {
    let floor = if instance.rules.max_rings == 1 { 9_500 } else { 1_200 };
    floor + pool.circles.len() as u64 / 60
}

fn run(
    instance: &Instance,
    pool: &Pool,
    request: &Request,
    bonus: &[i64],
    start: &[Pick],
    allowed: u64,
) -> Run {
    if instance.rules.max_rings == 1 {
        let packed =
            single_rings::pack(instance, (pool, &pool.all()), &request.objectives, bonus, start, allowed);
        let tariff = Tariff {
            rings: packed.body_prices,
            offers: vec![0; instance.offers.len()],
            needs: vec![0; instance.needs.len()],
        };
        return Run {
            picks: packed.picks,
            worth: packed.worth,
            bound: packed.bound,
            ties: packed.ties,
            tariff,
            work: packed.work,
            nodes: packed.nodes,
        };
    }
    let planned = several::plan(instance, pool, bonus, start.to_vec(), allowed);
    Run {
        picks: planned.plan.picks,
        worth: planned.plan.worth,
        bound: planned.bound,
        ties: Ties::Unproved,
        tariff: planned.tariff,
        work: planned.work,
        nodes: 0,
    }
}

/// The rings of the pool that have exactly these legs.
fn known_rings(pool: &Pool, chains: &[Chain]) -> BTreeSet<u32> {
    let mut wanted: BTreeSet<Vec<u32>> = BTreeSet::new();
    let leg_at: HashMap<(u32, u32), u32> =
        (0_u32..).zip(&pool.legs).map(|(at, leg)| ((leg.offer, leg.need), at)).collect();
    for chain in chains {
        let legs: Option<Vec<u32>> = chain.iter().map(|pair| leg_at.get(pair).copied()).collect();
        let Some(mut legs) = legs else { continue };
        let first = (0..legs.len()).min_by_key(|at| pool.legs[legs[*at] as usize].from).unwrap_or(0);
        legs.rotate_left(first);
        wanted.insert(legs);
    }
    if wanted.is_empty() {
        return BTreeSet::new();
    }
    let found = (0_u32..).zip(&pool.circles).filter(|(_, circle)| wanted.contains(circle.legs()));
    found.map(|(at, _)| at).collect()
}

/// Keeps as many of last time's rings as the loss that is allowed can pay for: each is given a bonus, and the bonus is
/// halved in on until the value is just good enough.
fn with_kept(
    instance: &Instance,
    pool: &Pool,
    request: &Request,
    free: Run,
    kept: &BTreeSet<u32>,
    allowed: u64,
) -> Run {
    let value_of = |picks: &[Pick]| -> i64 {
        let value = |pick: &Pick| -> i64 {
            pool.legs_of(&pool.circles[pick.circle as usize])
                .zip(&pick.units)
                .map(|(leg, units)| leg.unit_pence * units)
                .sum()
        };
        picks.iter().map(value).sum()
    };
    let count_of = |picks: &[Pick]| picks.iter().filter(|pick| kept.contains(&pick.circle)).count();
    let loss = i128::from(free.worth) * i128::from(request.keep_loss_bp) / 10_000;
    let least = free.worth - i64::try_from(loss).unwrap_or(0);
    let start: Vec<Pick> = kept.iter().map(|at| single_rings::alone(instance, pool, *at)).collect();
    let start = if instance.rules.max_rings == 1 { start } else { Vec::new() };
    let (mut low, mut high) = (0, free.worth.max(1));
    let mut best = free;
    for step in 0..10 {
        let extra = if step == 0 { high } else { low + (high - low) / 2 };
        let mut bonus = vec![0; pool.circles.len()];
        for at in kept {
            bonus[*at as usize] = extra;
        }
        let tried = run(instance, pool, request, &bonus, &start, allowed / 4);
        let value = value_of(&tried.picks);
        let work = best.work + tried.work;
        if value >= least {
            low = extra;
            if (count_of(&tried.picks), value) > (count_of(&best.picks), value_of(&best.picks)) {
                best = Run { ties: Ties::Unproved, ..tried };
            }
            if step == 0 {
                best.work = work;
                break;
            }
        } else {
            high = if step == 0 {
                pool.circles.iter().map(|circle| circle.most).max().unwrap_or(1)
            } else {
                extra
            };
        }
        best.work = work;
        if high - low <= 1 {
            break;
        }
    }
    best
}
