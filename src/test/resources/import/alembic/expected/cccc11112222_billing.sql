-- revision: cccc11112222
-- down-revision: aaaa11112222
-- branch-labels: billing
-- message: billing

-- upgrade
CREATE TABLE bills (
    id INTEGER
);

-- downgrade
DROP TABLE bills;
