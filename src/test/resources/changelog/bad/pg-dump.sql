-- revision: a1
-- upgrade
COPY t FROM stdin;
1	x
\.
