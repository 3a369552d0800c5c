//! Tables: a caption, columns that may be sorted, rows whose first cell names them, and a scroll region of their own
//! so that a wide table never widens the page.

use maud::{Markup, html};

use super::anchor::slug;

/// Which way a column is sorted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    Ascending,
    Descending,
}

/// One column. A numeric one is set to the right, its digits under each other.
#[derive(Clone, Debug)]
pub struct Column {
    title: String,
    numeric: bool,
    unbroken: bool,
    sort_href: Option<String>,
    sorted: Option<Direction>,
}

impl Column {
    pub fn text(title: impl Into<String>) -> Self {
        Self { title: title.into(), numeric: false, unbroken: false, sort_href: None, sorted: None }
    }

    /// A date or a number such as an invoice's, which is read in one piece.
    pub fn unbroken(title: impl Into<String>) -> Self {
        Self { unbroken: true, ..Self::text(title) }
    }

    pub fn numeric(title: impl Into<String>) -> Self {
        Self { numeric: true, ..Self::text(title) }
    }

    /// A link that sorts by this column, and how the table is sorted by it now.
    #[must_use]
    pub fn sortable(self, href: impl Into<String>, sorted: Option<Direction>) -> Self {
        Self { sort_href: Some(href.into()), sorted, ..self }
    }

    fn class(&self) -> Option<&'static str> {
        if self.numeric { Some("numeric") } else { self.unbroken.then_some("unbroken") }
    }

    fn aria_sort(&self) -> Option<&'static str> {
        self.sorted.map(|direction| match direction {
            Direction::Ascending => "ascending",
            Direction::Descending => "descending",
        })
    }
}

/// One row: a cell for each column.
#[derive(Clone, Debug)]
pub struct Row {
    cells: Vec<Markup>,
    picked: bool,
    is_heading: bool,
}

impl Row {
    pub fn new(cells: impl Into<Vec<Markup>>) -> Self {
        Self { cells: cells.into(), picked: false, is_heading: false }
    }

    /// A heading across the table for the rows that follow.
    pub fn part(heading: &str) -> Self {
        Self { is_heading: true, ..Self::new([html! { (heading) }]) }
    }

    /// The same row, standing out because the reader picked it.
    #[must_use]
    pub fn picked(self) -> Self {
        Self { picked: true, ..self }
    }
}

/// A table under construction.
#[derive(Clone, Debug)]
pub struct Table {
    caption: String,
    caption_hidden: bool,
    id: String,
    columns: Vec<Column>,
    rows: Vec<Row>,
    foot: Option<Row>,
    empty: String,
    csv_href: Option<String>,
    folds: bool,
    dense: bool,
}

impl Table {
    /// A table named by its caption. Two tables of one page need different captions, or an [`Table::id`].
    pub fn new(caption: impl Into<String>) -> Self {
        let caption = caption.into();
        Self {
            id: format!("table-{}", slug(&caption)),
            caption,
            caption_hidden: false,
            columns: Vec::new(),
            rows: Vec::new(),
            foot: None,
            empty: "There is nothing here yet.".to_owned(),
            csv_href: None,
            folds: false,
            dense: false,
        }
    }

    /// Keeps the caption for those who listen, where a heading just above says the same.
    #[must_use]
    pub fn hidden_caption(self) -> Self {
        Self { caption_hidden: true, ..self }
    }

    #[must_use]
    pub fn id(self, id: impl Into<String>) -> Self {
        Self { id: id.into(), ..self }
    }

    #[must_use]
    pub fn columns(self, columns: impl Into<Vec<Column>>) -> Self {
        Self { columns: columns.into(), ..self }
    }

    #[must_use]
    pub fn rows(self, rows: impl IntoIterator<Item = Row>) -> Self {
        Self { rows: rows.into_iter().collect(), ..self }
    }

    /// The totals, beneath.
    #[must_use]
    pub fn foot(self, foot: Row) -> Self {
        Self { foot: Some(foot), ..self }
    }

    /// What is said instead of a table without rows.
    #[must_use]
    pub fn empty(self, sentence: impl Into<String>) -> Self {
        Self { empty: sentence.into(), ..self }
    }

    /// Where the same rows are as CSV.
    #[must_use]
    pub fn csv(self, href: impl Into<String>) -> Self {
        Self { csv_href: Some(href.into()), ..self }
    }

    /// On a narrow screen each row stands as a block of its own, every cell under the title of its column.
    #[must_use]
    pub fn folds_when_narrow(self) -> Self {
        Self { folds: true, ..self }
    }

    /// On a narrow screen its columns move together: for a name and a few short counts.
    #[must_use]
    pub fn dense(self) -> Self {
        Self { dense: true, ..self }
    }

    pub fn render(&self) -> Markup {
        if self.rows.is_empty() {
            return html! { p.nothing { (self.empty) } };
        }
        let caption_id = format!("{}-caption", self.id);
        html! {
            div.scroll role="region" tabindex="0" aria-labelledby=(caption_id) {
                table id=(self.id) class=[self.class()] {
                    caption id=(caption_id) class=[self.caption_class()] { (self.caption) }
                    thead { tr { @for column in &self.columns { (head_cell(column)) } } }
                    tbody { @for row in &self.rows { (self.row(row)) } }
                    @if let Some(foot) = &self.foot { tfoot { (self.row(foot)) } }
                }
            }
            @if let Some(href) = &self.csv_href {
                p.download { a href=(href) { "Download as CSV" span.visually-hidden { ": " (self.caption) } } }
            }
        }
    }

    fn class(&self) -> Option<&'static str> {
        if self.folds { Some("folds") } else { self.dense.then_some("dense") }
    }

    /// What a cell is called where the head of the table is not shown.
    fn label(&self, place: usize) -> Option<&str> {
        self.columns.get(place).filter(|_| self.folds).map(|column| column.title.as_str())
    }

    fn caption_class(&self) -> Option<&'static str> {
        self.caption_hidden.then_some("visually-hidden")
    }

    fn row(&self, row: &Row) -> Markup {
        if row.is_heading {
            return html! {
                tr.part { th scope="rowgroup" colspan=(self.columns.len()) { @for cell in &row.cells { (cell) } } }
            };
        }
        html! {
            tr class=[row.picked.then_some("picked")] {
                @for (place, cell) in row.cells.iter().enumerate() {
                    @let class = self.columns.get(place).and_then(Column::class);
                    @if place == 0 { th scope="row" class=[class] { (cell) } }
                    @else { td class=[class] data-label=[self.label(place)] { (cell) } }
                }
            }
        }
    }
}

fn head_cell(column: &Column) -> Markup {
    html! {
        th scope="col" class=[column.class()] aria-sort=[column.aria_sort()] {
            @match &column.sort_href {
                Some(href) => { a.sort href=(href) { (column.title) } }
                None => { (column.title) }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_scrolls_within_a_region_named_by_its_caption() {
        let table = Table::new("Open invoices")
            .columns([
                Column::text("Invoice"),
                Column::numeric("Gross").sortable("?sort=gross", Some(Direction::Descending)),
            ])
            .rows([Row::new([html! { "A-1" }, html! { "£5.00" }])])
            .render()
            .into_string();

        assert!(table.contains(r#"aria-labelledby="table-open-invoices-caption""#));
        assert!(table.contains(r#"<caption id="table-open-invoices-caption">"#));
        assert!(table.contains(r#"<th scope="col" class="numeric" aria-sort="descending">"#));
        assert!(table.contains(r#"<th scope="row">A-1</th><td class="numeric">£5.00</td>"#));
    }

    #[test]
    fn a_folding_table_names_every_cell_and_a_part_spans_them() {
        let table = Table::new("Terms")
            .columns([Column::text("Term"), Column::text("Value"), Column::unbroken("Since")])
            .rows([
                Row::part("Northmoor gives"),
                Row::new([html! { "Unit" }, html! { "payslip" }, html! { "May" }]),
            ])
            .folds_when_narrow()
            .render()
            .into_string();

        assert!(table.contains(r#"<table id="table-terms" class="folds">"#));
        assert!(table.contains(r#"<th scope="rowgroup" colspan="3">Northmoor gives</th>"#));
        assert!(table.contains(r#"<td data-label="Value">payslip</td>"#));
        assert!(table.contains(r#"<td class="unbroken" data-label="Since">May</td>"#));
    }

    #[test]
    fn a_table_without_rows_says_why() {
        let table =
            Table::new("Open invoices").columns([Column::text("Invoice")]).empty("Nothing is open.").render();

        assert_eq!(table.into_string(), r#"<p class="nothing">Nothing is open.</p>"#);
    }
}
