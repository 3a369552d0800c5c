//! The design system: everything a page is built from. Views compose these; only this folder knows HTML's finer
//! points (ids, labels, roles) and the stylesheet's class names. `components` shows every one of them on a page.
//!
//! Every piece works without JavaScript, reads aloud in a sensible order, says in words what it says in colour,
//! and holds no inline script or style, so that the content security policy can stay strict.

pub mod components;

mod anchor;
mod atlas;
mod buttons;
mod chart;
mod choice_fields;
mod confirm;
mod date_fields;
mod diff;
mod disclosure;
mod errors;
mod field;
mod filters;
mod form;
mod format;
mod icons;
mod lists;
mod masthead;
mod network;
mod notices;
mod page;
mod pagination;
mod prose;
mod select;
mod status;
mod summary_list;
mod swap;
mod table;
mod text_fields;
mod tiles;
mod todo;
mod wayfinding;

pub use atlas::{Atlas, Degrees, Pin, atlas_key};
pub use buttons::{
    Button, ButtonLook, actions, button, button_link, danger_button, quiet_button, quiet_button_link,
};
pub use chart::{
    BalanceChart, BalanceMonth, CapacityMonth, KpiAim, KpiMonth, LineChart, MonthBars, StackedBars, Twin,
};
pub use choice_fields::{Checkbox, Checkboxes, Choice, Radios};
pub use confirm::Confirm;
pub use date_fields::{DateField, MonthField, read_date};
pub use diff::{Change, TermChange, diff};
pub use disclosure::{disclosure, disclosure_open};
pub use errors::error_summary;
pub use field::Need;
pub use filters::{
    ActiveFilter, FilterChoice, FilterGroup, FilterPanel, QuickChoice, active_filters, quick_choices,
};
pub use form::{FormKeys, get_form, kept_fields, one_button_form, post_form, upload_form};
pub use format::{
    date, date_short, file_size, money, money_from_pence, month, percent, plural, quantity, thousands,
};
pub use lists::{FindTick, ResultItem, TimelineEvent, results, timeline};
pub use network::{Network, Partner};
pub use notices::{banner, empty_state, flash, warning};
pub use page::{DemoBar, FeedLink, Link, Meta, NavItem, Shell, SignedIn, page, page_with_errors};
pub use pagination::pagination;
pub use prose::{lines, prose};
pub use select::{OptionGroup, Select};
pub use status::{Tone, status_tag};
pub use summary_list::{RowAction, SummaryRow, summary_list};
pub use swap::{Flow, SwapPanel, swap};
pub use table::{Column, Direction, Row, Table};
pub use text_fields::{FileField, MoneyField, Search, TextArea, TextField, TextKind, Width};
pub use tiles::{Tile, tiles};
pub use todo::{Overview, Task, TodoItem, overview_list, task_list, todo_list};
pub use wayfinding::{back_link, breadcrumbs, heading, steps_caption};
