-- revision: a95d17e3f048
-- down-revision: 7c4e2d90ab15
-- message: orders, with a trigger that keeps their date

-- upgrade
CREATE TABLE orders (
  id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  customer_id bigint NOT NULL REFERENCES customers,
  changed_at  timestamptz NOT NULL DEFAULT now()
);
CREATE TABLE order_lines (
  order_id bigint NOT NULL REFERENCES orders ON DELETE CASCADE,
  sku      text NOT NULL REFERENCES products,
  quantity integer NOT NULL CHECK (quantity > 0),
  PRIMARY KEY (order_id, sku)
);
CREATE FUNCTION touch_order() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
  NEW.changed_at := now();
  RETURN NEW;
END;
$body$;
CREATE TRIGGER touch_order BEFORE UPDATE ON orders
  FOR EACH ROW EXECUTE FUNCTION touch_order();
INSERT INTO orders (customer_id) SELECT id FROM customers;
INSERT INTO order_lines (order_id, sku, quantity) SELECT id, 'cup', 2 FROM orders;

-- downgrade
DROP TABLE order_lines;
DROP TABLE orders;
DROP FUNCTION touch_order();
