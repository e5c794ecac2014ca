//! What places are called: OpenStreetMap with the operator's list in, places out.
//!
//! A caller says "the school in Landstrasse", types 人民路12号 or reads two numbers off a phone; a
//! dispatcher clicks the map. Each becomes a point with a name here. Names are read as they are
//! written and as they are typed: by characters, in pinyin, by initials, without accents, with a
//! slip of the finger. Everything is in memory and searched from end to end, because a district has
//! some ten thousand names and that takes a few milliseconds. How far away a place is by road is
//! `roads`' business.

mod coordinates;
mod encoding;
mod entry;
mod features;
mod flat;
mod gazetteer;
mod house_number;
mod kinds;
mod matching;
mod names;
mod nearest;
mod operator_list;
mod search;
mod sites;
mod spelling;
mod streets;
mod towns;

pub use encoding::{EncodingFault, spreadsheet_text};
pub use entry::{Hit, HitKind, HowMatched};
pub use gazetteer::Gazetteer;
pub use nearest::Nearest;
pub use operator_list::CsvFault;
pub use roads::extract::ExtractError;
