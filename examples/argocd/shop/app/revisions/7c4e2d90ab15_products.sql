--liquibase formatted sql
-- revision: 7c4e2d90ab15
-- down-revision: 3b1f0a6c92d7
-- message: products, as an existing Liquibase changelog

--changeset shop:products
CREATE TABLE products (
  sku   text PRIMARY KEY,
  title text NOT NULL,
  price numeric(12, 2) NOT NULL CHECK (price >= 0)
);
--rollback DROP TABLE products;

--changeset shop:products-by-title
CREATE INDEX products_title ON products (lower(title));
--rollback DROP INDEX products_title;

--changeset shop:first-products
INSERT INTO products (sku, title, price) VALUES ('kettle', 'Kettle', 39.90), ('cup', 'Cup', 7.50);
--rollback DELETE FROM products WHERE sku IN ('kettle', 'cup');
