-- revision: dddd11112222
-- down-revision: cccc11112222
-- message: index

-- upgrade runInTransaction:false
CREATE INDEX CONCURRENTLY users_name ON users (name);

-- downgrade
DROP INDEX users_name;
