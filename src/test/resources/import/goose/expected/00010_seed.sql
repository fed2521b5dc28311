-- revision: v10
-- down-revision: v2
-- message: seed

-- upgrade
INSERT INTO users VALUES (1, 'Ann');

-- downgrade
SELECT 'nothing to do';
