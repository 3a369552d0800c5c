//! The taxonomy of services as a CSV file: one row a service, with its family before it.

use super::model::Service;
use crate::kernel::delimited;

/// The columns of the file, in their order.
const COLUMNS: [&str; 7] =
    ["family_code", "family", "service_code", "service", "cpv_code", "cpv_name", "units"];

/// A file that is no taxonomy, with the line that shows it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the taxonomy cannot be read: line {line} {flaw}")]
pub struct TaxonomyFlaw {
    pub line: u32,
    pub flaw: &'static str,
}

/// Reads every service of a taxonomy, in the order of the file.
pub fn read(csv: &str) -> Result<Vec<Service>, TaxonomyFlaw> {
    let text = delimited::text_of(csv.as_bytes());
    let mut rows = delimited::rows(&text, b',');
    if rows.next().is_none_or(|header| header.cells != COLUMNS) {
        return Err(TaxonomyFlaw { line: 1, flaw: "does not name the columns of a taxonomy" });
    }
    rows.map(|row| {
        let [family_code, family_name, code, name, cpv_code, cpv_name, units] =
            <[String; 7]>::try_from(row.cells)
                .map_err(|_| TaxonomyFlaw { line: row.line, flaw: "does not have seven columns" })?;
        let units: Vec<String> =
            units.split(';').map(|unit| unit.trim().to_owned()).filter(|unit| !unit.is_empty()).collect();
        if units.is_empty() || [&family_code, &family_name, &code, &name].iter().any(|cell| cell.is_empty()) {
            return Err(TaxonomyFlaw { line: row.line, flaw: "lacks a name, a code or a unit" });
        }
        Ok(Service { code, name, family_code, family_name, cpv_code, cpv_name, units })
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_seed_holds_eleven_families_with_a_unit_for_every_service() {
        let services = read(include_str!("../../seed/taxonomy.csv")).unwrap();

        let mut families: Vec<&str> = services.iter().map(|service| service.family_code.as_str()).collect();
        families.dedup();
        assert_eq!((families.len(), services.len()), (11, 66));
        assert_eq!(services[2].units, ["rack unit-month", "rack-month", "kW-month"]);
    }

    #[test]
    fn a_row_without_a_unit_is_named_by_its_line() {
        let flaw =
            read(&format!("{}\nIT,IT,IT-01,Service desk,1,Help desks,;\n", COLUMNS.join(","))).unwrap_err();

        assert_eq!(flaw.to_string(), "the taxonomy cannot be read: line 2 lacks a name, a code or a unit");
    }
}
