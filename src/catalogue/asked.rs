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
        let takes = errors.keep(draft.takes.parse::<Takes>().map_err(|_| {
            FieldError::required("takes", "Choose whether you take cash, a service in return, or either")
        }))?;
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
        let mut wants = Vec::new();
        if takes.takes_in_kind() {
            wants = named_services("wants", &draft.wants, services, MOST_WANTS, errors);
            if wants.is_empty() && takes == Takes::InKind {
                errors.push(FieldError::required("wants", "Choose at least one service you would take"));
            }
        }
        is_sound.then_some(Self { takes, price, tariff, wants })
    }
}

/// Services by their codes, each once, `most` of them.
pub fn named_services(
    field: &str,
    typed: &[String],
    services: &[Service],
    most: usize,
    errors: &mut FieldErrors,
) -> Vec<NamedService> {
    let mut named: Vec<NamedService> = Vec::new();
    for code in typed.iter().filter(|code| !code.is_empty()) {
        match services.iter().find(|service| service.code == *code) {
            None => errors.push(FieldError::unknown(field, "Choose services from the list")),
            Some(service) if named.iter().any(|one| one.code == service.code) => {}
            Some(service) => {
                named.push(NamedService { code: service.code.clone(), name: service.name.clone() });
            }
        }
    }
    if named.len() > most {
        errors.push(FieldError::out_of_range(field, format!("Choose {most} services at most")));
    }
    named
}
