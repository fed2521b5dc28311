-- revision: r_names
-- down-revision: v10
-- message: names

-- upgrade
CREATE OR REPLACE VIEW names AS SELECT name FROM users;
