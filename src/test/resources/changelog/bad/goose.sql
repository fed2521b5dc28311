-- revision: a1
-- +goose Up
SELECT 1;
