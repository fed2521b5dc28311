-- revision: 3b1f0a6c92d7
-- message: customers

-- upgrade
CREATE TABLE customers (
  id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  email      text NOT NULL UNIQUE,
  name       text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now()
);
INSERT INTO customers (email, name)
VALUES ('ada@example.com', 'Ada'), ('grace@example.com', 'Grace');

-- downgrade
DROP TABLE customers;
