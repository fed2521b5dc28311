-- revision: bbbb11112222
-- down-revision: aaaa11112222
-- message: add mail

-- upgrade
ALTER TABLE users ADD COLUMN mail TEXT;

-- downgrade
ALTER TABLE users DROP COLUMN mail;
