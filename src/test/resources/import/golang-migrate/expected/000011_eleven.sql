-- revision: v11
-- down-revision: v10
-- message: eleven

-- upgrade
CREATE TABLE eleven (id int);
