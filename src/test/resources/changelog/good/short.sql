-- revision: c3
-- down-revision: a1b2c3
-- depends-on: b2
-- message: add orders.total

-- upgrade runInTransaction:false
ALTER TABLE orders ADD COLUMN total numeric(12,2);
-- downgrade
ALTER TABLE orders DROP COLUMN total;
