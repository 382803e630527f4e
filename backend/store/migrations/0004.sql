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

-- telling: who is told what, in the app and outside (domain/tell.h, domain/channel.h).
-- What somebody looks after, beside their role. No area: everything. calendar_id: their shifts; null: those of the machine.
CREATE TABLE duty (
	account_id INTEGER PRIMARY KEY REFERENCES account (id),
	calendar_id INTEGER REFERENCES calendar (id),
	buyer INTEGER NOT NULL DEFAULT 0,
	version INTEGER NOT NULL
) STRICT;

CREATE TABLE account_area (
	account_id INTEGER NOT NULL REFERENCES account (id),
	asset_id INTEGER NOT NULL REFERENCES asset (id),
	PRIMARY KEY (account_id, asset_id)
) STRICT;

-- What the plant changed in the table of who is told what; the table itself is in domain/tell.c.
CREATE TABLE tell_rule (
	rule TEXT PRIMARY KEY,
	enabled INTEGER NOT NULL,
	own_area INTEGER NOT NULL,
	on_shift INTEGER NOT NULL,
	minutes INTEGER,
	place_id INTEGER REFERENCES asset (id),
	version INTEGER NOT NULL
) STRICT;

-- Something that was told, once for an event; title … since as they were then. widened: nobody of the area was on shift (1),
-- nobody has the area (2).
CREATE TABLE telling (
	id INTEGER PRIMARY KEY,
	event_seq INTEGER NOT NULL UNIQUE,
	rule TEXT NOT NULL,
	time INTEGER NOT NULL,
	entity TEXT NOT NULL,
	entity_id INTEGER NOT NULL,
	title TEXT NOT NULL,
	title_en TEXT,
	code TEXT,
	place TEXT,
	detail TEXT NOT NULL,
	actor TEXT,
	since INTEGER,
	stopped INTEGER NOT NULL,
	widened INTEGER NOT NULL
) STRICT;
CREATE INDEX telling_time ON telling (time);

CREATE TABLE notice (
	account_id INTEGER NOT NULL REFERENCES account (id),
	telling_id INTEGER NOT NULL REFERENCES telling (id),
	read_at INTEGER,
	PRIMARY KEY (account_id, telling_id)
) STRICT;
CREATE INDEX notice_unread ON notice (account_id, telling_id) WHERE read_at IS NULL;
CREATE INDEX notice_telling ON notice (telling_id, account_id);

-- That a machine stands was passed on: once for each step of each time the ticket was open.
CREATE TABLE escalation (
	ticket_id INTEGER NOT NULL REFERENCES ticket (id),
	reopened INTEGER NOT NULL,
	step INTEGER NOT NULL,
	time INTEGER NOT NULL,
	PRIMARY KEY (ticket_id, reopened, step)
) STRICT;

-- Where messages go outside. url and secret let anybody write there: they leave in requests to it alone. rules: bits by the
-- places of the table in domain/tell.c.
CREATE TABLE channel (
	id INTEGER PRIMARY KEY,
	kind TEXT NOT NULL CHECK (kind IN ('wecom', 'dingtalk', 'feishu', 'webhook', 'mail')),
	name TEXT NOT NULL,
	url TEXT NOT NULL,
	secret TEXT,
	login TEXT,
	sender TEXT,
	recipients TEXT,
	rules INTEGER NOT NULL,
	place_id INTEGER REFERENCES asset (id),
	lang TEXT CHECK (lang IN ('zh', 'en')),
	enabled INTEGER NOT NULL DEFAULT 0,
	removed_at INTEGER,
	version INTEGER NOT NULL DEFAULT 1,
	created_at INTEGER NOT NULL
) STRICT;

-- What goes over the line as one: a digest of one telling or more, or a test. key: the same at every try. tried_at and next_at
-- are set before a try begins, so that a crash never makes it faster.
CREATE TABLE message (
	id INTEGER PRIMARY KEY,
	channel_id INTEGER NOT NULL REFERENCES channel (id),
	kind TEXT NOT NULL CHECK (kind IN ('notice', 'test')),
	state TEXT NOT NULL CHECK (state IN ('waiting', 'sent', 'failed')),
	key TEXT NOT NULL UNIQUE,
	items INTEGER NOT NULL,
	subject TEXT NOT NULL,
	body TEXT NOT NULL,
	tries INTEGER NOT NULL DEFAULT 0,
	made_at INTEGER NOT NULL,
	tried_at INTEGER,
	next_at INTEGER,
	sent_at INTEGER,
	status INTEGER,
	fault TEXT,
	detail TEXT
) STRICT;
CREATE INDEX message_waiting ON message (channel_id, id) WHERE state = 'waiting';
CREATE INDEX message_tried ON message (channel_id, tried_at);

-- What is to be told there; message_id null: not put into a message yet.
CREATE TABLE outbox (
	channel_id INTEGER NOT NULL REFERENCES channel (id),
	telling_id INTEGER NOT NULL REFERENCES telling (id),
	message_id INTEGER REFERENCES message (id),
	PRIMARY KEY (channel_id, telling_id)
) STRICT;
CREATE INDEX outbox_waiting ON outbox (channel_id, telling_id) WHERE message_id IS NULL;
CREATE INDEX outbox_message ON outbox (message_id, telling_id) WHERE message_id IS NOT NULL;

-- the knowledge base
-- What closed repairs have taught the ranking, and how the newest were answered: kept so that a start answers as before
-- (backend/domain/learnt.h). One row; derived, may be deleted.
CREATE TABLE learnt (
	id INTEGER PRIMARY KEY CHECK (id = 1),
	version TEXT NOT NULL,
	seq INTEGER NOT NULL,
	state TEXT NOT NULL
) STRICT;
