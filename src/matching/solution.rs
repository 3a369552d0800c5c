//! Rings as a file: `{"rings": [{"legs": [{"offer", "need", "units"}]}]}`, with totals and payments beside them for
//! people.

use std::collections::HashMap;

use serde_json::{Value, json};

use super::instance::Instance;
use super::reading::Problem;
use super::ring::{Ring, RingLeg};
use super::solve::{Answer, Chain};

/// The answer as it is written to a file: the same bytes for the same answer.
pub fn written(instance: &Instance, answer: &Answer) -> String {
    let rings: Vec<Value> = answer.rings.iter().map(|ring| written_ring(instance, ring)).collect();
    let whole = json!({
        "value_pence": answer.value,
        "upper_bound_pence": answer.bound,
        "proved_optimal": answer.is_optimal(),
        "rings": rings,
    });
    format!("{whole:#}\n")
}

fn written_ring(instance: &Instance, ring: &Ring) -> Value {
    let body = |at: u32| &instance.bodies[at as usize].id;
    let leg = |leg: &RingLeg| {
        json!({
            "offer": instance.offers[leg.offer as usize].id,
            "need": instance.needs[leg.need as usize].id,
            "units": leg.units,
            "provider": body(leg.from),
            "consumer": body(leg.to),
            "value_pence": leg.value_pence,
        })
    };
    let payments = ring.payments();
    let payment = payments.iter().map(
        |paid| json!({ "payer": body(paid.payer), "payee": body(paid.payee), "amount_pence": paid.pence }),
    );
    json!({
        "value_pence": ring.value(),
        "legs": ring.legs.iter().map(leg).collect::<Vec<Value>>(),
        "payments": payment.collect::<Vec<Value>>(),
    })
}

/// What a file of rings holds, as far as this instance knows it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Known {
    pub rings: Vec<Ring>,
    /// Rings with an offer or a need that is not there any more.
    pub unknown: Vec<Problem>,
}

impl Known {
    /// The rings by their offers and needs alone.
    pub fn chains(&self) -> Vec<Chain> {
        self.rings.iter().map(|ring| ring.legs.iter().map(|leg| (leg.offer, leg.need)).collect()).collect()
    }
}

/// Reads a file of rings.
///
/// # Errors
/// Everything that keeps it from being such a file. An offer or need that is not known is no error here.
pub fn read_rings(text: &str, instance: &Instance) -> Result<Known, Vec<Problem>> {
    let value: Value = serde_json::from_str(text.trim_start_matches('\u{feff}')).map_err(|error| {
        let place = format!("line {}, column {}", error.line(), error.column());
        vec![Problem { place, reason: format!("this is not JSON: {error}") }]
    })?;
    let Some(rings) = value.get("rings").and_then(Value::as_array) else {
        let reason = "must be an object with a list of rings".to_owned();
        return Err(vec![Problem { place: "the file".to_owned(), reason }]);
    };
    let names = Names::of(instance);
    let mut known = Known::default();
    let mut problems = Vec::new();
    for (number, ring) in rings.iter().enumerate() {
        let place = format!("rings[{number}]");
        match names.ring(ring, instance) {
            Ok(ring) => known.rings.push(ring),
            Err(Fault::Unknown(reason)) => known.unknown.push(Problem { place, reason }),
            Err(Fault::Malformed(reason)) => problems.push(Problem { place, reason }),
        }
    }
    if problems.is_empty() { Ok(known) } else { Err(problems) }
}

enum Fault {
    Unknown(String),
    Malformed(String),
}

struct Names<'i> {
    offers: HashMap<&'i str, u32>,
    needs: HashMap<&'i str, u32>,
}

impl<'i> Names<'i> {
    fn of(instance: &'i Instance) -> Self {
        Self {
            offers: (0_u32..).zip(&instance.offers).map(|(at, offer)| (offer.id.as_str(), at)).collect(),
            needs: (0_u32..).zip(&instance.needs).map(|(at, need)| (need.id.as_str(), at)).collect(),
        }
    }

    fn ring(&self, ring: &Value, instance: &Instance) -> Result<Ring, Fault> {
        let legs = ring.get("legs").and_then(Value::as_array);
        let legs = legs.ok_or_else(|| Fault::Malformed("legs is missing: it must be a list".to_owned()))?;
        let legs = legs.iter().map(|leg| self.leg(leg, instance)).collect::<Result<Vec<RingLeg>, Fault>>()?;
        Ok(Ring { legs })
    }

    fn leg(&self, leg: &Value, instance: &Instance) -> Result<RingLeg, Fault> {
        let name = |field: &str| {
            let name = leg.get(field).and_then(Value::as_str);
            name.ok_or_else(|| Fault::Malformed(format!("each leg must have {field}, a text")))
        };
        let (offer_id, need_id) = (name("offer")?, name("need")?);
        let units = leg.get("units").and_then(Value::as_i64).filter(|units| *units > 0);
        let units = units
            .ok_or_else(|| Fault::Malformed("each leg must have units, a whole number above 0".to_owned()))?;
        let unknown = |what: &str, id: &str| Fault::Unknown(format!("there is no {what} {id:?}"));
        let offer = *self.offers.get(offer_id).ok_or_else(|| unknown("offer", offer_id))?;
        let need = *self.needs.get(need_id).ok_or_else(|| unknown("need", need_id))?;
        let given = &instance.offers[offer as usize];
        let value_pence = units.saturating_mul(given.unit_pence);
        Ok(RingLeg {
            offer,
            need,
            from: given.body,
            to: instance.needs[need as usize].body,
            units,
            value_pence,
        })
    }
}
