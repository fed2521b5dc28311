-- revision: c_afterMigrate
-- down-revision: r_names
-- message: afterMigrate

-- upgrade
SELECT 1;
