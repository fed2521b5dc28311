-- revision: f6a3c85e2b70
-- down-revision: d02b6f81c3e9
-- message: invoices

-- upgrade
CREATE TABLE invoices (order_id bigint PRIMARY KEY REFERENCES orders, amount numeric(12, 2) NOT NULL);
INSERT INTO invoices (order_id, amount) SELECT id, total FROM orders;

-- downgrade
DROP TABLE invoices;
