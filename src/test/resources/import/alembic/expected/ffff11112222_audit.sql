-- revision: ffff11112222
-- depends-on: eeee11112222
-- branch-labels: audit
-- message: audit

-- upgrade
CREATE TABLE audit (at timestamptz);

-- downgrade
DROP TABLE audit;
