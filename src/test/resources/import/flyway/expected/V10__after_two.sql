-- revision: v10
-- down-revision: v2.10
-- message: after-two

-- upgrade
CREATE TABLE late (id int);
