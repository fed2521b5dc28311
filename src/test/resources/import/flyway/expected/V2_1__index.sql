-- revision: v2.1
-- down-revision: v1.1
-- message: index

-- upgrade runInTransaction:false
CREATE INDEX CONCURRENTLY users_name ON users (name);

-- downgrade
DROP INDEX users_name;
