--liquibase formatted sql
-- revision: a1
--changeset a:1
BEGIN;
SELECT 1;
COMMIT;
