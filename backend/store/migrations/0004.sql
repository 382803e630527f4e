-- 0004.sql - daily work beyond 0003: money, stock, plans, rounds, readings, telling people, imports.

-- With the component, so that how repairs held is counted without a look at each ticket.
DROP INDEX ticket_restored;
CREATE INDEX ticket_restored ON ticket (restored_at, kind, machine_id, component_id) WHERE restored_at IS NOT NULL;
CREATE INDEX ticket_unrestored ON ticket (reported_at, closed_at) WHERE restored_at IS NULL;

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
CREATE INDEX outbox_telling ON outbox (telling_id);
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

-- ---- plans ----
-- Planned maintenance: what is done (job), when (plan, domain/recur.h), and each time it was due (plan_due, domain/plan.h).

-- What is read of a machine: an account of hours (counter) or a measure (gauge). All values in thousandths of the unit. A counter
-- with a rollover begins at 0 again there. Beyond low or high for hold_ms is an alarm, which is over when the value is back by
-- `hysteresis`; silent for stale_ms is told too. topic and path: where a message of it comes in (domain/listener.h). The last members
-- are what the rule knows (domain/watch.h); rank: how much it wants attention, the least first.
CREATE TABLE meter (
	id INTEGER PRIMARY KEY,
	asset_id INTEGER NOT NULL REFERENCES asset (id),
	name TEXT NOT NULL,
	name_en TEXT,
	unit TEXT NOT NULL,
	kind TEXT NOT NULL CHECK (kind IN ('counter', 'gauge')),
	low INTEGER,
	high INTEGER,
	warn_low INTEGER,
	warn_high INTEGER,
	hysteresis INTEGER NOT NULL DEFAULT 0 CHECK (hysteresis >= 0),
	hold_ms INTEGER NOT NULL DEFAULT 0 CHECK (hold_ms >= 0),
	stale_ms INTEGER CHECK (stale_ms > 0),
	rollover INTEGER CHECK (rollover > 0),
	ticket INTEGER NOT NULL DEFAULT 0,
	priority INTEGER CHECK (priority BETWEEN 1 AND 4),
	stopped INTEGER NOT NULL DEFAULT 0,
	topic TEXT,
	path TEXT,
	retired INTEGER NOT NULL DEFAULT 0,
	version INTEGER NOT NULL DEFAULT 1,
	created_at INTEGER NOT NULL,
	last_at INTEGER,
	last_value INTEGER,
	level TEXT NOT NULL DEFAULT 'normal' CHECK (level IN ('normal', 'warn_low', 'warn_high', 'low', 'high')),
	level_at INTEGER,
	alarm_from INTEGER,
	warn_from INTEGER,
	stale INTEGER NOT NULL DEFAULT 0,
	rank INTEGER NOT NULL DEFAULT 3
) STRICT;
CREATE INDEX meter_asset ON meter (asset_id, id);
CREATE INDEX meter_rank ON meter (rank, id);
CREATE INDEX meter_topic ON meter (topic) WHERE topic IS NOT NULL;

-- One a meter and instant. reset: the counter was set back or replaced here, so what it shows does not go on from before. What
-- somebody typed has an account.
CREATE TABLE reading (
	meter_id INTEGER NOT NULL REFERENCES meter (id),
	time INTEGER NOT NULL,
	value INTEGER NOT NULL,
	reset INTEGER NOT NULL DEFAULT 0,
	source TEXT NOT NULL CHECK (source IN ('typed', 'http', 'mqtt', 'round', 'import')),
	account_id INTEGER REFERENCES account (id),
	PRIMARY KEY (meter_id, time)
) STRICT, WITHOUT ROWID;

-- value: that which raised it; worst: the furthest beyond; bound: the limit as it was. repeated: its ticket was open already.
CREATE TABLE alarm (
	id INTEGER PRIMARY KEY,
	meter_id INTEGER NOT NULL REFERENCES meter (id),
	side TEXT NOT NULL CHECK (side IN ('low', 'high')),
	bound INTEGER NOT NULL,
	value INTEGER NOT NULL,
	worst INTEGER NOT NULL,
	since INTEGER NOT NULL,
	raised_at INTEGER NOT NULL,
	cleared_at INTEGER,
	cleared_value INTEGER,
	ticket_id INTEGER REFERENCES ticket (id),
	repeated INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE UNIQUE INDEX alarm_open ON alarm (meter_id) WHERE cleared_at IS NULL;
CREATE INDEX alarm_meter ON alarm (meter_id, id);
CREATE INDEX alarm_ticket ON alarm (ticket_id) WHERE ticket_id IS NOT NULL;

-- stands: the machine must stand still meanwhile, so that the time is planned downtime.
CREATE TABLE job_plan (
	id INTEGER PRIMARY KEY,
	name TEXT NOT NULL,
	name_en TEXT,
	minutes INTEGER CHECK (minutes > 0),
	stands INTEGER NOT NULL DEFAULT 0,
	note TEXT,
	retired INTEGER NOT NULL DEFAULT 0,
	version INTEGER NOT NULL DEFAULT 1,
	created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX job_plan_name ON job_plan (name) WHERE retired = 0;

CREATE TABLE job_task (
	id INTEGER PRIMARY KEY,
	job_plan_id INTEGER NOT NULL REFERENCES job_plan (id),
	sort INTEGER NOT NULL,
	text TEXT NOT NULL,
	text_en TEXT
) STRICT;
CREATE INDEX job_task_plan ON job_task (job_plan_id, sort);

CREATE TABLE job_part (
	job_plan_id INTEGER NOT NULL REFERENCES job_plan (id),
	part_id INTEGER NOT NULL REFERENCES part (id),
	qty INTEGER NOT NULL CHECK (qty > 0),
	PRIMARY KEY (job_plan_id, part_id)
) STRICT;

-- By calendar (unit and every), by meter (meter_every, thousandths), or by whichever comes first. weekdays: bits, Monday 1;
-- months: bits, January 1; 0: any. month_day 32: the last of the month. calendar_id: whose free days count; null: the machine's.
CREATE TABLE plan (
	id INTEGER PRIMARY KEY,
	name TEXT NOT NULL,
	name_en TEXT,
	job_plan_id INTEGER NOT NULL REFERENCES job_plan (id),
	unit TEXT CHECK (unit IN ('day', 'week', 'month')),
	every INTEGER CHECK (every BETWEEN 1 AND 1000),
	mode TEXT NOT NULL CHECK (mode IN ('fixed', 'after')),
	weekdays INTEGER NOT NULL DEFAULT 0,
	month_day INTEGER,
	months INTEGER NOT NULL DEFAULT 0,
	holiday TEXT NOT NULL CHECK (holiday IN ('stay', 'before', 'after', 'skip')),
	calendar_id INTEGER REFERENCES calendar (id),
	from_day INTEGER NOT NULL,
	to_day INTEGER,
	meter_every INTEGER CHECK (meter_every > 0),
	start_min INTEGER NOT NULL CHECK (start_min BETWEEN 0 AND 1439),
	lead_days INTEGER NOT NULL CHECK (lead_days BETWEEN 0 AND 365),
	grace_days INTEGER NOT NULL CHECK (grace_days BETWEEN 0 AND 365),
	priority INTEGER NOT NULL CHECK (priority BETWEEN 1 AND 4),
	assignee_id INTEGER REFERENCES account (id),
	paused INTEGER NOT NULL DEFAULT 0,
	pause_reason TEXT,
	retired INTEGER NOT NULL DEFAULT 0,
	version INTEGER NOT NULL DEFAULT 1,
	created_at INTEGER NOT NULL,
	CHECK (unit IS NOT NULL OR meter_every IS NOT NULL)
) STRICT;

CREATE INDEX plan_name ON plan (name) WHERE retired = 0;

-- since_day: no due before that day; since_at: from where the meter counts until it is done for the first time.
CREATE TABLE plan_asset (
	plan_id INTEGER NOT NULL REFERENCES plan (id),
	asset_id INTEGER NOT NULL REFERENCES asset (id),
	meter_id INTEGER REFERENCES meter (id),
	since_day INTEGER NOT NULL,
	since_at INTEGER NOT NULL,
	removed_at INTEGER,
	PRIMARY KEY (plan_id, asset_id)
) STRICT;
CREATE INDEX plan_asset_asset ON plan_asset (asset_id, plan_id, removed_at);

-- Each time, numbered n in a plan of a machine. rule_day: by the rule alone; due_day: when it really is due (a free day, or moved
-- by hand). waiting: no ticket yet; missed: the next one's day came first, and the ticket became that one's. overdue_at: when it was
-- told that its grace is over.
CREATE TABLE plan_due (
	id INTEGER PRIMARY KEY,
	plan_id INTEGER NOT NULL REFERENCES plan (id),
	asset_id INTEGER NOT NULL REFERENCES asset (id),
	n INTEGER NOT NULL,
	rule_day INTEGER NOT NULL,
	due_day INTEGER NOT NULL,
	grace_day INTEGER NOT NULL,
	state TEXT NOT NULL CHECK (state IN ('waiting', 'open', 'done', 'skipped', 'missed')),
	cause TEXT NOT NULL CHECK (cause IN ('calendar', 'meter')),
	ticket_id INTEGER REFERENCES ticket (id),
	done_at INTEGER,
	done_day INTEGER,
	moved INTEGER NOT NULL DEFAULT 0,
	reason TEXT,
	overdue_at INTEGER,
	version INTEGER NOT NULL DEFAULT 1,
	UNIQUE (plan_id, asset_id, n)
) STRICT;
CREATE UNIQUE INDEX plan_due_ticket ON plan_due (ticket_id) WHERE state <> 'missed';
CREATE INDEX plan_due_day ON plan_due (due_day, id, asset_id, state, grace_day);
CREATE INDEX plan_due_asset ON plan_due (asset_id, due_day, state, grace_day, done_day, moved);
CREATE INDEX plan_due_standing ON plan_due (asset_id, state, due_day, grace_day, done_day);
CREATE INDEX plan_due_moved ON plan_due (asset_id, due_day, moved) WHERE moved = 1;
CREATE INDEX plan_due_soon ON plan_due (asset_id, due_day, plan_id, grace_day, rule_day, n, state) WHERE state IN ('waiting', 'open');
CREATE INDEX plan_due_plan ON plan_due (plan_id, due_day);
CREATE INDEX plan_due_ahead ON plan_due (due_day, id) WHERE state IN ('waiting', 'open');
CREATE INDEX plan_due_next ON plan_due (plan_id, asset_id, due_day, grace_day, rule_day, n, state) WHERE state IN ('waiting', 'open');
CREATE INDEX plan_due_overdue ON plan_due (grace_day, overdue_at, state) WHERE state IN ('waiting', 'open');

-- What is to be done in a ticket, ticked off one by one.
CREATE TABLE ticket_task (
	id INTEGER PRIMARY KEY,
	ticket_id INTEGER NOT NULL REFERENCES ticket (id),
	sort INTEGER NOT NULL,
	text TEXT NOT NULL,
	text_en TEXT,
	result TEXT CHECK (result IN ('done', 'problem', 'not_done')),
	note TEXT,
	account_id INTEGER REFERENCES account (id),
	done_at INTEGER
) STRICT;
CREATE INDEX ticket_task_ticket ON ticket_task (ticket_id, sort);

-- Whose calendar a calendar program may read: all, of a place, or of a person. Only the token's digest is kept.
CREATE TABLE calendar_feed (
	id INTEGER PRIMARY KEY,
	account_id INTEGER NOT NULL REFERENCES account (id),
	name TEXT NOT NULL,
	digest TEXT NOT NULL UNIQUE,
	under_id INTEGER REFERENCES asset (id),
	technician_id INTEGER REFERENCES account (id),
	lang TEXT CHECK (lang IN ('zh', 'en')),
	created_at INTEGER NOT NULL,
	revoked_at INTEGER
) STRICT;
CREATE INDEX calendar_feed_account ON calendar_feed (account_id);

-- ---- rounds ----
-- Inspection: what is looked at (checklist), where and when (route, domain/route.h), and each time it was due (round, domain/round.h).

-- Photos and signatures of rounds are documents too: the table's check grows, so it is made anew.
CREATE TABLE document_new (
	id INTEGER PRIMARY KEY,
	entity TEXT NOT NULL CHECK (entity IN ('asset', 'ticket', 'part', 'round')),
	entity_id INTEGER NOT NULL,
	kind TEXT NOT NULL CHECK (kind IN ('photo', 'before', 'after', 'manual', 'drawing', 'other')),
	name TEXT NOT NULL,
	type TEXT NOT NULL,
	size INTEGER NOT NULL,
	digest TEXT NOT NULL,
	upload_key TEXT NOT NULL,
	time INTEGER NOT NULL,
	account_id INTEGER REFERENCES account (id),
	removed_at INTEGER,
	UNIQUE (entity, entity_id, upload_key)
) STRICT;
INSERT INTO document_new (id, entity, entity_id, kind, name, type, size, digest, upload_key, time, account_id, removed_at)
	SELECT id, entity, entity_id, kind, name, type, size, digest, upload_key, time, account_id, removed_at FROM document;
DROP TABLE document;
ALTER TABLE document_new RENAME TO document;

CREATE TABLE checklist (
	id INTEGER PRIMARY KEY,
	name TEXT NOT NULL,
	name_en TEXT,
	retired INTEGER NOT NULL DEFAULT 0,
	edition INTEGER NOT NULL DEFAULT 1,
	version INTEGER NOT NULL DEFAULT 1,
	created_at INTEGER NOT NULL
) STRICT;

-- The items of one edition; never changed: a new edition has rows of its own, which belong together by root_id (the first of them).
-- low, high: thousandths of the unit. choices: a line each; bad: bits by choice, of yes/no 1 yes, 2 no. if_item: the number of an
-- item before it that must be answered if_value for this one to be asked.
CREATE TABLE checklist_item (
	id INTEGER PRIMARY KEY,
	checklist_id INTEGER NOT NULL REFERENCES checklist (id),
	edition INTEGER NOT NULL,
	n INTEGER NOT NULL,
	root_id INTEGER NOT NULL,
	kind TEXT NOT NULL CHECK (kind IN ('yes_no', 'number', 'choice', 'photo', 'text')),
	text TEXT NOT NULL,
	text_en TEXT,
	hint TEXT,
	unit TEXT,
	low INTEGER,
	high INTEGER,
	choices TEXT,
	bad INTEGER NOT NULL DEFAULT 0,
	required INTEGER NOT NULL DEFAULT 1,
	if_item INTEGER,
	if_value TEXT,
	ticket TEXT NOT NULL CHECK (ticket IN ('offer', 'auto', 'never')),
	priority INTEGER NOT NULL DEFAULT 3 CHECK (priority BETWEEN 1 AND 4),
	UNIQUE (checklist_id, edition, n)
) STRICT;
CREATE INDEX checklist_item_root ON checklist_item (root_id, id);

-- due: 'shift' every shift of the calendar, 'times' its windows on its weekdays (bits, Monday 1; 0: all). workdays: only on days on
-- which the calendar has work. made_to: rounds that become due before then exist.
CREATE TABLE route (
	id INTEGER PRIMARY KEY,
	name TEXT NOT NULL,
	name_en TEXT,
	due TEXT NOT NULL CHECK (due IN ('shift', 'times')),
	weekdays INTEGER NOT NULL DEFAULT 0,
	workdays INTEGER NOT NULL DEFAULT 0,
	calendar_id INTEGER REFERENCES calendar (id),
	assignee_id INTEGER REFERENCES account (id),
	sign INTEGER NOT NULL DEFAULT 1,
	paused INTEGER NOT NULL DEFAULT 0,
	retired INTEGER NOT NULL DEFAULT 0,
	made_to INTEGER NOT NULL,
	version INTEGER NOT NULL DEFAULT 1,
	created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE route_window (
	route_id INTEGER NOT NULL REFERENCES route (id),
	n INTEGER NOT NULL,
	start_min INTEGER NOT NULL CHECK (start_min BETWEEN 0 AND 1439),
	end_min INTEGER NOT NULL CHECK (end_min > start_min AND end_min <= start_min + 1440),
	PRIMARY KEY (route_id, n)
) STRICT;

CREATE TABLE route_stop (
	route_id INTEGER NOT NULL REFERENCES route (id),
	n INTEGER NOT NULL,
	machine_id INTEGER NOT NULL REFERENCES asset (id),
	checklist_id INTEGER NOT NULL REFERENCES checklist (id),
	PRIMARY KEY (route_id, n)
) STRICT;
CREATE INDEX route_stop_machine ON route_stop (machine_id);

-- *_at are the server's times, *_said those of the phone. missed_at: the window ended and nobody had finished.
CREATE TABLE round (
	id INTEGER PRIMARY KEY,
	route_id INTEGER NOT NULL REFERENCES route (id),
	name TEXT NOT NULL,
	name_en TEXT,
	due_from INTEGER NOT NULL,
	due_to INTEGER NOT NULL,
	assignee_id INTEGER REFERENCES account (id),
	account_id INTEGER REFERENCES account (id),
	sign INTEGER NOT NULL,
	started_at INTEGER,
	started_said INTEGER,
	finished_at INTEGER,
	finished_said INTEGER,
	done_at INTEGER,
	missed_at INTEGER,
	note TEXT,
	signature_id INTEGER REFERENCES document (id),
	version INTEGER NOT NULL DEFAULT 1,
	UNIQUE (route_id, due_from)
) STRICT;
CREATE INDEX round_due ON round (due_to, id);
CREATE INDEX round_from ON round (due_from, route_id);
CREATE INDEX round_open ON round (due_from) WHERE finished_at IS NULL AND missed_at IS NULL;

-- A machine of a round, with the edition of the checklist as it was when the round was made. scanned_at: the phone's time; typed: the
-- code was typed by hand; skipped: why nobody looked.
CREATE TABLE round_stop (
	id INTEGER PRIMARY KEY,
	round_id INTEGER NOT NULL REFERENCES round (id),
	n INTEGER NOT NULL,
	machine_id INTEGER NOT NULL REFERENCES asset (id),
	checklist_id INTEGER NOT NULL REFERENCES checklist (id),
	edition INTEGER NOT NULL,
	scanned_at INTEGER,
	typed INTEGER NOT NULL DEFAULT 0,
	code TEXT,
	done_at INTEGER,
	done_said INTEGER,
	skipped TEXT,
	UNIQUE (round_id, n)
) STRICT;
CREATE INDEX round_stop_machine ON round_stop (machine_id, id);

-- value: thousandths of a number; text: of all others (yes, no, the choice). time: the phone's.
CREATE TABLE round_answer (
	id INTEGER PRIMARY KEY,
	stop_id INTEGER NOT NULL REFERENCES round_stop (id),
	item_id INTEGER NOT NULL REFERENCES checklist_item (id),
	root_id INTEGER NOT NULL,
	machine_id INTEGER NOT NULL REFERENCES asset (id),
	value INTEGER,
	text TEXT,
	photo_id INTEGER REFERENCES document (id),
	skipped TEXT,
	note TEXT,
	finding INTEGER NOT NULL DEFAULT 0,
	ticket_id INTEGER REFERENCES ticket (id),
	repeated INTEGER NOT NULL DEFAULT 0,
	time INTEGER NOT NULL,
	UNIQUE (stop_id, item_id)
) STRICT;
CREATE INDEX round_answer_trend ON round_answer (machine_id, root_id, time, value);
CREATE INDEX round_answer_finding ON round_answer (machine_id, time) WHERE finding = 1;
CREATE INDEX round_answer_ticket ON round_answer (ticket_id) WHERE ticket_id IS NOT NULL;

-- ---- stock ----
-- Transfers, suppliers, what may stand in, where parts belong, reservations, counting (store/part.h, reservation.h, supply.h,
-- count.h). A store is the text of its bins: it has nothing of its own but a name.

CREATE TABLE supplier (
	id INTEGER PRIMARY KEY,
	name TEXT NOT NULL UNIQUE,
	contact TEXT,
	phone TEXT,
	email TEXT,
	note TEXT,
	retired INTEGER NOT NULL DEFAULT 0,
	search TEXT NOT NULL DEFAULT '',
	version INTEGER NOT NULL DEFAULT 1,
	created_at INTEGER NOT NULL
) STRICT;

-- A counting: of a store, or of bins that were chosen.
CREATE TABLE stock_count (
	id INTEGER PRIMARY KEY,
	name TEXT NOT NULL,
	store TEXT,
	state TEXT NOT NULL CHECK (state IN ('open', 'closed', 'cancelled')),
	account_id INTEGER REFERENCES account (id),
	created_at INTEGER NOT NULL,
	ended_at INTEGER,
	ended_by INTEGER REFERENCES account (id),
	version INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE INDEX stock_count_open ON stock_count (id) WHERE state = 'open';

-- transfer: two rows, the one that comes in first, pair_id of the one that goes out names it; other_bin_id is where it went or came
-- from. instead_of_id: issued as a substitute for that part. count_id: the difference that this counting found.
CREATE TABLE movement_new (
	id INTEGER PRIMARY KEY,
	part_id INTEGER NOT NULL REFERENCES part (id),
	bin_id INTEGER NOT NULL REFERENCES bin (id),
	kind TEXT NOT NULL CHECK (kind IN ('receive', 'issue', 'return', 'adjust', 'transfer')),
	qty INTEGER NOT NULL CHECK (qty <> 0 OR kind = 'adjust'),
	value_cents INTEGER NOT NULL CHECK (value_cents = 0 OR kind <> 'transfer'),
	ticket_id INTEGER REFERENCES ticket (id),
	machine_id INTEGER REFERENCES asset (id),
	reverses INTEGER REFERENCES movement_new (id),
	reason TEXT,
	time INTEGER NOT NULL,
	account_id INTEGER REFERENCES account (id),
	qty_after INTEGER NOT NULL CHECK (qty_after >= 0),
	value_after INTEGER NOT NULL CHECK (value_after >= 0),
	bin_after INTEGER NOT NULL CHECK (bin_after >= 0),
	send_key TEXT UNIQUE,
	other_bin_id INTEGER REFERENCES bin (id) CHECK ((other_bin_id IS NOT NULL) = (kind = 'transfer')),
	pair_id INTEGER REFERENCES movement_new (id),
	instead_of_id INTEGER REFERENCES part (id),
	supplier_id INTEGER REFERENCES supplier (id),
	slip TEXT,
	count_id INTEGER REFERENCES stock_count (id)
) STRICT;
INSERT INTO movement_new (id, part_id, bin_id, kind, qty, value_cents, ticket_id, machine_id, reverses, reason, time, account_id,
	qty_after, value_after, bin_after, send_key)
	SELECT id, part_id, bin_id, kind, qty, value_cents, ticket_id, machine_id, reverses, reason, time, account_id,
	qty_after, value_after, bin_after, send_key FROM movement ORDER BY id;
DROP TABLE movement;
ALTER TABLE movement_new RENAME TO movement;
CREATE INDEX movement_part ON movement (part_id, id);
CREATE INDEX movement_bin ON movement (bin_id, part_id, id);
CREATE INDEX movement_ticket ON movement (ticket_id, id) WHERE ticket_id IS NOT NULL;
CREATE INDEX movement_machine ON movement (machine_id, time, value_cents, ticket_id) WHERE machine_id IS NOT NULL;
CREATE INDEX movement_reverses ON movement (reverses) WHERE reverses IS NOT NULL;
CREATE INDEX movement_pair ON movement (pair_id) WHERE pair_id IS NOT NULL;
CREATE INDEX movement_kind ON movement (kind, id);

-- Who sells it. number: theirs. min_qty and pack_qty: the least they sell, and in steps of how many.
CREATE TABLE part_supplier (
	part_id INTEGER NOT NULL REFERENCES part (id),
	supplier_id INTEGER NOT NULL REFERENCES supplier (id),
	number TEXT,
	lead_days INTEGER CHECK (lead_days BETWEEN 0 AND 1000),
	min_qty INTEGER CHECK (min_qty > 0),
	pack_qty INTEGER CHECK (pack_qty > 0),
	preferred INTEGER NOT NULL DEFAULT 0,
	PRIMARY KEY (part_id, supplier_id)
) STRICT;
CREATE UNIQUE INDEX part_supplier_preferred ON part_supplier (part_id) WHERE preferred = 1;
CREATE INDEX part_supplier_supplier ON part_supplier (supplier_id, part_id);

-- What one unit costs from that day on: as quoted, or as it came in (movement_id).
CREATE TABLE part_price (
	id INTEGER PRIMARY KEY,
	part_id INTEGER NOT NULL REFERENCES part (id),
	supplier_id INTEGER NOT NULL REFERENCES supplier (id),
	day INTEGER NOT NULL,
	price_cents INTEGER NOT NULL CHECK (price_cents >= 0),
	movement_id INTEGER REFERENCES movement (id),
	note TEXT,
	time INTEGER NOT NULL,
	account_id INTEGER REFERENCES account (id)
) STRICT;
CREATE INDEX part_price_part ON part_price (part_id, day, id);

-- substitute_id may stand in for part_id; the other way round is a row of its own.
CREATE TABLE part_substitute (
	part_id INTEGER NOT NULL REFERENCES part (id),
	substitute_id INTEGER NOT NULL REFERENCES part (id),
	note TEXT,
	PRIMARY KEY (part_id, substitute_id),
	CHECK (part_id <> substitute_id)
) STRICT;
CREATE INDEX part_substitute_other ON part_substitute (substitute_id);

-- Where a part belongs: to a machine or component, or to every machine of a model; qty: how many are built in there.
CREATE TABLE asset_part (
	id INTEGER PRIMARY KEY,
	part_id INTEGER NOT NULL REFERENCES part (id),
	asset_id INTEGER REFERENCES asset (id),
	model TEXT,
	qty INTEGER CHECK (qty > 0),
	note TEXT,
	CHECK ((asset_id IS NULL) <> (model IS NULL))
) STRICT;
CREATE UNIQUE INDEX asset_part_of ON asset_part (part_id, coalesce(asset_id, 0), coalesce(model, ''));
CREATE INDEX asset_part_asset ON asset_part (asset_id) WHERE asset_id IS NOT NULL;
CREATE INDEX asset_part_model ON asset_part (model) WHERE model IS NOT NULL;

-- What is kept for a ticket. bin_id null: wanted, and not there yet; what comes in is kept for it. qty: still kept (or wanted); taken:
-- issued of it; dropped: let go, or taken by others. The sums of qty are in stock.reserved and part.reserved, never above what is there.
CREATE TABLE reservation (
	id INTEGER PRIMARY KEY,
	ticket_id INTEGER NOT NULL REFERENCES ticket (id),
	part_id INTEGER NOT NULL REFERENCES part (id),
	bin_id INTEGER REFERENCES bin (id),
	qty INTEGER NOT NULL CHECK (qty >= 0),
	taken INTEGER NOT NULL DEFAULT 0 CHECK (taken >= 0),
	dropped INTEGER NOT NULL DEFAULT 0 CHECK (dropped >= 0),
	created_at INTEGER NOT NULL,
	changed_at INTEGER NOT NULL,
	account_id INTEGER REFERENCES account (id)
) STRICT;
CREATE UNIQUE INDEX reservation_of ON reservation (ticket_id, part_id, coalesce(bin_id, 0));
CREATE INDEX reservation_kept ON reservation (part_id, bin_id, ticket_id, qty) WHERE qty > 0;
CREATE INDEX reservation_bin ON reservation (bin_id, ticket_id) WHERE qty > 0;
ALTER TABLE stock ADD COLUMN reserved INTEGER NOT NULL DEFAULT 0 CHECK (reserved >= 0 AND reserved <= qty);
ALTER TABLE part ADD COLUMN reserved INTEGER NOT NULL DEFAULT 0 CHECK (reserved >= 0 AND reserved <= qty);

-- Lines are made when it begins. expected: what the ledger said at the moment of counting (counted_at).
CREATE TABLE stock_count_line (
	id INTEGER PRIMARY KEY,
	count_id INTEGER NOT NULL REFERENCES stock_count (id),
	bin_id INTEGER NOT NULL REFERENCES bin (id),
	part_id INTEGER NOT NULL REFERENCES part (id),
	expected INTEGER,
	counted INTEGER CHECK (counted >= 0),
	value_cents INTEGER,
	counted_at INTEGER,
	account_id INTEGER REFERENCES account (id),
	reason TEXT,
	movement_id INTEGER REFERENCES movement (id),
	UNIQUE (count_id, bin_id, part_id)
) STRICT;
CREATE INDEX stock_count_line_bin ON stock_count_line (bin_id, count_id);

-- ---- reorder ----
-- What to buy and why (domain/reorder.h), and what became of it (domain/requisition.h).

-- The plant's rules, one row. A cycle begins every cycle_days from first_day on. service: per mille. holding: per cent of the price a
-- year. run_day: the last day the nightly run was finished for.
CREATE TABLE purchasing (
	id INTEGER PRIMARY KEY CHECK (id = 1),
	cycle_days INTEGER NOT NULL CHECK (cycle_days BETWEEN 1 AND 366),
	first_day INTEGER NOT NULL,
	service INTEGER NOT NULL CHECK (service BETWEEN 500 AND 999),
	order_cost_cents INTEGER NOT NULL CHECK (order_cost_cents >= 0),
	holding INTEGER NOT NULL CHECK (holding BETWEEN 1 AND 200),
	run_minute INTEGER NOT NULL CHECK (run_minute BETWEEN 0 AND 1439),
	enabled INTEGER NOT NULL,
	run_day INTEGER,
	version INTEGER NOT NULL DEFAULT 1
) STRICT;
INSERT INTO purchasing (id, cycle_days, first_day, service, order_cost_cents, holding, run_minute, enabled)
	VALUES (1, 7, 20250106, 950, 5000, 20, 120, 1);

-- Bought up to max_qty when below min_qty. worked: both are worked out every night; else a person set them. service: per mille, null
-- the plant's.
ALTER TABLE part ADD COLUMN max_qty INTEGER;
ALTER TABLE part ADD COLUMN worked INTEGER NOT NULL DEFAULT 0;
ALTER TABLE part ADD COLUMN service INTEGER CHECK (service BETWEEN 500 AND 999);

-- cycle_day: the first day of the cycle that the nightly run made it for; null: made by a person.
CREATE TABLE requisition (
	id INTEGER PRIMARY KEY,
	state TEXT NOT NULL CHECK (state IN ('proposed', 'edited', 'approved', 'ordered', 'receiving', 'closed', 'cancelled')),
	cycle_day INTEGER UNIQUE,
	note TEXT,
	created_at INTEGER NOT NULL,
	created_by INTEGER REFERENCES account (id),
	approved_at INTEGER,
	approved_by INTEGER REFERENCES account (id),
	ordered_at INTEGER,
	ordered_by INTEGER REFERENCES account (id),
	ended_at INTEGER,
	ended_by INTEGER REFERENCES account (id),
	reason TEXT,
	version INTEGER NOT NULL DEFAULT 1
) STRICT;
-- What may still change is one; a second one that a person makes waits until it is approved.
CREATE UNIQUE INDEX requisition_draft ON requisition ((1)) WHERE state IN ('proposed', 'edited');
CREATE INDEX requisition_open ON requisition (id) WHERE state NOT IN ('closed', 'cancelled');

-- cause: why it is here. touched: a person set qty, so that the run leaves it. ended: what has not come will not come. The rest says
-- how things were when it was worked out: thousandths; year_qty what is used in a year.
CREATE TABLE requisition_line (
	id INTEGER PRIMARY KEY,
	requisition_id INTEGER NOT NULL REFERENCES requisition (id),
	part_id INTEGER NOT NULL REFERENCES part (id),
	supplier_id INTEGER REFERENCES supplier (id),
	qty INTEGER NOT NULL CHECK (qty > 0),
	price_cents INTEGER CHECK (price_cents >= 0),
	received INTEGER NOT NULL DEFAULT 0 CHECK (received >= 0),
	ended INTEGER NOT NULL DEFAULT 0,
	touched INTEGER NOT NULL DEFAULT 0,
	cause TEXT NOT NULL CHECK (cause IN ('minimum', 'worked_out', 'wanted', 'person')),
	proposed INTEGER,
	on_hand INTEGER,
	reserved INTEGER,
	wanted INTEGER,
	on_order INTEGER,
	point INTEGER,
	up_to INTEGER,
	year_qty INTEGER,
	lead_days INTEGER,
	note TEXT,
	UNIQUE (requisition_id, part_id)
) STRICT;
CREATE INDEX requisition_line_part ON requisition_line (part_id, requisition_id);

-- What came of a line, and the movement that put it into stock.
CREATE TABLE requisition_receipt (
	movement_id INTEGER PRIMARY KEY REFERENCES movement (id),
	line_id INTEGER NOT NULL REFERENCES requisition_line (id),
	part_id INTEGER NOT NULL REFERENCES part (id),
	supplier_id INTEGER REFERENCES supplier (id),
	qty INTEGER NOT NULL CHECK (qty > 0),
	ordered_at INTEGER NOT NULL,
	time INTEGER NOT NULL
) STRICT;
CREATE INDEX requisition_receipt_line ON requisition_receipt (line_id);
CREATE INDEX requisition_receipt_part ON requisition_receipt (part_id, time);
-- ---- imports ----

-- A list that was brought in. Everything it did is in the event log between first_seq and last_seq; undone_at: it was put back,
-- but for `kept` rows.
CREATE TABLE import_run (
	id INTEGER PRIMARY KEY,
	kind TEXT NOT NULL,
	name TEXT NOT NULL,
	account_id INTEGER REFERENCES account (id),
	actor TEXT NOT NULL,
	time INTEGER NOT NULL,
	first_seq INTEGER NOT NULL,
	last_seq INTEGER NOT NULL,
	created INTEGER NOT NULL DEFAULT 0,
	changed INTEGER NOT NULL DEFAULT 0,
	same INTEGER NOT NULL DEFAULT 0,
	refused INTEGER NOT NULL DEFAULT 0,
	undone_at INTEGER,
	undone_by TEXT,
	kept INTEGER NOT NULL DEFAULT 0
) STRICT;

-- The rows of it that made or changed something, and their part of the log. undone_at: of this row.
CREATE TABLE import_row (
	run_id INTEGER NOT NULL REFERENCES import_run (id),
	number INTEGER NOT NULL,
	verdict TEXT NOT NULL CHECK (verdict IN ('new', 'changed')),
	key TEXT,
	title TEXT,
	first_seq INTEGER NOT NULL,
	last_seq INTEGER NOT NULL,
	undone_at INTEGER,
	PRIMARY KEY (run_id, number)
) STRICT;

-- What people said a heading of theirs means.
CREATE TABLE import_map (
	kind TEXT NOT NULL,
	heading TEXT NOT NULL,
	field TEXT NOT NULL,
	time INTEGER NOT NULL,
	PRIMARY KEY (kind, heading)
) STRICT;

-- The highest id of a kind of thing that was taken away again: the log still speaks of it, so no other thing may get it.
CREATE TABLE id_floor (
	entity TEXT PRIMARY KEY,
	id INTEGER NOT NULL
) STRICT;
-- Whatever belongs to a machine is looked for before a machine is taken away.
CREATE INDEX labour_machine ON labour (machine_id);
CREATE INDEX invoice_machine ON invoice (machine_id);
CREATE INDEX movement_instead ON movement (instead_of_id) WHERE instead_of_id IS NOT NULL;
CREATE INDEX movement_other_bin ON movement (other_bin_id) WHERE other_bin_id IS NOT NULL;
