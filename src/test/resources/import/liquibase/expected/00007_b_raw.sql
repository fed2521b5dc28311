--liquibase formatted sql
-- revision: 09a7492f8a59
-- down-revision: 481a52782ea6
-- message: includeAll:raw in parts/all/b.sql

--changeset includeAll:raw
CREATE VIEW names AS SELECT name FROM users;
