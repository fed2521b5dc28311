--liquibase formatted sql
-- revision: 481a52782ea6
-- down-revision: 811542b1ab39
-- message: cid:2 in parts/all/a.sql

--changeset cid:2
ALTER TABLE users ADD note text;
--rollback ALTER TABLE users DROP note;
