-- revision: v2.10
-- down-revision: v2.1
-- message: detected

-- upgrade runInTransaction:false
CREATE INDEX CONCURRENTLY users_mail ON users (mail);
