-- revision: 1f3a9c0b7d21
-- down-revision: 0c41d5e7a9b2
-- branch-labels: main
-- message: add orders.customer

-- upgrade
ALTER TABLE orders ADD COLUMN customer text;
-- downgrade
ALTER TABLE orders DROP COLUMN customer;
