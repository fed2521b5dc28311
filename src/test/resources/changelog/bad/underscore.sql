-- revision: a1
-- down_revision: b
-- upgrade
SELECT 1;
