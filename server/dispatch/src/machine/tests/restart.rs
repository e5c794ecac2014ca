//! How the hall is stopped without warning and started anew.

use super::*;

impl Hall {
    /// Stops the hall without warning, starts it from its log; nobody is connected then.
    pub(super) fn restart(&mut self) {
        self.restart_with([]);
    }

    /// The same, with the latest fixes of the trails.
    pub(super) fn restart_with(&mut self, fixes: impl IntoIterator<Item = (UnitId, Fix)>) {
        let log = serde_json::to_string(&self.log).unwrap();
        let log: Vec<Recorded> = serde_json::from_str(&log).unwrap();
        let mut restored = Dispatch::restore(8, Snapshot::default(), log, fixes);
        restored.set_up(self.settings.clone());
        assert_eq!(restored.board().snapshot(), self.machine.board().snapshot());
        self.machine = restored;
        self.shadow = Shadow::new(self.machine.board(), self.now);
        self.awake.clear();
    }
}
