//! Tests of each way in which what was typed fits a name.

use super::*;
use HowMatched::{Exact, Initials, Inside, Prefix, WordPrefix};

fn matched(typed: &str, name: &str) -> Option<HowMatched> {
    let mut alphabet = Alphabet::default();
    let key = alphabet.key(name);
    Typed::new(typed)?.matched(&alphabet, &key)
}

fn slips(typed: &str, name: &str) -> Option<usize> {
    let mut alphabet = Alphabet::default();
    let key = alphabet.key(name);
    let typed = Typed::new(typed)?;
    typed.slips_in(&alphabet, &key, typed.slips())
}

fn check(cases: &[(&str, &str, Option<HowMatched>)]) {
    for &(typed, name, expected) in cases {
        assert_eq!(matched(typed, name), expected, "{typed} in {name}");
    }
}

#[test]
fn characters_match() {
    check(&[
        ("人民路", "人民路", Some(Exact)),
        ("人民", "人民路", Some(Prefix)),
        ("民路", "人民路", Some(WordPrefix)),
        ("人路", "人民路", None),
        ("人 路", "人民路", Some(WordPrefix)),
        ("人民路口", "人民路", None),
        ("Ａ区", "A区", Some(Exact)),
    ]);
}

#[test]
fn pinyin_matches() {
    check(&[
        ("renminlu", "人民路", Some(Exact)),
        ("ren min lu", "人民路", Some(Exact)),
        ("RENMIN", "人民路", Some(Prefix)),
        ("renm", "人民路", Some(Prefix)),
        ("minlu", "人民路", Some(WordPrefix)),
        ("人min路", "人民路", Some(Exact)),
        ("enmin", "人民路", None),
        ("lvliang", "吕梁路", Some(Prefix)),
        ("luliang", "吕梁路", Some(Prefix)),
        ("lüliang", "吕梁路", Some(Prefix)),
    ]);
}

#[test]
fn a_character_of_several_readings_is_found_by_the_right_one() {
    check(&[
        ("chongqinglu", "重庆路", Some(Exact)),
        ("zhongyang", "中央路", Some(Prefix)),
        ("changshoulu", "长寿路", Some(Exact)),
        ("xiamen", "厦门路", Some(Prefix)),
        ("hangtou", "航头路", Some(Prefix)),
        ("luodian", "罗店镇", Some(Prefix)),
        ("dachang", "大场镇", Some(Prefix)),
        ("yuepu", "月浦镇", Some(Prefix)),
    ]);
}

#[test]
fn initials_match() {
    check(&[
        ("rml", "人民路", Some(Initials)),
        ("rm", "人民路", Some(Initials)),
        ("rmlu", "人民路", Some(Initials)),
        ("rminl", "人民路", Some(Initials)),
        ("cqlu", "重庆路", Some(Initials)),
        ("chql", "重庆路", Some(Initials)),
        ("remlu", "人民路", None),
        ("rmyyua", "人民医院", Some(Initials)),
        ("rlm", "人民路", None),
        ("mlx", "人民路西", Some(Initials)),
        ("ml", "人民路西", None),
        ("r", "人民路", Some(Prefix)),
        ("ldst", "Landstrasse", None),
    ]);
}

#[test]
fn latin_names_match_without_accents() {
    check(&[
        ("landstrasse", "Landstrasse", Some(Exact)),
        ("Landstraße", "Landstrasse", Some(Exact)),
        ("landstrase", "Landstraße", Some(Exact)),
        ("stadtle", "Städtle", Some(Exact)),
        ("staedtle", "Städtle", Some(Exact)),
        ("STÄDTLE", "Städtle", Some(Exact)),
        ("praca lib", "Praça da Liberdade", Some(WordPrefix)),
        ("liberdade", "Praça da Liberdade", Some(WordPrefix)),
        ("liberdade praca", "Praça da Liberdade", None),
        ("strasse", "Landstrasse", Some(Inside)),
        ("st", "Landstrasse", None),
        ("saint-jean", "Rue Saint Jean", Some(WordPrefix)),
    ]);
}

#[test]
fn a_slip_is_forgiven_in_longer_words() {
    for (typed, name, expected) in [
        ("renmni", "人民路", Some(1)),
        ("remin", "人民路", Some(1)),
        ("renminn", "人民路", Some(1)),
        ("rennin", "人民路", Some(1)),
        ("xrenmin", "人民路", Some(1)),
        ("chonqing", "重庆路", Some(1)),
        ("chonqin", "重庆路", Some(1)),
        ("chngqng", "重庆路", None),
        ("chngqnglu", "重庆路", Some(2)),
        ("landstrase", "Landstrasse", Some(1)),
        ("lanstrase", "Landstrasse", Some(2)),
        ("liberadde", "Praça da Liberdade", Some(1)),
        ("lnad", "Landstrasse", Some(1)),
        ("renlu", "人民路", None),
        ("lbn", "Landstrasse", None),
        ("wxyz", "人民路", None),
    ] {
        assert_eq!(slips(typed, name), expected, "{typed} in {name}");
    }
}

#[test]
fn a_character_of_the_same_sound_is_a_slip() {
    let mut alphabet = Alphabet::default();
    let key = alphabet.key("人民路");
    let spoken = Typed::new("仁民路").unwrap().by_sound().unwrap();
    assert_eq!(spoken.slips_in(&alphabet, &key, 0), Some(0));
    assert!(Typed::new("renmin").unwrap().by_sound().is_none());
}

#[test]
fn nothing_typed_is_nothing() {
    for nothing in ["", "  ", "-,。！"] {
        assert!(Typed::new(nothing).is_none());
    }
    let endless = "人民".repeat(1000);
    assert_eq!(
        matched(&endless, &endless),
        Some(Prefix),
        "as far as it is compared"
    );
    assert_eq!(matched("x", &endless), None);
}

proptest::proptest! {
    /// As a plain edit distance has it, for names of one word.
    #[test]
    fn slips_are_counted_like_by_hand(name in "[abc]{1,8}", typed in "[abc]{4,9}") {
        let forgiven = Typed::new(&typed).unwrap().slips();
        let expected = by_hand(&typed, &name).filter(|&slips| slips <= forgiven);
        proptest::prop_assert_eq!(slips(&typed, &name), expected);
    }
}

/// The optimal string alignment distance from `typed` to the prefix of `name` that is nearest to it.
fn by_hand(typed: &str, name: &str) -> Option<usize> {
    let (a, b): (Vec<_>, Vec<_>) = (typed.bytes().collect(), name.bytes().collect());
    let mut cost = vec![vec![0; b.len() + 1]; a.len() + 1];
    for i in 0..=a.len() {
        for j in 0..=b.len() {
            cost[i][j] = if i == 0 || j == 0 {
                i + j
            } else {
                let same = usize::from(a[i - 1] != b[j - 1]);
                let swaps = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
                let swapped = if swaps { cost[i - 2][j - 2] + 1 } else { usize::MAX };
                (cost[i - 1][j] + 1)
                    .min(cost[i][j - 1] + 1)
                    .min(cost[i - 1][j - 1] + same)
                    .min(swapped)
            };
        }
    }
    cost[a.len()].iter().skip(1).copied().min()
}
