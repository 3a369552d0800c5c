//! Whom an owner means by the names of partners, and what to say where that cannot be told.

use super::audience::{MOST_PARTNERS, NamedBody};
use super::typed_audience::TypedPartner;
use crate::bodies::queries::Called;
use crate::kernel::ids::BodyId;
use crate::kernel::{FieldError, FieldErrors};

/// How many names are told of those that a typed one is part of.
const MOST_LIKE: usize = 5;

/// Takes partners for whom they are, of the bodies that are `known`: by the id, by the name, or by a part of it that no other
/// name has. The owner itself is nobody, and neither is a name that several bodies have, until one of them is named by its id.
pub fn recognise(partners: &mut [TypedPartner], owner: BodyId, known: &Called) {
    for TypedPartner { typed, body, namesakes, like } in partners {
        let said = typed.trim().to_lowercase();
        let is_meant = |(id, name): &(BodyId, String)| id.to_string() == said || name.to_lowercase() == said;
        let exactly: Vec<NamedBody> =
            others(&known.exactly, owner).filter(|body| is_meant(&(body.id, body.name.clone()))).collect();
        // Somebody has said before whom this name means.
        if body.as_ref().is_some_and(|said| exactly.iter().any(|one| one.id == said.id)) {
            continue;
        }
        let parts: Vec<NamedBody> = match known.like.get(&said) {
            Some(like) if exactly.is_empty() => others(like, owner).collect(),
            _ => Vec::new(),
        };
        (*namesakes, *like) = (0, Vec::new());
        *body = match (exactly.as_slice(), parts.as_slice()) {
            ([one], _) | ([], [one]) => Some(one.clone()),
            (several, parts) => {
                *namesakes = several.len();
                *like = parts.iter().map(|body| body.name.clone()).collect();
                None
            }
        };
    }
}

fn others(bodies: &[(BodyId, String)], owner: BodyId) -> impl Iterator<Item = NamedBody> {
    let others = bodies.iter().filter(move |(id, _)| *id != owner);
    others.map(|(id, name)| NamedBody { id: *id, name: name.clone() })
}

/// The partners that were named, each once. Every name that stands for nobody goes to `errors`.
pub(super) fn partners(typed: &[TypedPartner], errors: &mut FieldErrors) -> Option<Vec<NamedBody>> {
    let mut named: Vec<NamedBody> = Vec::new();
    let (mut unknown, mut open) = (Vec::new(), Vec::new());
    for partner in typed.iter().filter(|partner| !partner.typed.trim().is_empty()) {
        match &partner.body {
            Some(body) if named.iter().any(|other| other.id == body.id) => {}
            Some(body) => named.push(body.clone()),
            None if partner.namesakes > 1 || !partner.like.is_empty() => open.push(choose_from(partner)),
            None => unknown.push(partner.typed.trim()),
        }
    }
    if !unknown.is_empty() {
        let message =
            format!("No body is called “{}”. Copy the name from the page of the body", unknown.join("”, “"));
        errors.push(FieldError::unknown("partners", message));
    }
    if !open.is_empty() {
        errors.push(FieldError::unknown("partners", open.join(". ")));
    }
    if !(open.is_empty() && unknown.is_empty()) {
        return None;
    }
    if named.len() > MOST_PARTNERS {
        errors.push(FieldError::out_of_range("partners", format!("Name {MOST_PARTNERS} bodies at most")));
        return None;
    }
    Some(named)
}

/// What to write instead of a name that several bodies have, or that is part of several names.
fn choose_from(partner: &TypedPartner) -> String {
    let typed = partner.typed.trim();
    if partner.namesakes > 1 {
        return format!(
            "{} bodies are called “{typed}”. Write the id of the one you mean instead of the name: the address of its page \
             ends with it, after /bodies/",
            partner.namesakes
        );
    }
    let shown: Vec<&str> = partner.like.iter().take(MOST_LIKE).map(String::as_str).collect();
    let more = if partner.like.len() > MOST_LIKE { ", and more" } else { "" };
    format!("“{typed}” is part of several names: {}{more}. Enter one of them in full", shown.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_of_one_name_is_enough_and_of_several_they_are_told() {
        let names = ["Northmoor NHS Trust", "Moorland Council", "Moorland Pensions", "Moat", "Moat"];
        let bodies = names.map(|name| (BodyId::new(), name.to_owned()));
        let [trust, council, pensions, ..] = bodies.clone();
        let like = [
            ("northmoor", vec![trust.clone()]),
            ("moorland", vec![council.clone(), pensions.clone()]),
            ("moor", vec![trust, council.clone(), pensions]),
        ];
        let like = like.into_iter().map(|(part, bodies)| (part.to_owned(), bodies)).collect();
        let known = Called { exactly: bodies.to_vec(), like };
        let said = |typed: &str, owner: BodyId| -> String {
            let mut partners = vec![TypedPartner { typed: typed.to_owned(), ..TypedPartner::default() }];
            recognise(&mut partners, owner, &known);
            let mut errors = FieldErrors::default();
            let taken = super::partners(&partners, &mut errors).unwrap_or_default();
            taken
                .into_iter()
                .map(|body| body.name)
                .chain(errors.0.into_iter().map(|error| error.message))
                .collect()
        };
        let told: Vec<String> = ["Northmoor", "moorland council", "Moorland", "moor", "moat", "or"]
            .map(|typed| said(typed, BodyId::new()))
            .into_iter()
            .chain([said("moorland", council.0)])
            .collect();

        insta::assert_snapshot!(told.join("\n"), @"
        Northmoor NHS Trust
        Moorland Council
        “Moorland” is part of several names: Moorland Council, Moorland Pensions. Enter one of them in full
        “moor” is part of several names: Northmoor NHS Trust, Moorland Council, Moorland Pensions. Enter one of them in full
        2 bodies are called “moat”. Write the id of the one you mean instead of the name: the address of its page ends with it, after /bodies/
        No body is called “or”. Copy the name from the page of the body
        Moorland Pensions
        ");
    }
    #[test]
    fn whoever_was_named_by_the_id_stays_though_another_body_has_the_name() {
        let [one, other] = [BodyId::new(), BodyId::new()].map(|id| (id, "Moorland Council".to_owned()));
        let known = Called { exactly: vec![one.clone(), other], like: std::collections::HashMap::default() };
        let named = NamedBody { id: one.0, name: one.1.clone() };
        let mut kept = [TypedPartner { typed: one.1, body: Some(named.clone()), ..TypedPartner::default() }];

        recognise(&mut kept, BodyId::new(), &known);

        assert_eq!(kept[0].body, Some(named));
    }
}
