-- 0004.sql - daily work beyond 0003: money, stock, plans, rounds, readings, telling people, imports.

-- ---- money ----

-- What an hour of a machine that stands still costs; null: that of the nearest place above, else not known.
ALTER TABLE asset ADD COLUMN downtime_cents_hour INTEGER CHECK (downtime_cents_hour >= 0);

-- What may be spent on repairs in a calendar year; asset_id null: on the whole plant.
CREATE TABLE budget (
	id INTEGER PRIMARY KEY,
	asset_id INTEGER REFERENCES asset (id),
	year INTEGER NOT NULL CHECK (year BETWEEN 1990 AND 2100),
	cents INTEGER NOT NULL CHECK (cents >= 0),
	version INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE UNIQUE INDEX budget_of ON budget (year, coalesce(asset_id, 0));
