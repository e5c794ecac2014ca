//! The score of a log of JSON objects, counted from the words of its documentation alone.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

/// The figures, in the sequence of the test.
pub(super) struct Recount {
    pub(super) counts: [usize; 10],
    pub(super) delay_p50_s: Option<f64>,
}

pub(super) fn of(lines: &[Value]) -> Recount {
    let of_kind = |kind: &str| {
        lines
            .iter()
            .filter(move |line| line["kind"] == kind)
            .collect::<Vec<_>>()
    };
    let number = |line: &Value, field: &str| line[field].as_f64().unwrap();
    let (of_order, at) = (
        |line: &Value| line["order"].as_u64().unwrap(),
        |line: &Value| number(line, "t_s"),
    );
    let mut counts = [0; 10];
    for order in of_kind("order")
        .into_iter()
        .filter(|line| line["limit_s"].is_number())
    {
        counts[0] += 1;
        let mine = |kind: &str| {
            let all = of_kind(kind).into_iter();
            all.filter(|line| of_order(line) == of_order(order))
                .collect::<Vec<_>>()
        };
        let Some(clock) = mine("clock").last().copied() else {
            continue;
        };
        let due = number(clock, "started_s") + number(order, "limit_s");
        counts[1] += usize::from(mine("truth_inside").first().is_some_and(|line| at(line) <= due));
        let met = mine("leg")
            .into_iter()
            .map(|line| (line["leg"].to_string(), number(line, "met_s")));
        let met: BTreeMap<String, f64> = met.collect();
        let kept = met.len() == 3 && met.values().all(|met| *met <= due);
        let alarm = mine("alarm").first().map(|line| at(line));
        counts[2] += usize::from(kept);
        counts[3] += usize::from(!kept);
        counts[4] += usize::from(!kept && alarm.is_some_and(|alarm| alarm <= due - 240.0));
        counts[5] += usize::from(kept && alarm.is_some());
    }
    let pair = |line: &Value| (of_order(line), line["unit"].as_u64().unwrap());
    let arriving = ["truth_inside", "arrival_detected"].map(of_kind).concat();
    let pairs: BTreeSet<_> = arriving.into_iter().map(pair).collect();
    let end = lines.last().map_or(0.0, at);
    let mut delays = Vec::new();
    for pair_of in pairs {
        let closed = of_kind("closed")
            .into_iter()
            .find(|line| of_order(line) == pair_of.0)
            .map_or(end, at);
        let mine = |kind: &str| {
            let all = of_kind(kind).into_iter().filter(|line| pair(line) == pair_of);
            all.map(at).filter(|at| *at <= closed).collect::<Vec<_>>()
        };
        let left = mine("truth_left");
        let stays = mine("truth_inside").into_iter().map(|since| {
            let until = left.iter().copied().find(|left| *left > since).unwrap_or(closed);
            (since, until)
        });
        let stays: Vec<_> = stays.collect();
        match mine("arrival_detected").first() {
            Some(found) => match stays
                .iter()
                .find(|(since, until)| since <= found && found <= until)
            {
                Some((since, _)) => delays.push(found - since),
                None => counts[7] += 1,
            },
            None if stays.iter().any(|(since, until)| until - since >= 60.0) => counts[8] += 1,
            None => counts[9] += usize::from(!stays.is_empty()),
        }
    }
    counts[6] = delays.len();
    delays.sort_by(f64::total_cmp);
    let delay_p50_s = delays.get(delays.len().div_ceil(2).saturating_sub(1)).copied();
    Recount { counts, delay_p50_s }
}
