CREATE TABLE eleven (id int);
