//! Netting from the outside: files in, files out, and what is said about bad ones.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop and say where")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

const INVOICES: &str = "invoice_id,debtor,creditor,amount_pence,due_day\n\
    I1,Ashdale,Northmoor,10000,400\n\
    I2,Northmoor,Westvale,10000,400\n\
    I3,Westvale,Ashdale,10000,400\n\
    I4,Northmoor,\"Edda, St\",10000,10\n\
    I5,\"Edda, St\",Ashdale,10000,10\n";

struct Desk {
    folder: tempfile::TempDir,
}

impl Desk {
    fn with(invoices: &str) -> Self {
        let desk = Self { folder: tempfile::tempdir().unwrap() };
        fs::write(desk.file("invoices.csv"), invoices).unwrap();
        desk
    }

    fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn net(&self, arguments: &[&str]) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_symbiosis"));
        command.arg("net").args(arguments).env_clear().current_dir(self.folder.path()).output().unwrap()
    }

    fn solve(&self, more: &[&str]) -> Output {
        self.net(&[&["solve", "invoices.csv", "--out", "plan"], more].concat())
    }

    fn verify(&self) -> Output {
        self.net(&["verify", "invoices.csv", "plan"])
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.file("plan").join(name)).unwrap()
    }
}

#[track_caller]
fn done(output: &Output) -> String {
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success(), "{said}{}", String::from_utf8_lossy(&output.stderr));
    said
}

#[track_caller]
fn refused(output: &Output) -> String {
    assert!(!output.status.success(), "it should have been refused");
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[test]
fn the_oldest_of_two_equal_rings_is_cleared_and_the_plan_checks_out() {
    let desk = Desk::with(INVOICES);

    let said = done(&desk.solve(&["--objective", "max-oldest"]));
    let checked = done(&desk.verify());

    assert!(said.contains("Set off: £300.00"), "{said}");
    assert!(said.contains("Proof: Σx = 30000 and"), "{said}");
    assert!(checked.contains("The plan is right"), "{checked}");
    assert_eq!(
        desk.read("setoff.csv"),
        "invoice_id,cleared_pence\nI1,10000\nI2,0\nI3,0\nI4,10000\nI5,10000\n"
    );
    assert_eq!(
        desk.read("cycles.csv"),
        "cycle_id,seq,invoice_id,amount_pence\n1,1,I1,10000\n1,2,I4,10000\n1,3,I5,10000\n"
    );
    assert_eq!(desk.read("payments.csv"), "payer,payee,amount_pence\nNorthmoor,Ashdale,10000\n");
}

#[test]
fn leaving_somebody_out_says_what_it_costs() {
    let desk = Desk::with(INVOICES);

    let without_one = done(&desk.solve(&["--exclude-body", "Edda, St"]));
    let checked = desk.net(&["verify", "invoices.csv", "plan", "--exclude-body", "Edda, St"]);
    let without_both = done(&desk.solve(&["--exclude-body", "Edda, St", "--exclude-invoice", "I3"]));
    let unknown = refused(&desk.solve(&["--exclude-body", "Nobody"]));

    assert!(
        without_one.contains("With everybody £300.00 would be set off; without those left out, £300.00.")
    );
    assert!(done(&checked).contains("The plan is right"));
    assert!(without_both.contains("without those left out, £0.00."), "{without_both}");
    assert_eq!(unknown, "symbiosis: there is no body Nobody\n");
}

#[test]
fn a_file_with_bad_lines_hears_of_every_one_and_leaves_nothing_behind() {
    let desk = Desk::with(&INVOICES.replace("10000,10\n", "100.5,10\n"));

    let said = refused(&desk.solve(&[]));

    assert_eq!(
        said,
        "invoices.csv: line 5: amount_pence 100.5 is a fraction; it must be whole pence\n\
         invoices.csv: line 6: amount_pence 100.5 is a fraction; it must be whole pence\n\
         symbiosis: invoices.csv: 2 lines are not right; mend the file and run it again\n"
    );
    assert!(!desk.file("plan").exists());
}

#[test]
fn every_kind_of_bad_file_is_refused_with_its_lines_and_nothing_is_written() {
    let header = "invoice_id,debtor,creditor,amount_pence,due_day\n";
    let two_halves = format!("{header}I1,A,B,{},1\nI2,B,A,2,1\n", i64::MAX - 1);
    for (file, because) in [
        (String::new(), "line 1: the file is empty"),
        ("I1,A,B,100,1\n".to_owned(), "line 1: there is no header"),
        (header.replace("due_day", "when"), "line 1: unknown column “when”"),
        (header.replace(",due_day", ""), "line 1: the column due_day is missing"),
        (format!("{header}I1,A,B,-100,1\n"), "line 2: amount_pence -100 is negative"),
        (format!("{header}I1,A,B,100,1\nI2,B,A,1.5,1\n"), "line 3: amount_pence 1.5 is a fraction"),
        (format!("{header}I1,A,A,100,1\n"), "line 2: A cannot owe itself"),
        (format!("{header}I1,A,B,1,1\nI1,B,A,1,1\n"), "line 3: invoice I1 is on line 2 already"),
        (format!("{header}I2,A,B,1,1\nI1,B,A,1,1\nI2,B,A,1,1\n"), "line 4: invoice I2 is on line 2 already"),
        (format!("{header}I1,A,B,1\n"), "line 2: there are 4 cells where the header has 5"),
        (two_halves, "line 3: with this invoice all amounts add up to more than 9223372036854775807 pence"),
    ] {
        let desk = Desk::with(&file);

        let said = refused(&desk.solve(&[]));

        assert!(said.contains(because), "no “{because}” in: {said}");
        assert!(!desk.file("plan").exists(), "{because}: something was written");
    }
}

#[test]
fn a_header_alone_is_a_good_file_whose_answer_is_nothing() {
    let desk = Desk::with("invoice_id,debtor,creditor,amount_pence,due_day\n");

    let said = done(&desk.solve(&["--objective", "max-oldest"]));

    assert!(said.contains("Set off: £0.00"), "{said}");
    assert_eq!(desk.read("setoff.csv"), "invoice_id,cleared_pence\n");
    assert!(done(&desk.verify()).contains("The plan is right"));
}

#[test]
fn a_list_of_cycles_that_would_be_too_long_ends_and_the_rest_is_said() {
    // A ring whose debts are split into many invoices: one round of arcs, and a cut for each invoice.
    let (bodies, split) = (1_250, 3);
    let mut file = "invoice_id,debtor,creditor,amount_pence,due_day\n".to_owned();
    for body in 0..bodies {
        for part in 0..split {
            let amount =
                if part + 1 < split { 1_000 + body * split + part } else { 100_000 - 2 * body * split };
            file += &format!("I{body}-{part},B{body},B{},{amount},1\n", (body + 1) % bodies);
        }
    }
    let desk = Desk::with(&file);

    let said = done(&desk.solve(&[]));
    let checked = done(&desk.verify());
    let rest = desk.read("rest.csv");
    fs::write(desk.file("plan/rest.csv"), rest.replacen(",1", ",2", 1)).unwrap();
    let changed = refused(&desk.verify());
    fs::write(desk.file("invoices.csv"), INVOICES).unwrap();
    done(&desk.solve(&[]));

    assert!(said.contains("is set off beyond them, in rest.csv"), "{said}");
    assert!(checked.contains("cycles and the rest add up to it"), "{checked}");
    assert!(changed.contains("the cycles and the rest clear"), "{changed}");
    assert!(!desk.file("plan/rest.csv").exists(), "the rest of an earlier plan");
}

#[test]
fn a_plan_that_stands_stays_as_it_was_when_the_next_run_is_refused() {
    let desk = Desk::with(INVOICES);
    done(&desk.solve(&[]));
    let before = desk.read("setoff.csv");
    fs::write(desk.file("invoices.csv"), "invoice_id,debtor,creditor\n").unwrap();

    let said = refused(&desk.solve(&[]));

    assert!(said.contains("the column amount_pence is missing"), "{said}");
    assert_eq!(desk.read("setoff.csv"), before);
}

#[test]
fn a_changed_plan_is_found_out() {
    let desk = Desk::with(INVOICES);
    done(&desk.solve(&[]));
    let original = desk.read("setoff.csv");

    for (from, to, because) in [
        ("I1,10000", "I1,10001", "10001 pence are cleared of invoice I1, of which 10000 are owed"),
        ("I1,10000", "I1,9999", "the net position of Ashdale changes by -1 pence"),
        ("I1,10000", "I9,10000", "there is no invoice I9"),
        ("I2,", "I1,", "invoice I1 is there twice"),
    ] {
        fs::write(desk.file("plan/setoff.csv"), original.replace(from, to)).unwrap();

        let said = refused(&desk.verify());

        assert!(said.contains(because), "no “{because}” in: {said}");
    }
}

/// The instances whose optimum is known, where the shared folder is there.
#[test]
fn known_instances_come_out_at_their_known_optimum() {
    let shared = std::env::var("SYMBIOSIS_SHARED").unwrap_or_else(|_| "../shared".to_owned());
    let folder = Path::new(&shared).join("optimise/instances");
    let Ok(manifest) = fs::read(folder.join("manifest.json")) else {
        eprintln!("{} is not there: known instances were not tried", folder.display());
        return;
    };
    let manifest: serde_json::Value = serde_json::from_slice(&manifest).unwrap();
    for known in manifest["netting"].as_array().unwrap() {
        let name = known["file"].as_str().unwrap();
        let desk = Desk::with(&fs::read_to_string(folder.join(name)).unwrap());

        let said = done(&desk.solve(&["--objective", "max-oldest"]));

        assert!(said.contains(&format!("Σx = {} and", known["optimum_pence"])), "{name}: {said}");
        assert!(said.contains(&format!("Σ x·bucket = {};", known["age_optimum"])), "{name}: {said}");
        done(&desk.verify());
    }
}
