-- revision: v2
-- down-revision: v1
-- message: seed

-- upgrade
INSERT INTO users (id, name) VALUES
  ('1', E'Ann\tO''Neil'),
  ('2', NULL);


CREATE FUNCTION one() RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT 1; END;

-- downgrade
DROP FUNCTION one();
DELETE FROM users
