-- upgrade notes: none
CREATE TABLE ${schema}.users (id int PRIMARY KEY, name text);
INSERT INTO ${schema}.users VALUES (1, '-- upgrade');
