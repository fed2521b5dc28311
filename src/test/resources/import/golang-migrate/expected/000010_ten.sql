-- revision: v10
-- down-revision: v2
-- message: ten

-- upgrade
CREATE TABLE ten (id int);

-- downgrade empty
-- nothing
