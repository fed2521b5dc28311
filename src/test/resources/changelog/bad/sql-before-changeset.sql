--liquibase formatted sql
-- revision: a1
CREATE TABLE t (a int);
--changeset a:1
SELECT 1;
