//! Tests of what is learnt from past forecasts.

use super::*;

/// The mean difference between forecast and frequency over bins, when the truth is another function of it.
fn error(calibration: &Calibration, truth: impl Fn(f64) -> f64) -> f64 {
    let bins = (1..20).map(|bin| f64::from(bin) / 20.0);
    let differences = bins.map(|p| (calibration.corrected(Stage::UnderWay, 0, p) - truth(p)).abs());
    differences.sum::<f64>() / 19.0
}

fn learn(truth: impl Fn(f64) -> f64) -> Calibration {
    let mut calibration = Calibration::default();
    let mut dice = 12_345_u32;
    for round in 0..4000_u16 {
        let p = (round % 19 + 1) * 50;
        dice = dice.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let met = f64::from(dice >> 8) / f64::from(1 << 24) < truth(f64::from(p) / 1000.0);
        let foreseen = Foreseen {
            stage: Stage::UnderWay,
            in_time: [Some(p), None, None, None],
        };
        calibration.learn(foreseen, [met; 4]);
    }
    calibration
}

#[test]
fn nothing_learnt_changes_nothing() {
    assert!(error(&Calibration::default(), |p| p) < 1e-9);
}

#[test]
fn forecasts_that_are_true_stay_as_they_are() {
    assert!(error(&learn(|p| p), |p| p) < 0.03);
}

#[test]
fn forecasts_that_hope_too_much_are_brought_down() {
    let truth = |p: f64| from_log_odds(log_odds(p) - 1.0);
    assert!(error(&Calibration::default(), truth) > 0.15);
    assert!(error(&learn(truth), truth) < 0.04);
}

#[test]
fn forecasts_that_are_too_sure_are_drawn_together() {
    let truth = |p: f64| from_log_odds(log_odds(p) * 0.6);
    assert!(error(&learn(truth), truth) < 0.04);
}

#[test]
fn another_stage_learns_only_what_holds_for_all() {
    let calibration = learn(|p| from_log_odds(log_odds(p) - 1.5));
    let own = 0.7 - calibration.corrected(Stage::UnderWay, 0, 0.7);
    let other = 0.7 - calibration.corrected(Stage::Waiting, 0, 0.7);
    assert!(other < own * 0.8 && other > 0.0, "{own} {other}");
    assert!((calibration.corrected(Stage::UnderWay, 1, 0.7) - 0.7).abs() < 1e-9);
}
