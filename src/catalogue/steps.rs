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
        Takes = "takes",
        /// Only of capacity that is paid for in cash.
        Price = "price",
        /// Only where a price depends on more than itself.
        Tariff = "tariff",
        /// Only of a whole service.
        Sizes = "sizes",
        /// Only where a service is taken in return.
        Returns = "returns",
        /// Only of a whole service.
        Handover = "handover",
        Quality = "quality",
        Terms = "terms",
        Standing = "standing",
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
            Self::Takes => "What you take for it",
            Self::Price => "Price",
            Self::Returns => "Services wanted in return",
            Self::Tariff => "How the price is worked out",
            Self::Sizes => "Sizes and prices",
            Self::Handover => "Taking it over, and giving it back",
            Self::Months => "Capacity month by month",
            Self::Quality => "Measures and hours",
            Self::Terms => "Start, least quantity and reach",
            Self::Standing => "Price basis, VAT, law and standards",
            Self::Audience => "Who may see it, and for how long",
            Self::Opening => "From when they see it",
        }
    }

    /// The pages that an answer on this one may call for.
    pub const fn follow_ups(self) -> &'static [Self] {
        match self {
            Self::Service => &[Self::Scope, Self::Sizes, Self::Handover],
            Self::Capacity => &[Self::Months],
            Self::Takes => &[Self::Price, Self::Returns],
            Self::Price => &[Self::Tariff],
            Self::Audience => &[Self::Opening],
            _ => &[],
        }
    }
}
