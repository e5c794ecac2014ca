//! What `yike roads` answers, as JSON has it.

use std::io::Write;

use serde::Serialize;

#[derive(Serialize)]
pub(super) struct ReachAnswer {
    /// Junctions within the limit.
    pub(super) nodes: usize,
    /// Cells within the limit.
    pub(super) cells: usize,
    pub(super) ms: Percentiles,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) points: Option<Vec<PointAnswer>>,
    pub(super) load_s: f64,
}

#[derive(Serialize)]
pub(super) struct PointAnswer {
    pub(super) id: String,
    /// None beyond the limit.
    pub(super) seconds: Option<f64>,
}

#[derive(Serialize)]
pub(super) struct MatrixAnswer {
    /// None where there is no way.
    pub(super) seconds: Vec<Vec<Option<f64>>>,
    pub(super) ms: f64,
    pub(super) ms_p99: f64,
    pub(super) load_s: f64,
}

#[derive(Serialize)]
pub(super) struct CoverAnswer {
    pub(super) cells: usize,
    pub(super) covered_once: usize,
    pub(super) covered_twice: usize,
    pub(super) ms: f64,
    pub(super) ms_p99: f64,
    pub(super) load_s: f64,
}

#[derive(Clone, Copy, Serialize)]
pub(super) struct Percentiles {
    pub(super) p50: f64,
    pub(super) p99: f64,
}

impl Percentiles {
    /// The median of `ms`, with what 99 of 100 do not exceed; zero if there are none.
    pub(super) fn of(mut ms: Vec<f64>) -> Self {
        ms.sort_by(f64::total_cmp);
        let rank = |percent: usize| (ms.len() * percent).div_ceil(100).max(1) - 1;
        let at = |percent| ms.get(rank(percent)).copied().unwrap_or(0.0);
        Self {
            p50: at(50),
            p99: at(99),
        }
    }
}

pub(super) fn print_json(answer: &impl Serialize, out: &mut impl Write) -> anyhow::Result<()> {
    serde_json::to_writer(&mut *out, answer)?;
    writeln!(out)?;
    Ok(())
}
