//! Work addresses, and what a mailbox proves. A link that reaches `ana@ashdale.example` proves a mailbox at that
//! domain and no more: whether the domain belongs to one body, to several, or to anybody who signs up is decided here.

use super::kind::BodyKind;
use crate::access::Email;
use crate::kernel::FieldError;
use crate::kernel::text::is_domain;

/// Mailboxes that anybody can have. They never prove where somebody works.
const PUBLIC_MAIL: [&str; 26] = [
    "aol.com",
    "btinternet.com",
    "fastmail.com",
    "gmail.com",
    "gmx.com",
    "gmx.co.uk",
    "googlemail.com",
    "hotmail.co.uk",
    "hotmail.com",
    "icloud.com",
    "live.co.uk",
    "live.com",
    "mac.com",
    "mail.com",
    "me.com",
    "msn.com",
    "outlook.com",
    "proton.me",
    "protonmail.com",
    "sky.com",
    "talktalk.net",
    "tiscali.co.uk",
    "virginmedia.com",
    "yahoo.co.uk",
    "yahoo.com",
    "ymail.com",
];

/// Endings under which many organisations have their domains: never one body's own.
const REGISTRIES: [&str; 22] = [
    "ac.uk",
    "co.uk",
    "com",
    "cymru",
    "fire.uk",
    "gov.scot",
    "gov.uk",
    "gov.wales",
    "llyw.cymru",
    "ltd.uk",
    "me.uk",
    "net",
    "nhs.uk",
    "org",
    "org.uk",
    "police.uk",
    "pnn.police.uk",
    "sch.uk",
    "scot",
    "scot.nhs.uk",
    "uk",
    "wales",
];

/// Mail services that serve many bodies of one kind: a mailbox there proves only that somebody works for one of them.
const SHARED_SERVICES: [(&str, &[BodyKind]); 3] = [
    ("nhs.net", &[BodyKind::NhsTrust, BodyKind::IntegratedCareBoard]),
    ("nhs.scot", &[BodyKind::NhsTrust]),
    ("police.uk", &[BodyKind::Police]),
];

/// Every domain that an address lies in: `it.ashdale.example`, `ashdale.example`. Not the last label alone.
pub fn domains_of(address: &Email) -> Vec<String> {
    enclosing(address.domain()).map(str::to_owned).collect()
}

/// A domain that an operator says belongs to a body, in lower case and without `www.`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnDomain(String);

impl OwnDomain {
    pub fn parse(field: &str, raw: &str) -> Result<Self, FieldError> {
        let domain = raw.trim().to_lowercase();
        let domain = domain.strip_prefix("www.").unwrap_or(&domain).trim_end_matches('.');
        if domain.is_empty() {
            return Err(FieldError::required(field, "Enter a domain"));
        }
        if !is_domain(domain) {
            return Err(FieldError::invalid(field, "Enter a domain like example.gov.uk, without http or @"));
        }
        if enclosing(domain).any(|domain| PUBLIC_MAIL.contains(&domain)) {
            return Err(FieldError::invalid(field, "Anybody can have a mailbox at this domain"));
        }
        if REGISTRIES.contains(&domain) {
            let message = "Many organisations have domains under this one. Enter the body’s own";
            return Err(FieldError::invalid(field, message));
        }
        Ok(Self(domain.to_owned()))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// What is known about a body when somebody gives a work address for it.
#[derive(Clone, Copy, Debug)]
pub struct Known<'a> {
    pub kind: BodyKind,
    /// The domains of the body itself.
    pub domains: &'a [String],
    /// How many bodies, this one included, have a domain that the address lies in.
    pub bodies_at_domain: usize,
}

/// What a mailbox at an address would prove.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// That somebody works for the body: nobody else has this domain.
    OwnDomain,
    /// That somebody works for one of the bodies which share the domain.
    SharedDomain,
    /// Nothing: anybody can have one.
    PublicMail,
    /// Nothing: the domain is not the body's.
    NotTheirs,
}

/// Judges an address. It counts if its domain is one of the body's, or lies under one of the body's: never the other
/// way round, or a mailbox at `gov.uk` would stand for every council.
pub fn judge(address: &Email, known: Known<'_>) -> Verdict {
    let lies_in = |domain: &str| enclosing(address.domain()).any(|enclosing| enclosing == domain);
    if PUBLIC_MAIL.iter().any(|domain| lies_in(domain)) {
        return Verdict::PublicMail;
    }
    let is_service = |domain: &str| SHARED_SERVICES.iter().any(|(service, _)| *service == domain);
    if known.domains.iter().any(|domain| lies_in(domain) && !is_service(domain)) {
        return if known.bodies_at_domain > 1 { Verdict::SharedDomain } else { Verdict::OwnDomain };
    }
    let serves = |(service, kinds): &(&str, &[BodyKind])| {
        lies_in(service)
            && (kinds.contains(&known.kind) || known.domains.iter().any(|domain| domain == service))
    };
    if SHARED_SERVICES.iter().any(serves) { Verdict::SharedDomain } else { Verdict::NotTheirs }
}

/// The domains at which an address for a body would count: its own, and the services that serve its kind.
pub fn accepted(kind: BodyKind, own: impl IntoIterator<Item = String>) -> Vec<String> {
    let services = SHARED_SERVICES.iter().filter(|(_, kinds)| kinds.contains(&kind));
    let mut domains: Vec<String> = own.into_iter().collect();
    domains.extend(services.map(|(service, _)| (*service).to_owned()));
    domains.dedup();
    domains
}

/// `a.b.example`, `b.example`: the domain and those it lies under, down to two labels.
fn enclosing(domain: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(Some(domain), |domain| domain.split_once('.').map(|(_, rest)| rest))
        .filter(|domain| domain.contains('.'))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn verdict(address: &str, kind: BodyKind, domains: &[&str], bodies_at_domain: usize) -> Verdict {
        let domains: Vec<String> = domains.iter().map(|domain| (*domain).to_owned()).collect();
        judge(&Email::parse("email", address).unwrap(), Known { kind, domains: &domains, bodies_at_domain })
    }

    #[test]
    fn only_the_bodys_own_domain_and_what_lies_under_it_count() {
        let council = |address| verdict(address, BodyKind::Council, &["ashdale.gov.uk"], 1);

        assert_eq!(council("Ana.Bell@Ashdale.gov.uk"), Verdict::OwnDomain);
        assert_eq!(council("ana@it.ashdale.gov.uk"), Verdict::OwnDomain);
        assert_eq!(council("ana@gov.uk"), Verdict::NotTheirs);
        assert_eq!(council("ana@notashdale.gov.uk"), Verdict::NotTheirs);
        assert_eq!(council("ana@ashdale.gov.uk.example.com"), Verdict::NotTheirs);
    }

    #[test]
    fn a_domain_that_serves_several_bodies_proves_only_one_of_them() {
        assert_eq!(verdict("a@dale.gov.uk", BodyKind::Fire, &["dale.gov.uk"], 2), Verdict::SharedDomain);
        assert_eq!(verdict("a@nhs.net", BodyKind::NhsTrust, &["moor.nhs.uk"], 0), Verdict::SharedDomain);
        assert_eq!(verdict("a@nhs.net", BodyKind::Other, &["nhs.net"], 1), Verdict::SharedDomain);
        assert_eq!(verdict("a@nhs.net", BodyKind::Council, &["ashdale.gov.uk"], 0), Verdict::NotTheirs);
        assert_eq!(verdict("a@dale.police.uk", BodyKind::Police, &[], 0), Verdict::SharedDomain);
        assert_eq!(verdict("a@dale.police.uk", BodyKind::Police, &["dale.police.uk"], 1), Verdict::OwnDomain);
    }

    #[test]
    fn the_services_of_a_kind_are_named_beside_a_bodys_own_domains() {
        let own = || vec!["moor.example".to_owned()];

        assert_eq!(accepted(BodyKind::Council, own()), ["moor.example"]);
        assert_eq!(accepted(BodyKind::IntegratedCareBoard, own()), ["moor.example", "nhs.net"]);
        assert_eq!(accepted(BodyKind::Police, vec![]), ["police.uk"]);
    }

    #[test]
    fn a_public_mailbox_proves_nothing_even_if_a_register_says_it_is_theirs() {
        assert_eq!(verdict("a@gmail.com", BodyKind::Council, &["gmail.com"], 1), Verdict::PublicMail);
        assert_eq!(verdict("a@x.gmail.com", BodyKind::Council, &["x.gmail.com"], 1), Verdict::PublicMail);
    }

    #[test]
    fn an_operator_cannot_give_a_body_everybodys_domain() {
        for refused in
            ["gov.uk", "gmail.com", "mail.gmail.com", "uk", "a b.uk", "@ashdale.gov.uk", "http://x.uk", ""]
        {
            assert!(OwnDomain::parse("domain", refused).is_err(), "{refused}");
        }
        assert_eq!(OwnDomain::parse("domain", " www.Ashdale.gov.uk. ").unwrap().as_str(), "ashdale.gov.uk");
    }

    #[test]
    fn what_is_not_an_address_is_told() {
        for refused in
            ["", "ana", "ana@", "@x.uk", "ana@x", "a b@x.uk", "ana@x..uk", "a@b@x.uk,c@d.uk", "a\n@x.uk"]
        {
            assert!(Email::parse("email", refused).is_err(), "{refused:?}");
        }
    }

    proptest! {
        #[test]
        fn an_address_outside_the_bodys_domain_never_counts(local in "[a-z]{1,8}", other in "[a-z]{1,8}(\\.[a-z]{2,5}){1,2}") {
            prop_assume!(other != "ashdale.example" && !other.ends_with(".ashdale.example"));
            let verdict = verdict(&format!("{local}@{other}"), BodyKind::Council, &["ashdale.example"], 1);
            prop_assert!(matches!(verdict, Verdict::NotTheirs | Verdict::PublicMail));
        }
    }
}
