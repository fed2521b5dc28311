--liquibase formatted sql
-- revision: a1b2c3
-- message: functions, triggers and quotes of every kind
-- created: 2026-03-01T10:00:00Z

--changeset ann:functions
--comment what a shop needs
CREATE TABLE orders (id bigint PRIMARY KEY, note text DEFAULT 'a;b', "odd;name" int);

CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
  -- a comment; with a semicolon
  NEW.note := E'it\'s; ' || $q$;$q$;
  RETURN NEW;
END;
$body$;

CREATE FUNCTION total(a int, b int) RETURNS int LANGUAGE sql
BEGIN ATOMIC
  SELECT a;
  SELECT CASE WHEN a > b THEN a ELSE b END;
END;

CREATE TRIGGER t BEFORE UPDATE ON orders FOR EACH ROW EXECUTE FUNCTION touch();
--rollback DROP TABLE orders;
--rollback DROP FUNCTION touch();
--rollback DROP FUNCTION total(int, int);
