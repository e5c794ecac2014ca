//! What the runners in use print, line by line.

use super::Tally;

fn tally(passed: u32, failed: u32, skipped: u32) -> Tally {
    Tally {
        passed,
        failed,
        skipped,
    }
}

#[test]
fn closing_lines_are_counted() {
    let lines = [
        (
            "test result: ok. 12 passed; 0 failed; 1 ignored; 0 measured; 3 filtered out; finished in 0.50s",
            tally(12, 0, 1),
        ),
        (
            "test result: FAILED. 3 passed; 2 failed; 0 ignored; 0 measured; 0 filtered out",
            tally(3, 2, 0),
        ),
        ("      Tests  24 passed (24)", tally(24, 0, 0)),
        (
            "      Tests  1 failed | 11 passed | 2 skipped (14)",
            tally(11, 1, 2),
        ),
        (
            "\u{1b}[2m      Tests \u{1b}[22m \u{1b}[1m\u{1b}[32m5 passed\u{1b}[39m\u{1b}[22m\u{1b}[90m (5)\u{1b}[39m",
            tally(5, 0, 0),
        ),
        ("ℹ pass 7", tally(7, 0, 0)),
        ("ℹ fail 2", tally(0, 2, 0)),
        ("ℹ cancelled 1", tally(0, 1, 0)),
        ("# skipped 3", tally(0, 0, 3)),
        ("24 passed, 1 failed", tally(24, 1, 0)),
        ("24 passed, 0 failed, 2 skipped", tally(24, 0, 2)),
    ];
    for (line, counted) in lines {
        assert_eq!(Tally::read(line), counted, "{line}");
    }
}

#[test]
fn other_lines_count_nothing() {
    let lines = [
        "test orders::an_ended_order_stays_ended ... ok",
        "running 12 tests",
        "ℹ tests 7",
        "ℹ duration_ms 812.5",
        " Test Files  3 passed (3)",
        "ℹ passed on to the next",
        "",
        "\u{1b}[",
        "python   ok        12 s   24 passed, 0 failed",
        "24 passed, some failed",
        "24 passed, 0 failed, and so on",
    ];
    for line in lines {
        assert_eq!(Tally::read(line), Tally::default(), "{line}");
    }
}

#[test]
fn the_closing_line_reads_like_everybody_elses() {
    assert_eq!(tally(3, 0, 0).to_string(), "3 passed, 0 failed");
    assert_eq!(tally(3, 1, 2).to_string(), "3 passed, 1 failed, 2 skipped");
}
