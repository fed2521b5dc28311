-- revision: v2
-- down-revision: v1
-- message: index

-- upgrade runInTransaction:false
-- down below it is dropped
CREATE INDEX CONCURRENTLY users_name ON users (name);

-- downgrade runInTransaction:false
DROP INDEX users_name;
