//! What an offer asks for: a price, the services wanted in return, or either.

use super::draft::{MOST_WANTS, OfferDraft};
use super::model::{NamedService, Service, Takes};
use super::shape::Shape;
use super::tariff::Tariff;
use crate::kernel::price::PriceKind;
use crate::kernel::{FieldError, FieldErrors, Rate};

/// What is asked for an offer: cash, services in return, or either.
pub(super) struct Asked {
    pub(super) takes: Takes,
    pub(super) price: Option<(PriceKind, Rate)>,
    pub(super) tariff: Tariff,
    pub(super) wants: Vec<NamedService>,
}

impl Asked {
    /// What was typed. Every mistake goes to `errors`.
    pub(super) fn of(draft: &OfferDraft, services: &[Service], errors: &mut FieldErrors) -> Option<Self> {
        let takes = errors.keep(takes(draft))?;
        let (mut price, mut tariff, mut is_sound) = (None, Tariff::Plain, true);
        if takes.takes_cash() && draft.shape() == Shape::WholeService {
            // The sizes have the prices.
            price = Some((PriceKind::PerUnit, Rate::ZERO));
        } else if takes.takes_cash() {
            match Tariff::of(draft, errors) {
                Some((kind, rate, asked)) => (price, tariff) = (Some((kind, rate)), asked),
                None => is_sound = false,
            }
        }
        let wants = wants(draft, takes, services, errors);
        is_sound.then_some(Self { takes, price, tariff, wants })
    }
}

pub(super) fn takes(draft: &OfferDraft) -> Result<Takes, FieldError> {
    let message = "Choose whether you take cash, a service in return, or either";
    draft.takes.parse().map_err(|_| FieldError::required("takes", message))
}

/// The services that are taken in return, where any are.
pub(super) fn wants(
    draft: &OfferDraft,
    takes: Takes,
    services: &[Service],
    errors: &mut FieldErrors,
) -> Vec<NamedService> {
    if !takes.takes_in_kind() {
        return Vec::new();
    }
    let offered = Traded { code: &draft.service, what: "offer" };
    let wants = named_services("wants", &draft.wants, services, (offered, MOST_WANTS), errors);
    if draft.wants.iter().all(String::is_empty) {
        let message = match takes {
            Takes::Either => "Choose at least one service you would take, or take cash alone",
            _ => "Choose at least one service you would take",
        };
        errors.push(FieldError::required("wants", message));
    }
    wants
}

/// The service that others are traded for, and what is done with it: "offer", "need".
#[derive(Clone, Copy, Debug)]
pub struct Traded<'t> {
    pub code: &'t str,
    pub what: &'static str,
}

/// Services by their codes, each once, `most` of them, and none that is the one they are traded for. A mistake is one of the
/// place in the list: `field` of the first, `field_2` of the second.
pub fn named_services(
    field: &str,
    typed: &[String],
    services: &[Service],
    (traded, most): (Traded<'_>, usize),
    errors: &mut FieldErrors,
) -> Vec<NamedService> {
    let mut named: Vec<NamedService> = Vec::new();
    for (code, place) in typed.iter().filter(|code| !code.is_empty()).zip(1..) {
        let at = if place == 1 { field.to_owned() } else { format!("{field}_{place}") };
        let Some(service) = services.iter().find(|service| service.code == *code) else {
            errors.push(FieldError::unknown(at, "Choose services from the list"));
            continue;
        };
        if named.iter().any(|one| one.code == service.code) {
            errors.push(FieldError::invalid(at, format!("{} is chosen twice", service.name)));
        } else if service.code == traded.code {
            let message = format!("{} is the service you {}: choose another", service.name, traded.what);
            errors.push(FieldError::invalid(at, message));
        } else {
            named.push(NamedService { code: service.code.clone(), name: service.name.clone() });
        }
    }
    if named.len() > most {
        errors.push(FieldError::out_of_range(field, format!("Choose {most} services at most")));
    }
    named
}
