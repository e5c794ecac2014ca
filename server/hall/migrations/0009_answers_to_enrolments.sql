-- Which phone a code took in, so that an answer that was lost can be given again to the same key.
ALTER TABLE enrolment ADD COLUMN phone BLOB REFERENCES phone (id);
