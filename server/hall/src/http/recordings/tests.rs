//! What is to be recorded is named by one field.

use serde_json::json;
use uuid::Uuid;

use super::*;

fn asked(question: serde_json::Value) -> (Option<UnitId>, Option<TownId>) {
    let NewRecording { unit, desk } = serde_json::from_value(question).unwrap();
    (unit, desk)
}

fn named(question: serde_json::Value) -> Result<Option<Source>, HttpFault> {
    let (unit, desk) = asked(question);
    one_source(unit, desk)
}

#[test]
fn a_unit_or_a_desk_is_named_and_not_both() {
    let id = Uuid::from_u128(7);
    let (unit, desk) = (Source::Unit(UnitId(id)), Source::Desk(TownId(id)));
    assert_eq!(named(json!({ "unit": id })).unwrap(), Some(unit));
    assert_eq!(named(json!({ "desk": id })).unwrap(), Some(desk));
    assert_eq!(named(json!({ "unit": null, "desk": id })).unwrap(), Some(desk));
    assert_eq!(named(json!({})).unwrap(), None);
    let both = named(json!({ "unit": id, "desk": id })).unwrap_err();
    let told = format!("{both:?}");
    assert!(
        told.contains("desk") && told.contains("name either a unit or a desk, not both"),
        "{told}"
    );
}
