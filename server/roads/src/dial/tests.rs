//! The queue against sorting.

use proptest::prelude::*;

use super::*;

proptest! {
    #[test]
    fn entries_come_by_time_to_the_bucket(
        reach in prop_oneof![Just(1_000_u32), Just(100_000), Just(1 << 24)],
        steps in prop::collection::vec((any::<u32>(), 0..4_usize), 1..200),
    ) {
        let mut queue = Dial::new(reach);
        let (mut last, mut expected, mut taken) = (0, Vec::new(), Vec::new());
        for (number, (step, pops)) in (0_u32..).zip(steps) {
            // Up to the reach beyond what was taken, as searches promise.
            let time = last + step % (reach + 1);
            queue.push(time, number);
            expected.push((time, number));
            for _ in 0..pops {
                if let Some((time, number)) = queue.pop() {
                    prop_assert!(time >> queue.width_bits == queue.now, "from the bucket at hand");
                    prop_assert!(queue.since_ms() <= time);
                    last = last.max(queue.since_ms());
                    taken.push((time, number));
                }
            }
        }
        while let Some(entry) = queue.pop() {
            taken.push(entry);
        }
        prop_assert!(taken.is_sorted_by_key(|(time, _)| time >> queue.width_bits));
        taken.sort_unstable_by_key(|(_, number)| *number);
        prop_assert_eq!(taken, expected, "each once");
    }
}
