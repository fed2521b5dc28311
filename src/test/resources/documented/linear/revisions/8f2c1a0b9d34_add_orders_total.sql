-- revision: 8f2c1a0b9d34
-- down-revision: 1f3a9c0b7d21
-- message: add orders.total

-- upgrade
ALTER TABLE orders ADD COLUMN total numeric(12,2);
-- downgrade
ALTER TABLE orders DROP COLUMN total;
