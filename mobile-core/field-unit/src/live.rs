//! When the camera is on.
//!
//! The officer's tap decides, and nobody else's: a camera that the hall could switch on would be
//! covert watching. Going off duty ends it. While nobody needs the picture it need not be encoded; who watches is told to
//! the officer. Encoding and sending the picture belong to `phone`.

use protocol::Watcher;

/// The camera, as the officer switched it and the hall uses it.
#[derive(Clone, Debug)]
pub(crate) struct Live {
    on: bool,
    needed: bool,
    layers: Vec<bool>,
    watchers: Vec<Watcher>,
}

impl Default for Live {
    fn default() -> Self {
        Self {
            on: false,
            needed: true,
            layers: Vec::new(),
            watchers: Vec::new(),
        }
    }
}

impl Live {
    pub(crate) const fn is_on(&self) -> bool {
        self.on
    }

    /// Whether anybody needs the picture, as far as the hall said.
    pub(crate) const fn is_needed(&self) -> bool {
        self.needed
    }

    /// Whether anybody needs each layer of the picture, as far as the hall said; one that it did not speak of is needed.
    pub(crate) fn layers(&self) -> &[bool] {
        &self.layers
    }

    /// Who watches, as far as the hall said.
    pub(crate) fn watchers(&self) -> &[Watcher] {
        &self.watchers
    }

    /// The officer switched it; whether that changed anything.
    pub(crate) fn tapped(&mut self, on: bool) -> bool {
        std::mem::replace(&mut self.on, on) != on
    }

    /// The hall said whether anybody needs the picture.
    pub(crate) const fn needed(&mut self, needed: bool) {
        self.needed = needed;
    }

    /// The hall said which layers anybody needs.
    pub(crate) fn layers_wanted(&mut self, wanted: Vec<bool>) {
        self.layers = wanted;
    }

    /// The hall said who watches.
    pub(crate) fn watched_by(&mut self, watchers: Vec<Watcher>) {
        self.watchers = watchers;
    }

    /// The hall says nothing any more: who watches is unknown, and the picture may be needed, with all its layers.
    pub(crate) fn lost_link(&mut self) {
        self.needed = true;
        self.layers.clear();
        self.watchers.clear();
    }
}
