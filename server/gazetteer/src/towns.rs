//! The towns, which tell places of one name apart.

use domain::LatLon;
use rstar::RTree;
use rstar::primitives::GeomWithData;

use crate::flat::Flat;

/// Further from its middle than this nothing belongs to a town.
const REACH_M: f64 = 15_000.0;

/// Where towns are and what they are called.
#[derive(Clone, Debug)]
pub(crate) struct Towns {
    flat: Flat,
    middles: RTree<GeomWithData<[f64; 2], String>>,
}

impl Towns {
    pub(crate) fn new(flat: Flat, towns: impl IntoIterator<Item = (String, LatLon)>) -> Self {
        let middles = towns
            .into_iter()
            .map(|(name, at)| GeomWithData::new(flat.project(at), name));
        Self {
            flat,
            middles: RTree::bulk_load(middles.collect()),
        }
    }

    /// The town whose middle is nearest.
    pub(crate) fn of(&self, at: LatLon) -> Option<&str> {
        let (nearest, distance_2) = self
            .middles
            .nearest_neighbor_iter_with_distance_2(self.flat.project(at))
            .next()?;
        (distance_2 <= REACH_M * REACH_M).then_some(&nearest.data)
    }

    /// The ways of reading `text` as a town with something in it.
    pub(crate) fn readings<'a>(&'a self, text: &'a str) -> Vec<(&'a str, &'a str)> {
        let text = text.trim();
        let apart = [' ', ',', '，', '、'];
        let words = [
            text.split_once(apart),
            text.rsplit_once(apart).map(|(rest, town)| (town, rest)),
        ];
        let mut readings = Vec::new();
        for town in self.middles.iter().map(|town| town.data.as_str()) {
            let same = |word: &str| crate::names::folded(word) == crate::names::folded(town);
            let rest = words
                .iter()
                .flatten()
                .find(|(word, _)| same(word))
                .map(|&(_, rest)| rest);
            let rest = rest.or_else(|| after_chinese(town, text));
            let rest = rest.map(|rest| rest.trim_matches(apart));
            if let Some(rest) = rest.filter(|rest| !rest.is_empty())
                && !readings.contains(&(town, rest))
            {
                readings.push((town, rest));
            }
        }
        readings
    }
}

/// What follows the town in a Chinese address, which has no spaces: 人民路 of 大场镇人民路 or 大场人民路.
fn after_chinese<'a>(town: &str, text: &'a str) -> Option<&'a str> {
    let short = town
        .trim_end_matches("街道")
        .trim_end_matches(['镇', '乡', '区', '县']);
    let chinese = short.chars().count() > 1 && !short.is_ascii() && !short.contains(' ');
    let rest = text.strip_prefix(town).or_else(|| text.strip_prefix(short))?;
    chinese.then_some(rest)
}
