-- migrate:up
DELETE FROM users;
