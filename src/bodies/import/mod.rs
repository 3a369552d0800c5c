//! Loading public registers and bank holidays. Good rows load whatever is wrong with others, loading the same file
//! again changes nothing, and an import that was cut off is finished by running it again.

mod bank_holiday_file;
mod bank_holidays;
mod registers;
mod report;

pub use bank_holidays::import_bank_holidays;
pub use registers::{RegisterImport, import_registers};
pub use report::{BadRow, ImportError, ImportReport};
