COPY users (id, name) FROM stdin;
1	Ann\tO'Neil
2	\N
\.

CREATE FUNCTION one() RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT 1; END;
