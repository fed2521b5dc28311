-- revision: aaaa11112222
-- message: create users
-- created: 2024-01-01 10:00:00

-- upgrade
CREATE TABLE users (
    id SERIAL NOT NULL, 
    name TEXT DEFAULT 'it''s; -- Running upgrade x -> y', 
    PRIMARY KEY (id)
);

-- downgrade
DROP TABLE users;
