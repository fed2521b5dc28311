-- revision: m1
-- down-revision: b2, c3
-- message: merge

-- upgrade
-- downgrade
