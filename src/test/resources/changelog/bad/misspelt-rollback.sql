--liquibase formatted sql
-- revision: a1
--changeset a:1
CREATE TABLE t (a int);
--rolback DROP TABLE t;
