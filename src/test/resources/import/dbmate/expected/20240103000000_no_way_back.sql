-- revision: v20240103000000
-- down-revision: v20240102000000
-- message: no way back

-- upgrade
DELETE FROM users;
