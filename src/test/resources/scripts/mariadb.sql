-- athanor upgrade --sql, from base to bbbb2: 2 steps
-- Let the client stop at the first error: mariadb or mysql without --force; DDL commits by itself: what ran before the error stays

-- 1/2 upgrade aaaa1, orders
CREATE TABLE orders (id INT AUTO_INCREMENT NOT NULL, customer VARCHAR(100) NOT NULL, paid TINYINT(1) DEFAULT 0 NULL, note LONGTEXT NULL, CONSTRAINT PK_ORDERS PRIMARY KEY (id));
CREATE INDEX orders_customer ON orders(customer);
INSERT INTO orders (customer) VALUES ('it''s');
CREATE TABLE `athanor_version` (version_num varchar(255) NOT NULL, PRIMARY KEY (version_num)) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
INSERT INTO `athanor_version` (version_num) VALUES ('aaaa1');

-- 2/2 upgrade bbbb2, cheap ones
CREATE VIEW cheap AS SELECT id FROM orders;
UPDATE orders SET customer = 'x';
UPDATE `athanor_version` SET version_num = 'bbbb2' WHERE version_num = 'aaaa1';

-- athanor downgrade --sql, from bbbb2 to base: 2 steps
-- Let the client stop at the first error: mariadb or mysql without --force; DDL commits by itself: what ran before the error stays

-- 1/2 downgrade bbbb2, cheap ones
DROP VIEW cheap;
UPDATE `athanor_version` SET version_num = 'aaaa1' WHERE version_num = 'bbbb2';

-- 2/2 downgrade aaaa1, orders
DELETE FROM orders;
DROP INDEX orders_customer ON orders;
DROP TABLE orders;
DELETE FROM `athanor_version` WHERE version_num = 'aaaa1';

CREATE TABLE `athanor_version` (version_num varchar(255) NOT NULL, PRIMARY KEY (version_num)) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
