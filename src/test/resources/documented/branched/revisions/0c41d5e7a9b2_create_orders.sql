-- revision: 0c41d5e7a9b2
-- message: create orders

-- upgrade
CREATE TABLE orders (id bigint PRIMARY KEY);
-- downgrade
DROP TABLE orders;
