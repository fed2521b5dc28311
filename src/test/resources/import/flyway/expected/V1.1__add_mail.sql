-- revision: v1.1
-- down-revision: v1
-- message: add mail

-- upgrade
ALTER TABLE users ADD COLUMN mail text;

-- downgrade
ALTER TABLE users DROP COLUMN mail;
