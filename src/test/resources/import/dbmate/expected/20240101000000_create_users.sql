-- revision: v20240101000000
-- message: create users

-- upgrade
CREATE TABLE users (id int PRIMARY KEY, name text);

-- downgrade
DROP TABLE users;
