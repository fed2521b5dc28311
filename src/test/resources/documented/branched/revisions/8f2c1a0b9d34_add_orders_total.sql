-- revision: 8f2c1a0b9d34
-- down-revision: 0c41d5e7a9b2
-- branch-labels: feature
-- message: add orders.total

-- upgrade
ALTER TABLE orders ADD COLUMN total numeric(12,2);
-- downgrade
ALTER TABLE orders DROP COLUMN total;
