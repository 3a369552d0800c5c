//! What a search and a comparison take from programs, as the description of the API tells it.

use utoipa::IntoParams;

/// What to look for in the catalogue. A name may be sent several times where that says so.
#[expect(dead_code, reason = "describes the query string to programs; `find_query` reads it")]
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct CatalogueParameters {
    /// Words, each of which must occur.
    q: Option<String>,
    /// Send `1` to search for the words just as you sent them: none is put right.
    #[param(pattern = "^1?$")]
    exact: Option<String>,
    /// The code of a family. May be sent several times.
    family: Option<Vec<String>>,
    /// The code of a service.
    service: Option<String>,
    /// A kind of body, such as `council`. May be sent several times.
    kind: Option<Vec<String>>,
    nation: Option<String>,
    region: Option<String>,
    /// `cash` or `in_kind`. May be sent several times.
    pays: Option<Vec<String>>,
    /// `capacity` (so many units a month) or `whole_service`. May be sent several times.
    shape: Option<Vec<String>>,
    /// How large what is to be served is: whole services that take it in, at the price for it. Not without a `size_measure`.
    #[param(pattern = "^([1-9][0-9]{0,6})?$")]
    size: Option<String>,
    /// What the size counts: `staff`, `users` or `sites`.
    #[param(pattern = "^(staff|users|sites)?$")]
    size_measure: Option<String>,
    /// What the capacity is counted in, such as `payslip`.
    unit: Option<String>,
    /// The least that one unit may cost, in pounds before VAT. Not without a `unit`, or `shape=whole_service` alone.
    #[param(pattern = "^([0-9]{1,6}([.][0-9]{1,4})?)?$")]
    price_from: Option<String>,
    /// The most that one unit may cost, in pounds before VAT. Not without a `unit`, or `shape=whole_service` alone.
    #[param(pattern = "^([0-9]{1,6}([.][0-9]{1,4})?)?$")]
    price_to: Option<String>,
    /// The month in or before which it can start, the provider's notice counted from today.
    #[param(pattern = "^(2[0-9]{3}-(0[1-9]|1[0-2]))?$")]
    start_by: Option<String>,
    /// The month in which capacity is needed, such as `2027-01`.
    #[param(pattern = "^(2[0-9]{3}-(0[1-9]|1[0-2]))?$")]
    from: Option<String>,
    /// The least that must be free: in that month, or else in one by which it can start, or in any.
    #[param(pattern = "^([0-9]{1,6}([.][0-9]{1,2})?)?$")]
    least: Option<String>,
    /// A standard that must be met, such as `cyber_essentials`. May be sent several times: all must be met.
    assurance: Option<Vec<String>>,
}

/// Whom offers are compared for.
#[expect(dead_code, reason = "describes the query string to programs; `find_query` reads it")]
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct ComparedFor {
    /// The id of the body that the comparison is for; your own unless told.
    near: Option<String>,
    /// How far that body recovers VAT. By its kind unless told.
    #[param(pattern = "^(section_33|section_33e|contracted_out|partial)?$")]
    vat_profile: Option<String>,
    /// The heading of contracted-out services that you say the service falls under.
    #[param(pattern = "^(1|14|28|37|40|65)?$")]
    vat_heading: Option<String>,
    /// How much of the VAT it recovers, in whole per cent. By its profile unless told.
    #[param(pattern = "^([0-9]|[1-9][0-9]|100)?$")]
    vat_recovery: Option<String>,
    /// How an offer is taken to be taxed that states no treatment; `standard` unless told.
    #[param(pattern = "^(standard|reduced|zero|exempt|outside_scope)?$")]
    vat_unstated: Option<String>,
    /// How large what is to be served is. Not without a `size_measure`.
    #[param(pattern = "^([1-9][0-9]{0,6})?$")]
    size: Option<String>,
    /// What the size counts: `staff`, `users` or `sites`.
    #[param(pattern = "^(staff|users|sites)?$")]
    size_measure: Option<String>,
    /// How many units a month are needed: prices in tiers are those for so many.
    #[param(pattern = "^([0-9]{1,6}([.][0-9]{1,2})?)?$")]
    least: Option<String>,
}

/// Whom a search of the catalogue is for, and in which order.
#[expect(dead_code, reason = "describes the query string to programs; `find_query` reads it")]
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct ReaderParameters {
    /// The id of the body that the search is for; your own unless told.
    near: Option<String>,
    /// How many miles the provider may be away from that body.
    #[param(pattern = "^([1-9][0-9]{0,2})?$")]
    within: Option<String>,
    /// Send `us` for only those offers that reach that body.
    #[param(pattern = "^(us)?$")]
    reach: Option<String>,
    /// How far that body recovers VAT: `section_33`, `section_33e`, `contracted_out` or `partial`. By its kind unless told.
    #[param(pattern = "^(section_33|section_33e|contracted_out|partial)?$")]
    vat_profile: Option<String>,
    /// The number of the heading of the Treasury's list of contracted-out services that you say the service falls under: `1`,
    /// `14`, `28`, `37`, `40` or `65`. Of use with `contracted_out`: all its VAT is then taken to be refunded.
    #[param(pattern = "^(1|14|28|37|40|65)?$")]
    vat_heading: Option<String>,
    /// How much of the VAT it recovers, in whole per cent. By its profile unless told.
    #[param(pattern = "^([0-9]|[1-9][0-9]|100)?$")]
    vat_recovery: Option<String>,
    /// How an offer is taken to be taxed that states no treatment; `standard` unless told.
    #[param(pattern = "^(standard|reduced|zero|exempt|outside_scope)?$")]
    vat_unstated: Option<String>,
    /// `relevance`, `newest`, `price`, `price_for_me`, `distance`, `soonest`, `free` or `title`.
    #[param(pattern = "^(relevance|newest|price|price_for_me|distance|soonest|free|title)?$")]
    sort: Option<String>,
}
