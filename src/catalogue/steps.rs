//! The pages on which an offer is listed, and what an answer on one may call for.

use crate::kernel::text_enum;

text_enum! {
    /// The pages of listing an offer, in their order.
    pub enum Step {
        Service = "service",
        About = "about",
        /// Only of a whole service.
        Scope = "scope",
        Capacity = "capacity",
        /// Only where months differ.
        Months = "months",
        Price = "price",
        /// Only where a price depends on more than itself.
        Tariff = "tariff",
        /// Only of a whole service.
        Sizes = "sizes",
        /// Only of a whole service.
        Handover = "handover",
        Quality = "quality",
        /// Only where the hours of each day are given.
        Week = "week",
        Terms = "terms",
        Audience = "audience",
        /// Only where not everybody sees it at once.
        Opening = "opening",
    }
}

text_enum! {
    /// Whether every month has the same to give.
    pub enum Season {
        Same = "same",
        Differs = "differs",
    }
}

impl Season {
    /// The name people read.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Same => "The same every month",
            Self::Differs => "Some months differ",
        }
    }
}

impl Step {
    /// The name people read.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Service => "Service",
            Self::About => "Title and description",
            Self::Scope => "What belongs to the service",
            Self::Capacity => "Capacity",
            Self::Price => "Price",
            Self::Tariff => "How the price is worked out",
            Self::Sizes => "Sizes and prices",
            Self::Handover => "Taking it over, and giving it back",
            Self::Months => "Capacity month by month",
            Self::Quality => "Measures and hours",
            Self::Week => "Hours of each day",
            Self::Terms => "Terms and assurance",
            Self::Audience => "Who may see it",
            Self::Opening => "From when they see it",
        }
    }

    /// The pages that an answer on this one may call for.
    pub const fn follow_ups(self) -> &'static [Self] {
        match self {
            Self::Service => &[Self::Scope, Self::Sizes, Self::Handover],
            Self::Capacity => &[Self::Months],
            Self::Price => &[Self::Tariff],
            Self::Quality => &[Self::Week],
            Self::Audience => &[Self::Opening],
            _ => &[],
        }
    }
}
