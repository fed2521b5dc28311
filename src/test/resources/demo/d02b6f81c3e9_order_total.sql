-- revision: d02b6f81c3e9
-- down-revision: a95d17e3f048
-- message: the total of an order

-- upgrade
ALTER TABLE orders ADD COLUMN total numeric(12, 2);
UPDATE orders SET total = (
  SELECT sum(l.quantity * p.price) FROM order_lines l JOIN products p USING (sku)
  WHERE l.order_id = orders.id
);

-- downgrade
ALTER TABLE orders DROP COLUMN total;
