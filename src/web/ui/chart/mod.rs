//! Charts, drawn as SVG from whole numbers only: no floats, no script. Each has a title and a description for those
//! who cannot see it, tells things apart by shape as well as colour, and stands above the same figures in a table.

mod balance;
mod bars;
mod figure;
mod line;
mod scale;
mod stacked;

pub use balance::{BalanceChart, BalanceMonth};
pub use bars::MonthBars;
pub use figure::Twin;
pub use line::{KpiAim, KpiMonth, LineChart};
pub use stacked::{CapacityMonth, StackedBars};
