//! Tests of reading house numbers.

use super::*;

fn read(text: &str) -> Vec<(String, String)> {
    let readings = readings(text).into_iter();
    readings
        .map(|(street, number)| (street.to_owned(), number))
        .collect()
}

#[test]
fn a_street_with_its_number_is_read() {
    for (text, street, number) in [
        ("人民路12号", "人民路", "12"),
        ("人民路１２号", "人民路", "12"),
        ("人民路 12", "人民路", "12"),
        ("人民路12弄3号", "人民路", "12弄3"),
        ("Landstrasse 12", "Landstrasse", "12"),
        ("Landstrasse 12a", "Landstrasse", "12a"),
        ("Landstrasse Nr. 12", "Landstrasse", "12"),
        ("Rua Nova, 5", "Rua Nova", "5"),
        ("12 Rue de la Paix", "Rue de la Paix", "12"),
        ("Rua 31 de Janeiro 5", "Rua 31 de Janeiro", "5"),
        ("renminlu 12", "renminlu", "12"),
    ] {
        let expected = (street.to_owned(), number.to_owned());
        assert!(read(text).contains(&expected), "{text}: {:?}", read(text));
    }
}

#[test]
fn what_is_no_address_is_not_read() {
    for text in ["", "人民路", "12", "12 13", "12号", "S20", "A13"] {
        assert_eq!(read(text), [], "{text}");
    }
}

#[test]
fn an_address_is_written_as_is_usual() {
    let at = LatLon::new(31.0, 121.0).unwrap();
    let house = |number| House::new(number, at).unwrap();
    assert_eq!(house("12").address_in("人民路"), "人民路12号");
    assert_eq!(house("12号").address_in("人民路"), "人民路12号");
    assert_eq!(house("12弄3号").address_in("人民路"), "人民路12弄3号");
    assert_eq!(house(" 12a ").address_in("Landstrasse"), "Landstrasse 12a");
    assert_eq!(House::new("s/n", at), None);
}
