-- revision: v1
-- message: create users

-- upgrade
CREATE TABLE users (id int PRIMARY KEY, name text);


CREATE FUNCTION two() RETURNS int LANGUAGE plpgsql AS $$
BEGIN
  -- up
  RETURN 2;
END
$$;

-- downgrade
DROP FUNCTION two();
DROP TABLE users;
