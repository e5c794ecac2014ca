//! Shows what `processor` promises, each on a thread of its own, whose processors are nobody else's.

use super::*;

fn allowed() -> Vec<usize> {
    let allowed = sched_getaffinity(Pid::from_raw(0)).unwrap();
    (0..CpuSet::count())
        .filter(|&core| allowed.is_set(core).unwrap())
        .collect()
}

fn on_a_thread(work: impl FnOnce() + Send + 'static) {
    std::thread::spawn(work).join().unwrap();
}

#[test]
fn what_is_started_from_then_on_is_elsewhere() {
    on_a_thread(|| {
        let before = allowed();
        let left = before[0];
        let is_elsewhere = leave_to_server(left).unwrap();
        assert_eq!(is_elsewhere, before.len() > 1);
        let rest = if is_elsewhere { &before[1..] } else { &before[..] };
        let started = std::thread::spawn(allowed).join().unwrap();
        assert_eq!(started, rest);
    });
}

#[test]
fn the_only_processor_is_shared() {
    on_a_thread(|| {
        let only = allowed()[0];
        let mut alone = CpuSet::new();
        alone.set(only).unwrap();
        sched_setaffinity(Pid::from_raw(0), &alone).unwrap();
        assert!(!leave_to_server(only).unwrap());
        assert_eq!(allowed(), [only]);
    });
}

#[test]
fn a_processor_that_is_not_there_is_named() {
    let error = leave_to_server(100_000).unwrap_err().to_string();
    assert!(error.contains("--server-core 100000"), "{error}");
}
