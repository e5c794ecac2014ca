//! The score of drills, for programs or for people.

use std::io::Write;

use rehearsal::drill::Score;
use serde::Serialize;

/// The score as programs read it.
#[derive(Serialize)]
struct Timed<'a> {
    #[serde(flatten)]
    score: &'a Score,
    wall_s: f64,
}

/// What makes the figures mean nothing, with the cure, if anything does.
pub(super) fn warning(score: &Score) -> Option<String> {
    let cure = "give a larger --orders-per-hour or more --hours, or look at the scenario's incidents.by_hour";
    (score.orders == 0).then(|| format!("no order with a limit was sent, so that nothing was scored; {cure}"))
}

/// One JSON object.
pub(super) fn json(score: &Score, wall_s: f64) -> serde_json::Result<String> {
    serde_json::to_string(&Timed { score, wall_s })
}

/// Some lines for people.
pub(super) fn text(score: &Score, wall_s: f64, out: &mut impl Write) -> anyhow::Result<()> {
    let seconds = |value: Option<f64>| value.map_or_else(|| "–".to_owned(), |value| format!("{value:.0} s"));
    let percent =
        |share: Option<f64>| share.map_or_else(|| "–".to_owned(), |share| format!("{:.2} %", 100.0 * share));
    let Score {
        orders,
        forecast,
        arrival,
        ..
    } = score;
    writeln!(out, "orders with a limit     {orders}")?;
    writeln!(
        out,
        "there in time           {} (late: {}, of which nobody would have been: {})",
        score.arrived_in_limit,
        percent(score.late_share),
        score.bound.impossible
    )?;
    writeln!(out, "all legs in time        {}", score.all_legs_in_limit)?;
    writeln!(
        out,
        "response                mean {}, 90th percentile {}",
        seconds(score.mean_response_s),
        seconds(score.p90_response_s)
    )?;
    if let Some(straight_line) = &score.baseline.straight_line_nearest {
        writeln!(
            out,
            "  by straight lines     late: {}, response mean {}",
            percent(straight_line.late_share),
            seconds(straight_line.mean_response_s)
        )?;
    }
    writeln!(out, "moves                   {:.1} km", score.moves_km)?;
    writeln!(
        out,
        "forecast                {} of {} breaches announced 4 min ahead, {} false alarms of {}, reliability error {}",
        forecast.announced_4min,
        forecast.breaches,
        forecast.false_alarms,
        forecast.alarms,
        forecast
            .reliability_error
            .map_or_else(|| "–".to_owned(), |error| format!("{error:.3}"))
    )?;
    let baseline = &score.baseline.arrival_one_fix_100m;
    for (name, arrival) in [
        ("arrival                ", arrival),
        ("  one fix within 100 m ", baseline),
    ] {
        writeln!(
            out,
            "{name} {} right, {} false, {} missed, {} brief, delay {}",
            arrival.right,
            arrival.wrong,
            arrival.missed,
            arrival.brief,
            seconds(arrival.delay_p50_s)
        )?;
    }
    writeln!(
        out,
        "double assignments      {}, lost events {}",
        score.double_assignments, score.lost_events
    )?;
    writeln!(out, "took                    {wall_s:.1} s")?;
    Ok(())
}
