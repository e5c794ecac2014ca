-- A recording that is past its rule is nobody's to see from then on, even while a store that holds a file of it cannot be
-- reached: it is forgotten when the last of its files is gone.
ALTER TABLE recording ADD COLUMN doomed INTEGER NOT NULL DEFAULT 0 CHECK (doomed IN (0, 1));
