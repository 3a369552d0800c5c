//! The parts of the main navigation, and which of them a page belongs to.

/// A part of the main navigation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Section {
    Home,
    Find,
    OurOffers,
    OurNeeds,
    Negotiations,
    Agreements,
    Returns,
    Finance,
    OurBody,
    Bodies,
    Operator,
}

impl Section {
    /// What the page at `path` belongs to. A page whose path does not tell says so with `Cx::within`: an offer of
    /// another body belongs to what is found, not to our offers.
    pub(super) fn of_path(path: &str) -> Option<Self> {
        let parts: Vec<&str> = path.trim_matches('/').split('/').collect();
        match *parts.as_slice() {
            [""] => Some(Self::Home),
            ["alerts" | "catalogue" | "compare" | "browse" | "map" | "open-data", ..]
            | ["offers", _, "shortlist"] => Some(Self::Find),
            ["offers", _, "enquire" | "propose"] | ["enquiries" | "proposals", ..] => {
                Some(Self::Negotiations)
            }
            ["offers", ..] => Some(Self::OurOffers),
            ["suggestions" | "needs", ..] => Some(Self::OurNeeds),
            ["agreements", ..] => Some(Self::Agreements),
            ["returns" | "legs", ..] => Some(Self::Returns),
            ["finance", ..] => Some(Self::Finance),
            ["our-body" | "audit", ..] => Some(Self::OurBody),
            ["bodies" | "claims", ..] => Some(Self::Bodies),
            ["operator", ..] => Some(Self::Operator),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_belongs_to_what_it_is_about() {
        use Section as S;
        for (path, section) in [
            ("/", Some(S::Home)),
            ("/catalogue", Some(S::Find)),
            ("/browse/regions/wales", Some(S::Find)),
            ("/map", Some(S::Find)),
            ("/alerts/new", Some(S::Find)),
            ("/offers", Some(S::OurOffers)),
            ("/offers/new", Some(S::OurOffers)),
            ("/offers/0193/edit/price", Some(S::OurOffers)),
            ("/offers/0193/shortlist", Some(S::Find)),
            ("/needs/0193", Some(S::OurNeeds)),
            ("/catalogue/needs", Some(S::Find)),
            ("/offers/0193/enquire", Some(S::Negotiations)),
            ("/offers/0193/propose", Some(S::Negotiations)),
            ("/enquiries/0193", Some(S::Negotiations)),
            ("/proposals/0193/sign", Some(S::Negotiations)),
            ("/agreements/0193", Some(S::Agreements)),
            ("/returns/0193/answer", Some(S::Returns)),
            ("/legs/0193/performance", Some(S::Returns)),
            ("/finance/ledger/names", Some(S::Finance)),
            ("/our-body/people", Some(S::OurBody)),
            ("/audit", Some(S::OurBody)),
            ("/bodies/0193/claim", Some(S::Bodies)),
            ("/operator/mail", Some(S::Operator)),
            ("/account", None),
            ("/privacy", None),
        ] {
            assert_eq!(S::of_path(path), section, "{path}");
        }
    }
}
