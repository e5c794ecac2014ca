//! The ladder by which an order reaches a phone in a pocket, climbed in a real hall.
//!
//! Officers' phones, pages, a push service and gateways are around it, all on this machine; pushes, messages and calls get
//! lost and are late by chance, and one way is dead without a word. Who rang, by what and after how long is the hall's own
//! record of the order.

mod nets;
mod pocket;

use std::collections::BTreeMap;
use std::sync::Arc;

use domain::order::OrderKind;
use serde_json::{Value, json};
use tests::telling_hall::TellingHall;

use self::nets::{Nets, Way};
use self::pocket::{Pocket, Rang};
use crate::figures::Spread;
use crate::printing::print;

/// An order is confirmed in time within so many milliseconds.
const WITHIN_MS: f64 = 30_000.0;

/// The load.
#[derive(Debug, clap::Args)]
pub(crate) struct LadderArgs {
    /// How many orders are sent, evenly over the dead ways and the kinds of orders.
    #[arg(long, default_value_t = 1_200, value_parser = clap::value_parser!(u32).range(1..=100_000))]
    orders: u32,
    /// How many officers there are, each with one order at a time.
    #[arg(long, default_value_t = 60, value_parser = clap::value_parser!(u16).range(1..=500))]
    officers: u16,
    /// The way that is dead; each in turn, if left out.
    #[arg(long, value_enum)]
    dead: Option<Way>,
    /// The share of pushes that get lost.
    #[arg(long, default_value_t = 0.2, value_parser = share)]
    pushes_lost: f64,
    /// The share of orders whose phone looks connected though the app sleeps.
    #[arg(long, default_value_t = 0.6, value_parser = share)]
    asleep: f64,
    /// The seed of chance; what a run tells also depends on the machine's own time.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Prints one JSON object.
    #[arg(long)]
    json: bool,
}

fn share(text: &str) -> Result<f64, String> {
    let share = text.parse().ok().filter(|share| (0.0..=1.0).contains(share));
    share.ok_or_else(|| "a share is a number from 0 to 1".to_owned())
}

/// Runs the load.
pub(crate) async fn run(args: LadderArgs) -> anyhow::Result<()> {
    let TellingHall {
        hall,
        service,
        gateways,
        taken,
        ..
    } = TellingHall::start(None).await;
    let nets = Arc::new(Nets::new(hall.url(), args.pushes_lost, args.asleep, args.seed));
    let town = hall.town("Vaduz").await;
    let dispatcher = hall.dispatcher().await;
    let mut pockets = Vec::new();
    for number in 0..args.officers {
        pockets.push(Pocket::fill(&hall, &service, town, number).await?);
    }
    nets.carry_pushes(service.listen(), pockets.iter().map(Pocket::browser).collect());
    nets.carry_messages(taken);

    let ways = args.dead.map_or_else(|| Way::ALL.to_vec(), |way| vec![way]);
    let each = args.orders.div_ceil(u32::try_from(ways.len())?);
    let mut all = Vec::new();
    let mut by_dead = serde_json::Map::new();
    for way in ways {
        nets.kill(way);
        let rang = pocket::send_all(&mut pockets, &dispatcher, &nets, each).await?;
        by_dead.insert(way.to_string(), summary(&rang)?);
        all.extend(rang);
    }
    for pocket in pockets {
        pocket.empty().await;
    }
    drop(gateways);
    hall.stop().await;
    print(
        &json!({
            "officers": args.officers,
            "pushes_lost": args.pushes_lost,
            "asleep": args.asleep,
            "all": summary(&all)?,
            "dead": by_dead,
        }),
        args.json,
    )
}

fn summary(rang: &[Rang]) -> anyhow::Result<Value> {
    let after: Vec<f64> = rang.iter().filter_map(|rang| rang.after_ms).collect();
    let in_time = after.iter().filter(|after| **after <= WITHIN_MS).count();
    let mut by = BTreeMap::<&str, u32>::new();
    for rang in rang {
        let count = by.entry(rang.by).or_default();
        *count = count.saturating_add(1);
    }
    let mut kinds = BTreeMap::<String, [usize; 2]>::new();
    for kind in OrderKind::ALL {
        let of_kind: Vec<&Rang> = rang.iter().filter(|rang| rang.kind == kind).collect();
        let in_time = of_kind
            .iter()
            .filter(|rang| rang.after_ms.is_some_and(|after| after <= WITHIN_MS));
        let name = serde_json::to_value(kind)?
            .as_str()
            .unwrap_or_default()
            .to_owned();
        kinds.insert(name, [in_time.count(), of_kind.len()]);
    }
    #[expect(clippy::cast_precision_loss, reason = "a figure for people")]
    let confirmed = in_time as f64 / rang.len().max(1) as f64;
    Ok(json!({
        "orders": rang.len(),
        "confirmed_within_30_s": in_time,
        "share": confirmed,
        "after_ms": Spread::of(after),
        "by": by,
        "confirmed_of_kind": kinds,
    }))
}
