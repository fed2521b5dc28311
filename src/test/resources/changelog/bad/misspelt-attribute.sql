--liquibase formatted sql
-- revision: a1
--changeset a:1 runInTransactoin:false
SELECT 1;
