//! Tests of how characters are typed.

use super::*;

fn ways(letter: char) -> Vec<String> {
    let ways = spellings(letter).ways;
    ways.iter().map(|way| way.iter().collect()).collect()
}

#[test]
fn a_chinese_character_is_typed_by_any_of_its_readings() {
    assert_eq!(ways('人'), ["人", "ren"]);
    for (letter, reading) in [
        ('重', "chong"),
        ('重', "zhong"),
        ('长', "chang"),
        ('长', "zhang"),
        ('厦', "xia"),
        ('行', "hang"),
        ('吕', "lv"),
        ('吕', "lu"),
        ('乐', "le"),
        ('乐', "yue"),
    ] {
        assert!(
            ways(letter).iter().any(|way| way == reading),
            "{letter} {reading}"
        );
    }
    assert!(spellings('人').abbreviates);
}

#[test]
fn a_letter_is_typed_without_its_accent() {
    assert_eq!(ways('a'), ["a"]);
    assert_eq!(ways('é'), ["e"]);
    assert_eq!(ways('ä'), ["a", "ae"]);
    assert_eq!(ways('ß'), ["ss", "s"]);
    assert_eq!(ways('я'), ["я"]);
    assert!(!spellings('ä').abbreviates);
    assert_eq!(typed('ß').collect::<String>(), "ss");
    assert_eq!(typed('ç').collect::<String>(), "c");
    assert_eq!(typed('路').collect::<String>(), "路");
}

#[test]
fn full_width_letters_become_narrow() {
    assert_eq!(plain("Ａ１２　路-B").collect::<String>(), "a12 路 b");
}
