-- revision: v1
-- message: create users

-- upgrade
-- | upgrade notes: none
CREATE TABLE public.users (id int PRIMARY KEY, name text);
INSERT INTO public.users VALUES (1, '-- upgrade');
