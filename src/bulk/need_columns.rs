//! The columns of a file of needs.

use super::columns::{
    self, About, Column, Must, month, one_of, service_codes, service_names, services, several, typed,
};
use super::{cells, seen_by};
use crate::bodies::region::Region;
use crate::catalogue::model::Takes;
use crate::catalogue::shape::{Shape, SizeMeasure};
use crate::catalogue::terms::{Assurance, ReachKind};
use crate::needs::NeedDraft;

/// Every column, in the order of the template.
pub(super) static COLUMNS: &[Column<NeedDraft>] = &[
    Column {
        about: About {
            key: "service",
            heading: "Service",
            note: "The service’s code or its name from our list of services, or both.",
            example: "IT-01 Service desk",
            must: Must::Always,
            also: &["service code", "service name", "service type", "category"],
            ..About::PLAIN
        },
        write: |draft, services| columns::service_name(&draft.service, services),
        read: |draft, cell, services| {
            draft.service = columns::service_code(cell, services)?;
            Ok(())
        },
    },
    one_of!(shape: Shape, heading: "Shape", note: "So many units a month, or the whole service. Empty: what the row has filled in.",
        example: "Capacity by unit", also: &["kind", "type"]),
    typed!(title, heading: "Title", note: "Up to 120 characters.", example: "Service desk for 900 staff",
        must: Must::Always, also: &["name", "need", "need title"]),
    typed!(description, heading: "Description", note: "What you need and why, up to 4,000 characters.",
        example: "First line support by telephone and chat.", must: Must::Always, also: &["details", "summary", "what is needed"]),
    Column {
        about: About {
            key: "unit",
            heading: "Unit",
            note: "What it is counted in, for capacity by unit. Empty: the usual unit of the service.",
            example: "ticket",
            also: &["unit of measure", "units", "uom", "counted in"],
            fields: &["unit_other"],
            ..About::PLAIN
        },
        write: |draft, _| draft.unit_in_words().to_owned(),
        read: |draft, cell, services| {
            (draft.unit, draft.unit_other) = columns::unit_of(cell, &draft.service, services);
            Ok(())
        },
    },
    typed!(quantity_per_month, heading: "Quantity a month", note: "How many units a month, for capacity by unit.",
        example: "1200", also: &["quantity", "quantity per month", "units per month", "amount"]),
    one_of!(size_measure: SizeMeasure, heading: "Size counted in", note: "For a whole service.", example: "",
        also: &["size measure"]),
    typed!(size, heading: "Size", note: "How many of them, for a whole service.", example: "", also: &["headcount"]),
    month!(first_month, heading: "First month", note: "Like 2027-01 or January 2027.", example: "2027-01",
        must: Must::Always, also: &["from", "start", "start month", "start date", "needed from"]),
    month!(last_month, heading: "Last month", note: "Like 2027-12 or December 2027.", example: "2027-12",
        must: Must::Always, also: &["to", "until", "end", "end month", "end date", "needed until"]),
    one_of!(pays: Takes, heading: "What you give", note: "Cash, a service in return, or either.", example: "Cash",
        must: Must::Always, also: &["pays", "payment", "cash or in kind", "settlement"]),
    typed!(highest_price, heading: "Highest price in pounds",
        note: "Without VAT: for each unit, or for the whole service a month. Empty if you would rather not say.",
        example: "12.50", also: &["highest price", "maximum price", "budget", "price"]),
    services!(gives, heading: "Services given in return",
        note: "Codes or names with semicolons between them, 5 at most. Needed where you give a service in return.",
        example: "", also: &["gives", "given in return", "services in return"], fields: &["gives_"]),
    one_of!(reach: ReachKind, heading: "Reach", note: "Where providers may be. Empty: what the next two columns say, or anywhere.",
        example: "Only within some miles of us", also: &["coverage", "area"]),
    several!(regions: Region, heading: "Regions", note: "With semicolons between them.", example: "", also: &["region"]),
    typed!(miles, heading: "Miles", note: "How far away a provider may be, in whole miles.", example: "60",
        also: &["distance", "within miles", "maximum distance"]),
    several!(assurances: Assurance, heading: "Standards wanted", note: "With semicolons between them.",
        example: "Cyber Essentials", also: &["assurances", "assurance", "standards", "accreditation"]),
    seen_by::kind(),
    seen_by::partners(),
    seen_by::partners_from(),
    seen_by::bodies_from(),
    seen_by::public_from(),
];
