--liquibase formatted sql
-- revision: b2
-- down-revision: a1b2c3
-- branch-labels: shop

--property name:owner value:ann dbms:postgresql

--changeset ann:1 runInTransaction:false dbms:postgresql,!oracle labels:"x, y"
--validCheckSum: 1:any
CREATE INDEX CONCURRENTLY i ON orders (note);
--rollback DROP INDEX CONCURRENTLY i;

--changeset "ann smith":"two words" context:"test and !prod"
--preconditions onFail:MARK_RAN
--precondition-sql-check expectedResult:0 SELECT count(*) FROM orders
INSERT INTO orders VALUES (1, '${owner}');
--rollback not required

--changeset ann:3
UPDATE orders SET note = 'x';
/* liquibase rollback
UPDATE orders
SET note = NULL;
*/

--changeset ann:4 endDelimiter:/
SELECT 1;
SELECT 4/2
/
SELECT 2
/
--rollback empty

--changeset ann:5
CREATE OR REPLACE VIEW v AS SELECT 2;
--rollback changesetId:3 changesetAuthor:ann
