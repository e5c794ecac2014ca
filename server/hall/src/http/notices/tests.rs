//! Which numbers are called, and what may be said of a notice.

use super::*;

#[test]
fn a_number_is_digits_however_they_are_spaced() {
    for (written, expected) in [
        ("+86 138-0013-8000", Some("+8613800138000")),
        ("110", Some("110")),
        ("12", None),
        ("+1234567890123456", None),
        ("13800138000;119", None),
        ("++86138", None),
        ("１３８００１３８０００", None),
        ("", None),
    ] {
        let telephone = Telephone {
            number: written.to_owned(),
        };
        assert_eq!(telephone.digits().as_deref(), expected, "{written}");
    }
}

#[test]
fn each_channel_has_its_own_words() {
    use NoticeStatus::{Answered, Delivered, Failed, Ringing, Shown};
    let rings = |channel| {
        let all = [Shown, Delivered, Ringing, Answered];
        let rings = all
            .into_iter()
            .filter(|status| outcome(channel, *status) == Some(NoticeOutcome::Rang));
        rings.collect::<Vec<_>>()
    };
    assert_eq!(
        Channel::ALL.map(rings),
        [vec![Shown], vec![Delivered], vec![Ringing, Answered]]
    );
    assert!(
        Channel::ALL
            .iter()
            .all(|channel| outcome(*channel, Failed) == Some(NoticeOutcome::Failed))
    );
    assert_eq!(outcome(Channel::Push, Answered), None);
}
