-- A unit's photos are counted whenever it sends another.
CREATE INDEX photo_by_unit ON photo (unit);
