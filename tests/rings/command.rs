//! The command: what it writes, what it says, and what it refuses.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::round;

fn program(folder: &Path, arguments: &[&str]) -> (bool, String, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_symbiosis"));
    let output = command.args(arguments).env_clear().current_dir(folder).output().unwrap();
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (output.status.success(), text(&output.stdout), text(&output.stderr))
}

#[test]
fn the_command_writes_rings_that_it_verifies_and_explains() {
    let folder = tempfile::tempdir().unwrap();
    let value = round(
        (2, 1_000, 0, 1),
        &[
            ("ashdale", &[("payroll", 100, 1_000)], &[("audit", 48, 2_000)]),
            ("northmoor", &[("audit", 50, 2_000)], &[("payroll", 100, 1_000)]),
        ],
    );
    fs::write(folder.path().join("round.json"), value.to_string()).unwrap();

    let (done, told, _) =
        program(folder.path(), &["rings", "solve", "round.json", "--out", "rings.json", "--explain"]);
    let (verified, verdict, _) = program(folder.path(), &["rings", "verify", "round.json", "rings.json"]);

    assert!(done && verified, "{told}{verdict}");
    assert!(told.contains("(proved optimal)"), "{told}");
    assert!(told.contains("compared by the further objectives: none is better (proved)"), "{told}");
    assert!(told.contains("  ashdale serves northmoor: 100 × £10.00 = £1,000.00 (payroll, "), "{told}");
    assert!(told.contains("  northmoor pays ashdale £40.00"), "{told}");
    assert!(told.contains("  cannot grow: ashdale-wants-audit of ashdale is met"), "{told}");
    assert!(told.contains("  if ashdale leaves, both legs fall"), "{told}");
    assert_eq!(verdict, "1 rings that keep every rule, exchanging £1,960.00\n");
}

#[test]
fn the_command_refuses_a_bad_file_line_by_line_and_writes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let value = round((2, 1_000, 0, 1), &[("ashdale", &[("payroll", -1, 0)], &[])]);
    fs::write(folder.path().join("round.json"), value.to_string()).unwrap();

    let (done, _, said) = program(folder.path(), &["rings", "solve", "round.json", "--out", "rings.json"]);

    assert!(!done);
    assert_eq!(
        said.lines().collect::<Vec<_>>(),
        [
            "offers[0] (ashdale-gives-payroll): units must be a whole number from 0 to 100000000000000, not -1",
            "offers[0] (ashdale-gives-payroll): unit_pence must be a whole number from 1 to 100000000000000, not 0",
            "symbiosis: 2 problems in round.json; nothing was written",
        ]
    );
    assert!(!folder.path().join("rings.json").exists());
    for (arguments, because) in [
        (&["--max-length", "9"][..], "--max-length must be from 2 to 5, not 9"),
        (&["--objectives", "bodies"], "the first objective must be value"),
        (&["--without", "nobody"], "--without nobody: there is no such body"),
    ] {
        fs::write(folder.path().join("empty.json"), round((2, 0, 0, 1), &[]).to_string()).unwrap();
        let all = [&["rings", "solve", "empty.json", "--out", "rings.json"], arguments].concat();
        let (done, _, said) = program(folder.path(), &all);
        assert!(!done && said.contains(because), "{said}");
    }
}
