-- +goose Up
CREATE TABLE users (id int PRIMARY KEY, name text);

-- +goose StatementBegin
CREATE FUNCTION two() RETURNS int LANGUAGE plpgsql AS $$
BEGIN
  -- up
  RETURN 2;
END
$$;
-- +goose StatementEnd

-- +goose Down
DROP FUNCTION two();
DROP TABLE users;
