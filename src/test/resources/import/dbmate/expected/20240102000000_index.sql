-- revision: v20240102000000
-- down-revision: v20240101000000
-- message: index

-- upgrade runInTransaction:false
CREATE INDEX CONCURRENTLY users_name ON users (name);

-- downgrade
DROP INDEX users_name;
