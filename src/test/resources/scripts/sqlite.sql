-- athanor upgrade --sql, from base to bbbb2: 2 steps
-- Let the client stop at the first error: sqlite3 -bail shop.db < …

-- 1/2 upgrade aaaa1, orders
BEGIN IMMEDIATE;
CREATE TABLE orders (id INTEGER CONSTRAINT PK_ORDERS PRIMARY KEY AUTOINCREMENT NOT NULL, customer VARCHAR(100) NOT NULL, paid BOOLEAN DEFAULT 0, note TEXT);
CREATE INDEX orders_customer ON orders(customer);
INSERT INTO orders (customer) VALUES ('it''s');
CREATE TABLE "athanor_version" (version_num varchar(255) NOT NULL, CONSTRAINT "athanor_version_pkc" PRIMARY KEY (version_num));
INSERT INTO "athanor_version" (version_num) VALUES ('aaaa1');
COMMIT;

-- 2/2 upgrade bbbb2, cheap ones
BEGIN IMMEDIATE;
CREATE VIEW cheap AS SELECT id FROM orders;
UPDATE orders SET customer = 'x';
UPDATE "athanor_version" SET version_num = 'bbbb2' WHERE version_num = 'aaaa1';
COMMIT;

-- athanor downgrade --sql, from bbbb2 to base: 2 steps
-- Let the client stop at the first error: sqlite3 -bail shop.db < …

-- 1/2 downgrade bbbb2, cheap ones
BEGIN IMMEDIATE;
DROP VIEW cheap;
UPDATE "athanor_version" SET version_num = 'aaaa1' WHERE version_num = 'bbbb2';
COMMIT;

-- 2/2 downgrade aaaa1, orders
BEGIN IMMEDIATE;
DELETE FROM orders;
DROP INDEX orders_customer;
DROP TABLE orders;
DELETE FROM "athanor_version" WHERE version_num = 'aaaa1';
COMMIT;

CREATE TABLE "athanor_version" (version_num varchar(255) NOT NULL, CONSTRAINT "athanor_version_pkc" PRIMARY KEY (version_num));
