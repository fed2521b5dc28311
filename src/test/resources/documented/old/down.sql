BEGIN;

-- Running downgrade 1f3a9c0b7d21 -> 

DROP TABLE orders;

DELETE FROM alembic_version WHERE alembic_version.version_num = '1f3a9c0b7d21';

DROP TABLE alembic_version;

COMMIT;
