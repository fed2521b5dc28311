-- +goose NO TRANSACTION
-- +goose Up
-- down below it is dropped
CREATE INDEX CONCURRENTLY users_name ON users (name);
-- +goose Down
DROP INDEX users_name;
