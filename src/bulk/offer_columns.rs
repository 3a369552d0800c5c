//! The columns of a file of offers.

use super::columns::{
    self, About, Column, Must, month, one_of, service_codes, service_names, services, several, typed,
};
use super::{cells, seen_by, week};
use crate::bodies::region::Region;
use crate::catalogue::draft::{OfferDraft, TypedBand, TypedKpi, TypedMonth, TypedTier};
use crate::catalogue::hours::{HolidaysKept, HoursKind};
use crate::catalogue::model::{Service, Takes};
use crate::catalogue::shape::{Shape, SizeMeasure};
use crate::catalogue::tariff::PriceWay;
use crate::catalogue::terms::{Assurance, PriceBasis, ReachKind};
use crate::kernel::vat::VatTreatment;
use rust_decimal::Decimal;

/// Every column, in the order of the template.
pub(super) static COLUMNS: &[Column<OfferDraft>] = &[
    Column {
        about: About {
            key: "service",
            heading: "Service",
            note: "The service’s code or its name from our list of services, or both.",
            example: "PAY-01 Payroll",
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
    one_of!(shape: Shape, heading: "Offered as", note: "Units of it each month, or the whole service. Empty: units, unless sizes are given.",
        example: "Capacity by unit", also: &["shape", "kind of offer"]),
    typed!(title, heading: "Title", note: "Up to 120 characters.", example: "Payroll for up to 4,000 staff",
        must: Must::Always, also: &["name", "offer", "offer title"]),
    typed!(description, heading: "Description", note: "What you would do and what you would not, up to 4,000 characters.",
        example: "Monthly payroll with pensions returns.", must: Must::Always,
        also: &["details", "summary", "what is offered"]),
    Column {
        about: About {
            key: "unit",
            heading: "Unit",
            note: "What the capacity is counted in. Empty: the usual unit of the service.",
            example: "payslip",
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
    typed!(quantity_per_month, heading: "Quantity a month", note: "How many units a month you could give; of a whole service, how many more bodies.", example: "4000",
        must: Must::Always, also: &["quantity", "quantity per month", "capacity", "units per month", "amount"]),
    month!(first_month, heading: "First month", note: "Like 2027-01 or January 2027.", example: "2027-01",
        must: Must::Always, also: &["from", "start", "start month", "start date", "available from"]),
    month!(last_month, heading: "Last month", note: "Like 2027-12 or December 2027.", example: "2027-12",
        must: Must::Always, also: &["to", "until", "end", "end month", "end date", "available until"]),
    Column {
        about: About {
            key: "months",
            heading: "Months that differ",
            note: "Months with another quantity, such as 2027-03=0; 2027-08=250.5. Empty: every month is the same.",
            example: "2027-08=2000",
            also: &["seasonal", "exceptions"],
            fields: &["month_", "season"],
            ..About::PLAIN
        },
        write: |draft, _| {
            let months = draft.months.iter().map(|typed| format!("{}={}", typed.month, typed.quantity));
            months.collect::<Vec<_>>().join("; ")
        },
        read: read_months,
    },
    one_of!(takes: Takes, heading: "What you take", note: "Cash, a service in return, or either.",
        example: "Cash or a service in return", must: Must::Always,
        also: &["takes", "payment", "cash or in kind", "settlement"]),
    one_of!(price_kind: PriceWay, heading: "Price kind", note: "Needed where you take cash.",
        example: "Price for each unit", also: &["kind of price", "price type", "pricing"]),
    typed!(price, heading: "Price in pounds", note: "Without VAT. Needed where you take cash.", example: "4.40",
        also: &["price", "price gbp", "unit price", "cost", "rate"]),
    Column {
        about: About {
            key: "tiers",
            heading: "Tiers",
            note: "For a price in tiers: above how many a month which price holds, such as 1000=4.00; 5000=3.50.",
            example: "",
            also: &["price tiers", "volume prices"],
            fields: &["tier_"],
            ..About::PLAIN
        },
        write: |draft, _| pairs_of(draft.tiers.iter().map(|tier| (tier.above.as_str(), tier.price.as_str()))),
        read: |draft, cell, _| {
            let tier = |(above, price)| TypedTier { above, price };
            draft.tiers = pairs(cell, "1000=4.00")?.into_iter().map(tier).collect();
            Ok(())
        },
    },
    typed!(share_key, heading: "How the cost is shared", note: "Needed where the price is a share of the cost, up to 300 characters.",
        example: "", also: &["share key", "cost key"]),
    Column {
        about: About {
            key: "bands",
            heading: "Prices by size",
            note: "Of a whole service: up to which size which price a month, such as 250=9000; 1000=30000.",
            example: "",
            also: &["sizes", "size bands"],
            fields: &["band_"],
            ..About::PLAIN
        },
        write: |draft, _| pairs_of(draft.bands.iter().map(|band| (band.up_to.as_str(), band.price.as_str()))),
        read: |draft, cell, _| {
            let band = |(up_to, price)| TypedBand { up_to, price };
            draft.bands = pairs(cell, "250=9000")?.into_iter().map(band).collect();
            Ok(())
        },
    },
    one_of!(measure: SizeMeasure, heading: "Size measured by", note: "Of a whole service.", example: "",
        also: &["measure", "size measure"]),
    typed!(includes, heading: "What belongs to it", note: "Of a whole service, up to 2,000 characters.",
        example: "", also: &["includes", "scope", "in scope"]),
    typed!(excludes, heading: "What does not belong to it", note: "Of a whole service, up to 2,000 characters.",
        example: "", also: &["excludes", "out of scope"]),
    typed!(gives_up, heading: "What the other body gives up", note: "Of a whole service, up to 1,000 characters.",
        example: "", also: &["gives up"]),
    typed!(transition_weeks, heading: "Weeks to take it over", note: "Of a whole service, 0 to 156.", example: "",
        also: &["transition weeks", "transition"]),
    typed!(transition_help, heading: "Help with taking it over", note: "Of a whole service, up to 1,000 characters.",
        example: "", also: &["transition help"]),
    typed!(way_back, heading: "How it could come back", note: "Of a whole service, up to 1,000 characters.",
        example: "", also: &["way back", "exit"]),
    typed!(way_back_cost, heading: "Cost of coming back", note: "Of a whole service, in pounds without VAT. Empty if you cannot say.",
        example: "", also: &["way back cost", "exit cost"]),
    services!(wants, heading: "Services wanted in return",
        note: "Codes or names with semicolons between them, 5 at most. Needed where you take a service in return.",
        example: "IT-01; AUD-01", also: &["wants", "wanted", "wanted in return", "services in return"], fields: &["wants_"]),
    measure::<0>("kpi_1_name", "Measure 1"),
    target::<0>("kpi_1_target", "Target 1"),
    measure::<1>("kpi_2_name", "Measure 2"),
    target::<1>("kpi_2_target", "Target 2"),
    measure::<2>("kpi_3_name", "Measure 3"),
    target::<2>("kpi_3_target", "Target 3"),
    measure::<3>("kpi_4_name", "Measure 4"),
    target::<3>("kpi_4_target", "Target 4"),
    measure::<4>("kpi_5_name", "Measure 5"),
    target::<4>("kpi_5_target", "Target 5"),
    measure::<5>("kpi_6_name", "Measure 6"),
    target::<5>("kpi_6_target", "Target 6"),
    measure::<6>("kpi_7_name", "Measure 7"),
    target::<6>("kpi_7_target", "Target 7"),
    measure::<7>("kpi_8_name", "Measure 8"),
    target::<7>("kpi_8_target", "Target 8"),
    measure::<8>("kpi_9_name", "Measure 9"),
    target::<8>("kpi_9_target", "Target 9"),
    measure::<9>("kpi_10_name", "Measure 10"),
    target::<9>("kpi_10_target", "Target 10"),
    one_of!(hours: HoursKind, heading: "Service hours", note: "When the service runs. Empty: Monday to Friday, 9am to 5pm, unless the next column says otherwise.",
        example: "Monday to Friday, 9am to 5pm", also: &["hours", "opening hours"]),
    Column {
        about: About {
            key: "week",
            heading: "Hours of each day",
            note: "Where the hours are other ones: days and their hours, such as Monday to Friday 08:30 to 17:00; Saturday 9am to midday. A \
                   day that is left out is closed.",
            example: "",
            also: &["weekly hours", "days and hours"],
            fields: &["week_"],
            ..About::PLAIN
        },
        write: |draft, _| week::written(&draft.week),
        read: |draft, cell, _| {
            draft.week = week::read(cell)?;
            Ok(())
        },
    },
    Column {
        about: About {
            key: "closures",
            heading: "Closed on",
            note: "Further days on which the service is closed, with semicolons between them.",
            example: "2027-12-24; 2027-12-31",
            also: &["closure days", "closures", "closed"],
            ..About::PLAIN
        },
        write: |draft, _| draft.closures.join("; "),
        read: |draft, cell, _| {
            draft.closures = seen_by::names(cell).map(cells::date).collect::<Result<_, _>>()?;
            Ok(())
        },
    },
    one_of!(holidays: HolidaysKept, heading: "Bank holidays of", note: "Whose bank holidays the service keeps. Empty: those of your own nation.",
        example: "England and Wales", also: &["holidays", "bank holidays"]),
    typed!(lead_days, heading: "Days of notice", note: "How many days you need before you can start. Empty: none.",
        example: "30", also: &["lead days", "lead time", "notice", "lead time days"]),
    typed!(minimum_order, heading: "Least a month", note: "The fewest units a body can take a month. Empty: any number. Not of a whole service.",
        example: "100", also: &["minimum order", "minimum", "minimum quantity"]),
    one_of!(price_basis: PriceBasis, heading: "Price rests on", note: "Empty if you would rather not say.",
        example: "Full cost", also: &["price basis", "basis"]),
    one_of!(vat_treatment: VatTreatment, heading: "VAT", note: "The treatment that you propose. Empty if you do not know.",
        example: "Outside the scope of VAT", also: &["vat treatment", "vat rate"]),
    typed!(legal_power, heading: "Legal power", note: "The law under which you would do it, up to 200 characters.",
        example: "Local Authorities (Goods and Services) Act 1970, section 1", also: &["power", "vires"]),
    one_of!(reach: ReachKind, heading: "Reach", note: "Empty: what the next two columns say, or anywhere.",
        example: "Only in some regions", also: &["coverage", "area"]),
    several!(regions: Region, heading: "Regions", note: "With semicolons between them.",
        example: "South West; Wales", also: &["region"]),
    typed!(miles, heading: "Miles", note: "How far away a body may be, in whole miles.", example: "",
        also: &["distance", "within miles", "maximum distance"]),
    several!(assurances: Assurance, heading: "Standards met", note: "With semicolons between them.",
        example: "Cyber Essentials; ISO 9001, quality", also: &["assurances", "assurance", "standards", "accreditation"]),
    typed!(confirm_days, heading: "Days until confirmed again",
        note: "For how many days the offer holds unless you confirm it, 14 to 365. Empty: 90.", example: "90",
        also: &["confirm days"]),
    seen_by::kind(),
    seen_by::partners(),
    seen_by::partners_from(),
    seen_by::bodies_from(),
    seen_by::public_from(),
];

/// Quantities and prices, such as "1000=4.00; 5000=3.50".
fn pairs_of<'d>(pairs: impl Iterator<Item = (&'d str, &'d str)>) -> String {
    let given = pairs.filter(|(one, other)| !(one.is_empty() && other.is_empty()));
    given.map(|(one, other)| format!("{one}={other}")).collect::<Vec<_>>().join("; ")
}

fn pairs(cell: &str, example: &str) -> Result<Vec<(String, String)>, String> {
    let parts = cell.split([';', '|', '\n']).map(str::trim).filter(|part| !part.is_empty());
    let pair = |part: &str| {
        let (one, other) = part.split_once('=').or_else(|| part.split_once(':')).ok_or_else(|| {
            format!("“{}” is not a number and a price. Write it like {example}", cells::short(part))
        })?;
        Ok((one.trim().to_owned(), other.trim().to_owned()))
    };
    parts.map(pair).collect()
}

const fn measure<const PLACE: usize>(key: &'static str, heading: &'static str) -> Column<OfferDraft> {
    let note = "What is measured, such as “Paid on the day”. Leave what you do not need empty.";
    let example = if PLACE == 0 { "Paid on the day" } else { "" };
    Column {
        about: About { key, heading, note, example, ..About::PLAIN },
        write: |draft, _| draft.kpis.get(PLACE).map(|kpi| kpi.name.clone()).unwrap_or_default(),
        read: |draft, cell, _| {
            cell.clone_into(&mut kpi(draft, PLACE).name);
            Ok(())
        },
    }
}

const fn target<const PLACE: usize>(key: &'static str, heading: &'static str) -> Column<OfferDraft> {
    let note = "How often the measure is met, such as 99.5%. A share such as 0.995 is read as 99.5%.";
    let example = if PLACE == 0 { "99.5%" } else { "" };
    Column {
        about: About { key, heading, note, example, ..About::PLAIN },
        write: |draft, _| draft.kpis.get(PLACE).map(|kpi| kpi.target.clone()).unwrap_or_default(),
        read: |draft, cell, _| {
            kpi(draft, PLACE).target = target_of(cell);
            Ok(())
        },
    }
}

fn kpi(draft: &mut OfferDraft, place: usize) -> &mut TypedKpi {
    if draft.kpis.len() <= place {
        draft.kpis.resize(place + 1, TypedKpi::default());
    }
    &mut draft.kpis[place]
}

/// A spreadsheet keeps 99.5% as 0.995; nobody means a target of less than one in a hundred.
fn target_of(cell: &str) -> String {
    let share = cell.parse::<Decimal>().ok().filter(|share| *share > Decimal::ZERO && *share <= Decimal::ONE);
    share.map_or_else(|| cell.to_owned(), |share| (share * Decimal::ONE_HUNDRED).normalize().to_string())
}

fn read_months(draft: &mut OfferDraft, cell: &str, _: &[Service]) -> Result<(), String> {
    let mut months = Vec::new();
    for part in cell.split([';', '|', '\n']).map(str::trim).filter(|part| !part.is_empty()) {
        let Some((month, quantity)) = part.split_once('=').or_else(|| part.split_once(':')) else {
            return Err(format!(
                "“{}” is not a month and a quantity. Write it like 2027-03=250",
                cells::short(part)
            ));
        };
        months.push(TypedMonth { month: cells::month(month.trim())?, quantity: quantity.trim().to_owned() });
    }
    draft.months = months;
    Ok(())
}
