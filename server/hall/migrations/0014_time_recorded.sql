-- Fragments overlap where one track comes later than the other: how much time each adds to the one before. Nothing in one
-- that was written before, which counts as a whole.
ALTER TABLE recording_fragment ADD COLUMN adds_ms INTEGER;
