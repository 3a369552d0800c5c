//! Who may import whom: the modules in their order, and the files that are pure rules.

use std::fs;
use std::path::Path;

use crate::paths::{Mention, paths_from, paths_from_parents};
use crate::source::{Finding, Source};

/// The modules of the crate, lowest first. A module may use those on earlier lines, never those beside or after it.
const LAYERS: [&[&str]; 20] = [
    &["kernel"],
    &["storage"],
    &["audit", "notify"],
    &["access"],
    &["bodies"],
    &["catalogue"],
    &["needs"],
    &["bulk"],
    &["alerts"],
    &["matching"],
    &["legality"],
    &["negotiation"],
    &["agreements"],
    &["service_levels"],
    &["charges"],
    &["reconciliation"],
    &["netting"],
    &["benefits"],
    &["web"],
    &TOP,
];

/// The modules that put the program together. They may use everything, each other too.
const TOP: [&str; 4] = ["config", "worker", "demo", "cli"];

/// Files of rules that answer from their arguments alone; every `state.rs` is one as well.
const PURE: [&str; 86] = [
    "src/agreements/publication.rs",
    "src/bodies/kind.rs",
    "src/bodies/register.rs",
    "src/bodies/register_row.rs",
    "src/bulk/archive.rs",
    "src/bulk/cells.rs",
    "src/bulk/mapping.rs",
    "src/bulk/table.rs",
    "src/bulk/workbook.rs",
    "src/catalogue/file_kind.rs",
    "src/catalogue/file_name.rs",
    "src/catalogue/price_for_me.rs",
    "src/catalogue/unit_cost.rs",
    "src/catalogue/words/index.rs",
    "src/catalogue/words/near.rs",
    "src/catalogue/words/rank.rs",
    "src/catalogue/words/sought.rs",
    "src/catalogue/words/tokens.rs",
    "src/catalogue/words/vocabulary.rs",
    "src/charges/in_kind.rs",
    "src/charges/numbering.rs",
    "src/matching/bound.rs",
    "src/matching/branching.rs",
    "src/matching/cuts.rs",
    "src/matching/dual.rs",
    "src/matching/elimination.rs",
    "src/matching/enumerate.rs",
    "src/matching/equations.rs",
    "src/matching/explain.rs",
    "src/matching/factor.rs",
    "src/matching/improve.rs",
    "src/matching/induced.rs",
    "src/matching/instance.rs",
    "src/matching/legs.rs",
    "src/matching/near.rs",
    "src/matching/objective.rs",
    "src/matching/packing.rs",
    "src/matching/parity.rs",
    "src/matching/pool.rs",
    "src/matching/pricing.rs",
    "src/matching/primal.rs",
    "src/matching/reading.rs",
    "src/matching/relax.rs",
    "src/matching/ring.rs",
    "src/matching/root.rs",
    "src/matching/search.rs",
    "src/matching/several.rs",
    "src/matching/shrink.rs",
    "src/matching/simplex.rs",
    "src/matching/single.rs",
    "src/matching/single_rings.rs",
    "src/matching/solution.rs",
    "src/matching/solve.rs",
    "src/matching/tie_search.rs",
    "src/matching/ties.rs",
    "src/matching/verify.rs",
    "src/netting/apart.rs",
    "src/netting/components.rs",
    "src/netting/contract.rs",
    "src/netting/core.rs",
    "src/netting/cut.rs",
    "src/netting/cycles.rs",
    "src/netting/flow.rs",
    "src/netting/names.rs",
    "src/netting/network.rs",
    "src/netting/obligations.rs",
    "src/netting/oldest.rs",
    "src/netting/payments.rs",
    "src/netting/phases.rs",
    "src/netting/problem.rs",
    "src/netting/proof.rs",
    "src/netting/push.rs",
    "src/netting/read.rs",
    "src/netting/scaling.rs",
    "src/netting/simplex.rs",
    "src/netting/table.rs",
    "src/netting/tree.rs",
    "src/netting/verify.rs",
    "src/netting/what_if.rs",
    "src/netting/write.rs",
    "src/reconciliation/amount.rs",
    "src/reconciliation/columns.rs",
    "src/reconciliation/dates.rs",
    "src/reconciliation/extract.rs",
    "src/reconciliation/name_words.rs",
    "src/reconciliation/names.rs",
];

const OUTSIDE_WORLD: [&str; 7] =
    ["diesel", "diesel_migrations", "actix_web", "actix_multipart", "maud", "lettre", "tokio"];

fn rank(module: &str) -> Option<usize> {
    LAYERS.iter().position(|layer| layer.contains(&module))
}

/// Mentions of a module that stands beside or above the one that mentions it.
pub(crate) fn imports_that_point_up(sources: &[Source]) -> Vec<Finding> {
    sources.iter().flat_map(points_up).collect()
}

fn points_up(source: &Source) -> Vec<Finding> {
    let module = source.module();
    let Some(own) = module.first().copied() else { return Vec::new() };
    let Some(own_rank) = rank(own) else {
        let fault = format!("`{own}` has no place in the order of modules");
        return vec![source.finding(0, fault, "give it its line in LAYERS, in tests/layers/order.rs")];
    };
    let judge = |mention: &Mention, known_only: bool| {
        let used = mention.first();
        let remedy = match rank(used) {
            _ if used == own || mention.is_macro && mention.segments.len() == 1 => return None,
            None if known_only => return None,
            None => "name the module it lives in, so that the order can be checked",
            Some(used_rank) if used_rank < own_rank || TOP.contains(&own) => return None,
            Some(_) => "hand the value over as an argument, or write an outbox row",
        };
        Some(source.finding(mention.offset, format!("`{own}` may not use `{used}`"), remedy))
    };
    let direct = paths_from(source, "crate");
    let climbing = paths_from_parents(source);
    let found = direct.iter().filter_map(|mention| judge(mention, false));
    found.chain(climbing.iter().filter_map(|mention| judge(mention, true))).collect()
}

/// Pure files that mention anything but the kernel, other pure files beside them, and crates that only compute.
pub(crate) fn pure_files_that_reach_out(sources: &[Source]) -> Vec<Finding> {
    sources.iter().filter(|source| is_pure(&source.path)).flat_map(reaches_out).collect()
}

fn reaches_out(source: &Source) -> Vec<Finding> {
    const REMEDY: &str = "take the value as an argument, or move the type into the kernel or into this file";
    let tests_begin = source.code.find("#[cfg(test)]").unwrap_or(source.code.len());
    let own_folder = source.path.rsplit_once('/').map_or("", |(folder, _)| folder);
    let refused = |mention: &Mention| {
        let neighbours =
            (2..=mention.segments.len()).map(|end| format!("src/{}.rs", mention.segments[..end].join("/")));
        let mut pure = neighbours.filter(|path| path.starts_with(own_folder) && is_pure(path));
        mention.first() != "kernel" && pure.next().is_none()
    };

    let mut found = Vec::new();
    for mention in paths_from(source, "crate").iter().filter(|mention| refused(mention)) {
        let fault = format!("a pure file may not use `crate::{}`", mention.segments.join("::"));
        found.push(source.finding(mention.offset, fault, REMEDY));
    }
    // In the tests at the end of a file, `super` is the file itself.
    let parents = paths_from_parents(source);
    for mention in parents.iter().filter(|mention| mention.offset < tests_begin && refused(mention)) {
        let fault = format!("a pure file may not use `{}`", mention.segments.join("::"));
        found.push(source.finding(mention.offset, fault, REMEDY));
    }
    for (offset, word) in source.words().filter(|(_, word)| OUTSIDE_WORLD.contains(word)) {
        found.push(source.finding(offset, format!("a pure file may not use `{word}`"), REMEDY));
    }
    found
}

fn is_pure(path: &str) -> bool {
    path.ends_with("/state.rs") || PURE.contains(&path)
}

/// Entries of the list of pure files whose folder is there while the file is not: a renamed file drops out of its check.
pub(crate) fn pure_files_that_are_missing(root: &Path) -> Vec<Finding> {
    let folder_is_there = |path: &str| root.join(path).parent().is_some_and(Path::is_dir);
    PURE.into_iter()
        .filter(|path| folder_is_there(path) && fs::metadata(root.join(path)).is_err())
        .map(|path| Finding {
            place: path.to_owned(),
            fault: "listed as pure, and not there".to_owned(),
            remedy: "name the file that took its place in PURE, in tests/layers/order.rs",
        })
        .collect()
}
