BEGIN;

CREATE TABLE alembic_version (
    version_num VARCHAR(32) NOT NULL, 
    CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);

-- Running upgrade  -> aaaa11112222

CREATE TABLE users (
    id SERIAL NOT NULL, 
    name TEXT DEFAULT 'it''s; -- Running upgrade x -> y', 
    PRIMARY KEY (id)
);

INSERT INTO alembic_version (version_num) VALUES ('aaaa11112222') RETURNING alembic_version.version_num;

-- Running upgrade aaaa11112222 -> cccc11112222

CREATE TABLE bills (
    id INTEGER
);

UPDATE alembic_version SET version_num='cccc11112222' WHERE alembic_version.version_num = 'aaaa11112222';

-- Running upgrade cccc11112222 -> dddd11112222

COMMIT;

CREATE INDEX CONCURRENTLY users_name ON users (name);

BEGIN;

UPDATE alembic_version SET version_num='dddd11112222' WHERE alembic_version.version_num = 'cccc11112222';

-- Running upgrade aaaa11112222 -> bbbb11112222

ALTER TABLE users ADD COLUMN mail TEXT;

INSERT INTO alembic_version (version_num) VALUES ('bbbb11112222') RETURNING alembic_version.version_num;

-- Running upgrade bbbb11112222, dddd11112222 -> eeee11112222

DELETE FROM alembic_version WHERE alembic_version.version_num = 'bbbb11112222';

UPDATE alembic_version SET version_num='eeee11112222' WHERE alembic_version.version_num = 'dddd11112222';

-- Running upgrade  -> ffff11112222

CREATE TABLE audit (at timestamptz);

UPDATE alembic_version SET version_num='ffff11112222' WHERE alembic_version.version_num = 'eeee11112222';

COMMIT;

