-- revision: ${revision}
-- down-revision: ${down-revision}
-- depends-on: ${depends-on}
-- branch-labels: ${branch-labels}
-- message: ${message}
-- created: ${created}

-- upgrade


-- downgrade

