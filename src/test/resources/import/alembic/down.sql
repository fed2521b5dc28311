BEGIN;

-- Running downgrade ffff11112222 -> 

DROP TABLE audit;

UPDATE alembic_version SET version_num='eeee11112222' WHERE alembic_version.version_num = 'ffff11112222';

-- Running downgrade eeee11112222 -> bbbb11112222, dddd11112222

INSERT INTO alembic_version (version_num) VALUES ('bbbb11112222') RETURNING alembic_version.version_num;

UPDATE alembic_version SET version_num='dddd11112222' WHERE alembic_version.version_num = 'eeee11112222';

-- Running downgrade bbbb11112222 -> aaaa11112222

ALTER TABLE users DROP COLUMN mail;

DELETE FROM alembic_version WHERE alembic_version.version_num = 'bbbb11112222';

-- Running downgrade dddd11112222 -> cccc11112222

DROP INDEX users_name;

UPDATE alembic_version SET version_num='cccc11112222' WHERE alembic_version.version_num = 'dddd11112222';

-- Running downgrade cccc11112222 -> aaaa11112222

DROP TABLE bills;

UPDATE alembic_version SET version_num='aaaa11112222' WHERE alembic_version.version_num = 'cccc11112222';

-- Running downgrade aaaa11112222 -> 

DROP TABLE users;

DELETE FROM alembic_version WHERE alembic_version.version_num = 'aaaa11112222';

COMMIT;

