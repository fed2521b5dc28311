--liquibase formatted sql
-- revision: 811542b1ab39
-- down-revision: 78243d961dc2
-- message: cid:1 in parts/all/a.sql

--changeset cid:1 runInTransaction:false
CREATE INDEX CONCURRENTLY users_name ON users (name);
--rollback DROP INDEX users_name;
