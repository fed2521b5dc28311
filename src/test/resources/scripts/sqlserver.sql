-- athanor upgrade --sql, from base to bbbb2: 2 steps
-- Let the client stop at the first error: sqlcmd -b -I -x -i …
SET XACT_ABORT ON;
GO

-- 1/2 upgrade aaaa1, orders
BEGIN TRANSACTION;
GO
CREATE TABLE orders (id int IDENTITY (1, 1) NOT NULL, customer varchar(100) NOT NULL, paid bit CONSTRAINT DF_orders_paid DEFAULT 0, note varchar(MAX), CONSTRAINT PK_ORDERS PRIMARY KEY (id));
GO
CREATE NONCLUSTERED INDEX orders_customer ON orders(customer);
GO
INSERT INTO orders (customer) VALUES ('it''s');
GO
CREATE TABLE [dbo].[athanor_version] (version_num nvarchar(255) COLLATE Latin1_General_100_BIN2 NOT NULL, CONSTRAINT [athanor_version_pkc] PRIMARY KEY (version_num));
GO
INSERT INTO [dbo].[athanor_version] (version_num) VALUES (N'aaaa1');
GO
COMMIT TRANSACTION;
GO

-- 2/2 upgrade bbbb2, cheap ones
BEGIN TRANSACTION;
GO
CREATE VIEW cheap AS SELECT id FROM orders;
GO
UPDATE orders SET customer = 'x';
GO
UPDATE [dbo].[athanor_version] SET version_num = N'bbbb2' WHERE version_num = N'aaaa1';
GO
COMMIT TRANSACTION;
GO

-- athanor downgrade --sql, from bbbb2 to base: 2 steps
-- Let the client stop at the first error: sqlcmd -b -I -x -i …
SET XACT_ABORT ON;
GO

-- 1/2 downgrade bbbb2, cheap ones
BEGIN TRANSACTION;
GO
DROP VIEW cheap;
GO
UPDATE [dbo].[athanor_version] SET version_num = N'aaaa1' WHERE version_num = N'bbbb2';
GO
COMMIT TRANSACTION;
GO

-- 2/2 downgrade aaaa1, orders
BEGIN TRANSACTION;
GO
DELETE FROM orders;
GO
DROP INDEX orders_customer ON orders;
GO
DROP TABLE orders;
GO
DELETE FROM [dbo].[athanor_version] WHERE version_num = N'aaaa1';
GO
COMMIT TRANSACTION;
GO

CREATE TABLE [dbo].[athanor_version] (version_num nvarchar(255) COLLATE Latin1_General_100_BIN2 NOT NULL, CONSTRAINT [athanor_version_pkc] PRIMARY KEY (version_num));
GO
