//! Choosing another service, or the other shape, for a draft that has been begun: what its template said gives way to what
//! the new one says, and what somebody wrote stays.

use super::draft::{OTHER_UNIT, OfferDraft, TypedKpi};
use super::model::Service;
use super::shape::Shape;
use crate::kernel::working_days::Division;

/// What became of the texts that a template had filled in, by what they are called.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Swapped {
    pub replaced: Vec<&'static str>,
    pub kept: Vec<&'static str>,
}

/// A field that templates fill in.
struct Field {
    label: &'static str,
    get: fn(&OfferDraft) -> String,
    set: fn(&mut OfferDraft, &OfferDraft),
}

macro_rules! field {
    ($label:literal, $name:ident) => {
        Field {
            label: $label,
            get: |draft| draft.$name.replace("\r\n", "\n").trim().to_owned(),
            set: |draft, template| draft.$name.clone_from(&template.$name),
        }
    };
}

const FIELDS: &[Field] = &[
    field!("the description", description),
    Field {
        label: "the measures",
        get: |draft| measures(&draft.kpis),
        set: |draft, template| {
            draft.kpis.clone_from(&template.kpis);
        },
    },
    field!("the hours", hours),
    field!("what belongs to the service", includes),
    field!("what does not belong to it", excludes),
    field!("what the other body gives up", gives_up),
    field!("your help with taking it over", transition_help),
    field!("how it could come back", way_back),
];

impl OfferDraft {
    /// Takes over what the template of `service` says wherever nothing was written or what stands is what the template of
    /// the service `before` had said.
    pub(super) fn fill_in_again(
        &mut self,
        before: (Option<&Service>, Shape),
        service: &Service,
        division: Division,
    ) -> Swapped {
        let was = before.0.map(|service| Self::of_service(service, before.1, division)).unwrap_or_default();
        let template = Self::of_service(service, self.shape(), division);
        let mut swapped = Swapped::default();
        for field in FIELDS {
            let (stands, had, says) = ((field.get)(self), (field.get)(&was), (field.get)(&template));
            if stands == says || says.is_empty() {
                continue;
            }
            if stands.is_empty() || stands == had {
                (field.set)(self, &template);
                swapped.replaced.push(field.label);
            } else {
                swapped.kept.push(field.label);
            }
        }
        self.count_in(&was, &template, service, &mut swapped);
        swapped
    }

    /// The unit: the new service's, unless another was chosen; that one is then named, for the new service may not know it.
    fn count_in(&mut self, was: &Self, template: &Self, service: &Service, swapped: &mut Swapped) {
        let is_untouched = self.unit.is_empty() || self.unit == was.unit;
        if self.unit == OTHER_UNIT || self.unit == template.unit || self.shape() == Shape::WholeService {
            return;
        }
        if is_untouched {
            self.unit.clone_from(&template.unit);
            swapped.replaced.push("the unit");
            return;
        }
        if !service.units.contains(&self.unit) {
            self.unit_other = std::mem::replace(&mut self.unit, OTHER_UNIT.to_owned());
        }
        swapped.kept.push("the unit");
    }
}

/// Measures as one text, to tell whether they are the same.
fn measures(typed: &[TypedKpi]) -> String {
    let line = |kpi: &TypedKpi| format!("{}={}", kpi.name.trim(), kpi.target.trim().trim_end_matches('%'));
    typed.iter().filter(|kpi| kpi.is_given()).map(line).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::taxonomy;

    fn service(code: &str) -> Service {
        let all = taxonomy::read(include_str!("../../seed/taxonomy.csv")).unwrap();
        all.into_iter().find(|service| service.code == code).unwrap()
    }

    fn begun() -> OfferDraft {
        let mut draft =
            OfferDraft::of_service(&service("PAY-01"), Shape::Capacity, Division::EnglandAndWales);
        draft.description = draft.description.replace('\n', "\r\n");
        draft.kpis.resize(10, TypedKpi::default());
        draft
    }

    fn change(draft: &mut OfferDraft, shape: Shape) -> Swapped {
        shape.as_str().clone_into(&mut draft.shape);
        let before = (Some(&service("PAY-01")), Shape::Capacity);
        draft.fill_in_again(before, &service("IT-03"), Division::EnglandAndWales)
    }

    #[test]
    fn what_nobody_touched_is_the_new_services() {
        let mut draft = begun();

        let swapped = change(&mut draft, Shape::Capacity);

        assert_eq!(swapped.replaced, ["the description", "the measures", "the hours", "the unit"]);
        assert!(swapped.kept.is_empty());
        let fresh = OfferDraft::of_service(&service("IT-03"), Shape::Capacity, Division::EnglandAndWales);
        assert_eq!((draft.unit, draft.kpis), (fresh.unit, fresh.kpis));
    }

    #[test]
    fn what_somebody_wrote_stays_and_is_named() {
        let mut draft = begun();
        draft.description = "Payroll by people who know turnout fees.".into();
        draft.unit = "assignment-month".into();

        let swapped = change(&mut draft, Shape::WholeService);

        assert_eq!(swapped.kept, ["the description"]);
        assert!(draft.description.starts_with("Payroll by people"));
        assert!(swapped.replaced.contains(&"how it could come back"));
        let mut draft = OfferDraft { unit: "assignment-month".into(), ..begun() };
        assert_eq!(change(&mut draft, Shape::Capacity).kept, ["the unit"]);
        assert_eq!((draft.unit.as_str(), draft.unit_other.as_str()), (OTHER_UNIT, "assignment-month"));
    }
}
