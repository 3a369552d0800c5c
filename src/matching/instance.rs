//! What the ring engine is given: bodies, what they offer, what they need, and the rules of a ring.
//!
//! Everything here has been read and checked (see `reading`), so that the solver may trust it: ids are replaced by
//! positions, a price is at least one penny, and the worth of all offers together is at most [`MOST_WORTH`], so that
//! no sum of ring values can overflow and every sum is exact in a double as well.

/// The most that all offers together may be worth, in pence: a trillion pounds.
pub const MOST_WORTH: i64 = 100_000_000_000_000;

/// The longest ring that may be asked for.
pub const LONGEST: usize = 5;

/// The rules of a ring.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rules {
    /// The most legs in a ring, 2 to [`LONGEST`].
    pub max_length: usize,
    /// How far the smallest leg may fall below the largest, in hundredths of a per cent of the largest.
    pub tolerance_bp: i64,
    /// The least a leg may be worth.
    pub min_leg_pence: i64,
    /// The most rings one body may be in.
    pub max_rings: u32,
}

/// A body that takes part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Body {
    pub id: String,
    /// The region, as a position in [`Instance::regions`].
    pub region: u32,
    /// Bodies it will not deal with, as positions; names of bodies that do not take part are left out.
    pub blocked: Vec<u32>,
}

/// Where an offer can be delivered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reach {
    Everywhere,
    /// In these regions, in rising order.
    Regions(Vec<u32>),
}

/// Spare capacity in whole units at one price.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    pub id: String,
    pub body: u32,
    pub category: u32,
    pub units: i64,
    pub unit_pence: i64,
    pub reach: Reach,
}

/// Capacity that is wanted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Need {
    pub id: String,
    pub body: u32,
    pub category: u32,
    pub units: i64,
    pub max_unit_pence: i64,
    /// Bodies it would rather be served by, as positions.
    pub preferred: Vec<u32>,
}

/// One round of matching.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Instance {
    pub rules: Rules,
    pub bodies: Vec<Body>,
    pub offers: Vec<Offer>,
    pub needs: Vec<Need>,
    /// Names of the categories that `Offer::category` and `Need::category` point to.
    pub categories: Vec<String>,
    /// Names of the regions.
    pub regions: Vec<String>,
}

impl Instance {
    /// The body with this id, as a position.
    pub fn body_named(&self, id: &str) -> Option<u32> {
        self.bodies.iter().position(|body| body.id == id).and_then(|at| u32::try_from(at).ok())
    }

    /// Whether either of two bodies will not deal with the other.
    pub fn blocked(&self, one: u32, other: u32) -> bool {
        self.bodies[one as usize].blocked.contains(&other)
            || self.bodies[other as usize].blocked.contains(&one)
    }

    /// The same round without some bodies: their offers and needs have no units left, so that positions keep their
    /// meaning.
    pub fn without(&self, gone: &[u32]) -> Self {
        let mut left = self.clone();
        for offer in left.offers.iter_mut().filter(|offer| gone.contains(&offer.body)) {
            offer.units = 0;
        }
        for need in left.needs.iter_mut().filter(|need| gone.contains(&need.body)) {
            need.units = 0;
        }
        left
    }
}
