--liquibase formatted sql

--property name:column value:note

--changeset cid:1 runInTransaction:false
CREATE INDEX CONCURRENTLY users_name ON users (name);
--rollback DROP INDEX users_name;

--changeset cid:2
ALTER TABLE users ADD ${column} text;
--rollback ALTER TABLE users DROP note;
