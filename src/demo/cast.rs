//! Who is in the demonstration, read from `seed/demo`.

use crate::bodies::BodyKind;
use crate::bodies::model::Place;
use crate::web::DemoSignIn;

const BODIES: &str = include_str!("../../seed/demo/bodies.csv");
const PEOPLE: &str = include_str!("../../seed/demo/people.csv");

/// The address of whoever runs the demonstration's site.
pub(super) const OPERATOR_EMAIL: &str = "olwen@symbiosis.example";
pub(super) const OPERATOR_NAME: &str = "Olwen Sandiford";

/// A made-up body.
#[derive(Clone, Debug)]
pub(super) struct CastBody {
    pub(super) code: String,
    pub(super) name: String,
    pub(super) kind: BodyKind,
    pub(super) nation: String,
    pub(super) region: String,
    pub(super) domain: String,
    pub(super) place: Place,
}

/// A made-up person.
#[derive(Clone, Debug)]
pub(super) struct CastPerson {
    pub(super) body: String,
    pub(super) name: String,
    pub(super) email: String,
    pub(super) roles: Vec<String>,
    /// What the list of sign-ins calls them; empty for those who are not in it.
    pub(super) title: String,
}

pub(super) fn bodies() -> Vec<CastBody> {
    rows(BODIES)
        .into_iter()
        .filter_map(|row| {
            Some(CastBody {
                kind: row.get(3)?.parse().ok()?,
                code: row.first()?.clone(),
                name: row.get(2)?.clone(),
                nation: row.get(4)?.clone(),
                region: row.get(5)?.clone(),
                domain: row.get(6)?.clone(),
                place: Place { latitude: row.get(7)?.parse().ok()?, longitude: row.get(8)?.parse().ok()? },
            })
        })
        .collect()
}

pub(super) fn people() -> Vec<CastPerson> {
    rows(PEOPLE)
        .into_iter()
        .filter_map(|row| {
            Some(CastPerson {
                body: row.first()?.clone(),
                name: row.get(1)?.clone(),
                email: row.get(2)?.clone(),
                roles: row.get(3)?.split(';').map(str::to_owned).collect(),
                title: row.get(4).cloned().unwrap_or_default(),
            })
        })
        .collect()
}

/// The sign-ins to print and to offer on the sign-in page.
pub(super) fn sign_ins(password: &str) -> Vec<DemoSignIn> {
    let bodies = bodies();
    let name_of = |code: &str| bodies.iter().find(|body| body.code == code).map(|body| body.name.clone());
    let mut sign_ins: Vec<DemoSignIn> = people()
        .into_iter()
        .filter(|person| !person.title.is_empty())
        .map(|person| DemoSignIn {
            body: name_of(&person.body).unwrap_or_default(),
            name: person.name,
            role: person.title,
            email: person.email,
            password: password.to_owned(),
        })
        .collect();
    sign_ins.push(DemoSignIn {
        body: "This site".into(),
        name: OPERATOR_NAME.into(),
        role: "Operator".into(),
        email: OPERATOR_EMAIL.into(),
        password: password.to_owned(),
    });
    sign_ins
}

/// What stands between semicolons.
pub(super) fn several(raw: &str) -> Vec<String> {
    raw.split(';').filter(|part| !part.is_empty()).map(str::to_owned).collect()
}

/// `anywhere`, `regions:Wales;Scotland` or `within:60`, as the pages of a listing send it: the kind, the regions, the
/// miles.
pub(super) fn reach(raw: &str) -> (String, Vec<String>, String) {
    match raw.split_once(':') {
        Some((kind, miles)) if kind == "within" => (kind.to_owned(), vec![], miles.to_owned()),
        Some((kind, regions)) => (kind.to_owned(), several(regions), String::new()),
        None => (raw.to_owned(), vec![], String::new()),
    }
}

/// The rows of one of our own files, without its header.
pub(super) fn rows(text: &str) -> Vec<Vec<String>> {
    csv::Reader::from_reader(text.as_bytes())
        .records()
        .filter_map(Result::ok)
        .map(|record| record.iter().map(str::to_owned).collect())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::access::Role;

    #[test]
    fn three_bodies_have_one_sign_in_for_every_role_and_the_operator_has_one() {
        let sign_ins = sign_ins("a password");

        for body in ["Ashdale Borough Council", "Northmoor NHS Trust", "University of Calderbridge"] {
            let at_body = sign_ins.iter().filter(|sign_in| sign_in.body == body).count();
            assert_eq!(at_body, Role::ALL.len(), "{body}");
        }
        assert_eq!(sign_ins.len(), 3 * Role::ALL.len() + 1);
        assert_eq!(bodies().len(), BODIES.lines().count() - 1);
    }

    #[test]
    fn there_is_a_body_in_every_region() {
        let regions: std::collections::BTreeSet<String> =
            bodies().into_iter().map(|body| body.region).collect();

        assert_eq!(regions.len(), 12, "{regions:?}");
    }

    #[test]
    fn everybody_is_obviously_made_up() {
        for person in people() {
            assert!(person.email.ends_with(".example"), "{}", person.email);
        }
        for body in bodies() {
            assert!(body.domain.ends_with(".example"), "{}", body.domain);
        }
    }
}
