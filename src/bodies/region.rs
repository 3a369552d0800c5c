//! The regions that offers and needs are about: the nine of England and the other nations, as the registers name them
//! (Office for National Statistics, International Territorial Level 1).

use crate::kernel::text_enum;

text_enum! {
    /// A region of the United Kingdom.
    pub enum Region {
        NorthEast = "North East",
        NorthWest = "North West",
        YorkshireAndTheHumber = "Yorkshire and The Humber",
        EastMidlands = "East Midlands",
        WestMidlands = "West Midlands",
        EastOfEngland = "East of England",
        London = "London",
        SouthEast = "South East",
        SouthWest = "South West",
        Wales = "Wales",
        Scotland = "Scotland",
        NorthernIreland = "Northern Ireland",
    }
}

impl Region {
    /// The name people read, which is also the name in the registers.
    pub const fn label(self) -> &'static str {
        self.as_str()
    }
}
