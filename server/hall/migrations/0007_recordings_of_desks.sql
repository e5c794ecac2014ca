-- Of what kind the source is that was recorded. `unit` holds its id whatever it is: a desk's is its town's. A hall from
-- before goes on writing units only.
ALTER TABLE recording ADD COLUMN source TEXT NOT NULL DEFAULT 'unit' CHECK (source IN ('unit', 'desk'));
