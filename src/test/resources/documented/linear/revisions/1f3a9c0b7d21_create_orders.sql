-- revision: 1f3a9c0b7d21
-- message: create orders

-- upgrade
CREATE TABLE orders (id bigint PRIMARY KEY);
-- downgrade
DROP TABLE orders;
