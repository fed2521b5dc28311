-- +goose Up
INSERT INTO users VALUES (1, 'Ann');
-- +goose Down
SELECT 'nothing to do';
