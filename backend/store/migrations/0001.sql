-- 0001: the facts. SQLite STRICT spelling; store/migrate.c maps five phrases for other databases.
-- Times are ms UTC, days yyyymmdd, money cents, quantities thousandths of the unit, booleans 0/1.

CREATE TABLE meta (
	key TEXT PRIMARY KEY,
	value TEXT NOT NULL
) STRICT;

-- Everything that happened, append-only. hash chains each row to the one before (store/event.c).
CREATE TABLE event (
	seq INTEGER PRIMARY KEY,
	time INTEGER NOT NULL,
	account_id INTEGER,
	actor TEXT NOT NULL,
	entity TEXT NOT NULL,
	entity_id INTEGER NOT NULL,
	kind TEXT NOT NULL,
	body TEXT NOT NULL,
	hash TEXT NOT NULL
) STRICT;
CREATE INDEX event_entity ON event (entity, entity_id, seq);

CREATE TABLE account (
	id INTEGER PRIMARY KEY,
	login TEXT NOT NULL UNIQUE,
	name TEXT NOT NULL,
	role TEXT NOT NULL CHECK (role IN ('technician', 'storekeeper', 'manager', 'admin')),
	password TEXT NOT NULL,
	lang TEXT CHECK (lang IN ('zh', 'en')),
	phone TEXT,
	disabled INTEGER NOT NULL DEFAULT 0,
	version INTEGER NOT NULL DEFAULT 1,
	created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE session (
	digest TEXT PRIMARY KEY,
	account_id INTEGER NOT NULL REFERENCES account (id),
	created_at INTEGER NOT NULL,
	expires_at INTEGER NOT NULL
) STRICT;
CREATE INDEX session_expires ON session (expires_at);

CREATE TABLE api_token (
	id INTEGER PRIMARY KEY,
	account_id INTEGER NOT NULL REFERENCES account (id),
	name TEXT NOT NULL,
	digest TEXT NOT NULL UNIQUE,
	created_at INTEGER NOT NULL,
	revoked_at INTEGER
) STRICT;

-- Labour cost per hour from a day on; account_id null: everybody without a rate of their own.
CREATE TABLE labour_rate (
	id INTEGER PRIMARY KEY,
	account_id INTEGER REFERENCES account (id),
	from_day INTEGER NOT NULL,
	cents_hour INTEGER NOT NULL CHECK (cents_hour >= 0)
) STRICT;

CREATE TABLE calendar (
	id INTEGER PRIMARY KEY,
	name TEXT NOT NULL UNIQUE,
	version INTEGER NOT NULL DEFAULT 1
) STRICT;

-- weekday 1 = Monday … 7 = Sunday; minutes from that day's midnight; end may pass 1440 (night shift).
CREATE TABLE calendar_shift (
	id INTEGER PRIMARY KEY,
	calendar_id INTEGER NOT NULL REFERENCES calendar (id),
	weekday INTEGER NOT NULL CHECK (weekday BETWEEN 1 AND 7),
	start_min INTEGER NOT NULL CHECK (start_min BETWEEN 0 AND 1439),
	end_min INTEGER NOT NULL CHECK (end_min > start_min AND end_min <= start_min + 1440)
) STRICT;
CREATE INDEX calendar_shift_calendar ON calendar_shift (calendar_id);

-- A day that differs: start_min null = no work; several rows for one day = its shifts.
CREATE TABLE calendar_exception (
	id INTEGER PRIMARY KEY,
	calendar_id INTEGER NOT NULL REFERENCES calendar (id),
	day INTEGER NOT NULL,
	start_min INTEGER,
	end_min INTEGER,
	note TEXT
) STRICT;
CREATE INDEX calendar_exception_calendar ON calendar_exception (calendar_id, day);

-- The tree site > area > line > machine > component.
CREATE TABLE asset (
	id INTEGER PRIMARY KEY,
	parent_id INTEGER REFERENCES asset (id),
	kind TEXT NOT NULL CHECK (kind IN ('site', 'area', 'line', 'machine', 'component')),
	code TEXT UNIQUE,
	name TEXT NOT NULL,
	name_en TEXT,
	model TEXT,
	maker TEXT,
	serial TEXT,
	location TEXT,
	commissioned_day INTEGER,
	retired_day INTEGER,
	original_value_cents INTEGER,
	criticality TEXT CHECK (criticality IN ('A', 'B', 'C')),
	calendar_id INTEGER REFERENCES calendar (id),
	state TEXT CHECK (state IN ('running', 'degraded', 'stopped', 'idle', 'retired')),
	note TEXT,
	search TEXT NOT NULL DEFAULT '',
	version INTEGER NOT NULL DEFAULT 1,
	created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX asset_parent ON asset (parent_id, kind, name);
CREATE INDEX asset_kind ON asset (kind, id);

-- What a printed code opens. entity null: blank, to be bound on the floor. Never reused.
CREATE TABLE qr_code (
	code TEXT PRIMARY KEY,
	entity TEXT CHECK (entity IN ('asset', 'bin')),
	entity_id INTEGER,
	created_at INTEGER NOT NULL,
	bound_at INTEGER,
	revoked_at INTEGER
) STRICT;
CREATE INDEX qr_code_entity ON qr_code (entity, entity_id);

-- Short lists in both languages: failure_mode, cause, action, wait_reason. The shipped rows are in domain/codelist.c.
CREATE TABLE codelist (
	list TEXT NOT NULL,
	code TEXT NOT NULL,
	zh TEXT NOT NULL,
	en TEXT NOT NULL,
	sort INTEGER NOT NULL DEFAULT 0,
	active INTEGER NOT NULL DEFAULT 1,
	PRIMARY KEY (list, code)
) STRICT;

CREATE TABLE ticket (
	id INTEGER PRIMARY KEY,
	machine_id INTEGER NOT NULL REFERENCES asset (id),
	component_id INTEGER REFERENCES asset (id),
	kind TEXT NOT NULL CHECK (kind IN ('corrective', 'preventive', 'inspection', 'improvement')),
	source TEXT NOT NULL CHECK (source IN ('scan', 'account', 'import', 'inspection', 'plan', 'reading')),
	state TEXT NOT NULL CHECK (state IN
		('reported', 'accepted', 'in_progress', 'waiting', 'restored', 'closed', 'cancelled')),
	open INTEGER NOT NULL,
	priority INTEGER NOT NULL CHECK (priority BETWEEN 1 AND 4),
	symptom TEXT NOT NULL,
	fault_code TEXT,
	stopped INTEGER NOT NULL,
	failure INTEGER NOT NULL,
	reporter TEXT,
	reporter_contact TEXT,
	reporter_account_id INTEGER REFERENCES account (id),
	assignee_id INTEGER REFERENCES account (id),
	wait_reason TEXT,
	failure_mode TEXT,
	cause_code TEXT,
	cause TEXT,
	action_code TEXT,
	action TEXT,
	cancel_reason TEXT CHECK (cancel_reason IN ('withdrawn', 'duplicate', 'no_fault_found', 'other')),
	cancel_note TEXT,
	duplicate_of INTEGER REFERENCES ticket (id),
	occurred_at INTEGER,
	reported_at INTEGER NOT NULL,
	accepted_at INTEGER,
	started_at INTEGER,
	restored_at INTEGER,
	closed_at INTEGER,
	cancelled_at INTEGER,
	planned_from INTEGER,
	planned_to INTEGER,
	reopened INTEGER NOT NULL DEFAULT 0,
	same_count INTEGER NOT NULL DEFAULT 0,
	report_key TEXT UNIQUE,
	import_ref TEXT UNIQUE,
	search TEXT NOT NULL DEFAULT '',
	version INTEGER NOT NULL DEFAULT 1,
	updated_at INTEGER NOT NULL
) STRICT;
CREATE INDEX ticket_open ON ticket (priority, reported_at) WHERE open = 1;
CREATE INDEX ticket_open_machine ON ticket (machine_id) WHERE open = 1;
CREATE INDEX ticket_machine ON ticket (machine_id, reported_at, id);
CREATE INDEX ticket_component ON ticket (component_id, reported_at) WHERE component_id IS NOT NULL;
CREATE INDEX ticket_assignee ON ticket (assignee_id, id);
CREATE INDEX ticket_state ON ticket (state, id);
-- Everything that the figures read of a failure, so that a year's report walks this index alone; failure too, for SQLite
-- looks at the row for a column that only the condition names.
CREATE INDEX ticket_figures ON ticket (machine_id, occurred_at, id, restored_at, reported_at, accepted_at, started_at,
	stopped, state, cancel_reason, failure_mode, failure) WHERE failure = 1;
CREATE INDEX ticket_planned ON ticket (machine_id, planned_from, id, planned_to, restored_at, started_at, kind, state)
	WHERE planned_from IS NOT NULL;

CREATE TABLE ticket_wait (
	id INTEGER PRIMARY KEY,
	ticket_id INTEGER NOT NULL REFERENCES ticket (id),
	reason TEXT NOT NULL,
	note TEXT,
	from_at INTEGER NOT NULL,
	to_at INTEGER
) STRICT;
CREATE INDEX ticket_wait_ticket ON ticket_wait (ticket_id);

-- The technicians beside the assignee.
CREATE TABLE ticket_person (
	ticket_id INTEGER NOT NULL REFERENCES ticket (id),
	account_id INTEGER NOT NULL REFERENCES account (id),
	added_at INTEGER NOT NULL,
	PRIMARY KEY (ticket_id, account_id)
) STRICT;
CREATE INDEX ticket_person_account ON ticket_person (account_id, ticket_id);

CREATE TABLE ticket_comment (
	id INTEGER PRIMARY KEY,
	ticket_id INTEGER NOT NULL REFERENCES ticket (id),
	time INTEGER NOT NULL,
	account_id INTEGER REFERENCES account (id),
	author TEXT NOT NULL,
	text TEXT NOT NULL,
	send_key TEXT UNIQUE
) STRICT;
CREATE INDEX ticket_comment_ticket ON ticket_comment (ticket_id, id);

-- "Same problem": somebody else saw it too.
CREATE TABLE ticket_same (
	id INTEGER PRIMARY KEY,
	ticket_id INTEGER NOT NULL REFERENCES ticket (id),
	time INTEGER NOT NULL,
	reporter TEXT,
	note TEXT,
	send_key TEXT UNIQUE
) STRICT;
CREATE INDEX ticket_same_ticket ON ticket_same (ticket_id, id);

-- machine_id is the ticket's, kept here so that costs are summed without a join. booked_at = start of the day.
-- account_id null: minutes of an imported repair, of somebody without an account.
CREATE TABLE labour (
	id INTEGER PRIMARY KEY,
	ticket_id INTEGER NOT NULL REFERENCES ticket (id),
	machine_id INTEGER NOT NULL REFERENCES asset (id),
	account_id INTEGER REFERENCES account (id),
	booked_at INTEGER NOT NULL,
	minutes INTEGER NOT NULL CHECK (minutes > 0),
	cents_hour INTEGER NOT NULL,
	cost_cents INTEGER NOT NULL,
	note TEXT,
	created_at INTEGER NOT NULL,
	removed_at INTEGER,
	send_key TEXT UNIQUE
) STRICT;
CREATE INDEX labour_ticket ON labour (ticket_id);
CREATE INDEX labour_cost ON labour (machine_id, booked_at, cost_cents, removed_at) WHERE removed_at IS NULL;

-- Outside firms' bills, and the cost totals of imported repairs.
CREATE TABLE invoice (
	id INTEGER PRIMARY KEY,
	ticket_id INTEGER NOT NULL REFERENCES ticket (id),
	machine_id INTEGER NOT NULL REFERENCES asset (id),
	kind TEXT NOT NULL CHECK (kind IN ('outside', 'import')),
	booked_at INTEGER NOT NULL,
	cost_cents INTEGER NOT NULL,
	supplier TEXT,
	note TEXT,
	created_at INTEGER NOT NULL,
	removed_at INTEGER,
	send_key TEXT UNIQUE
) STRICT;
CREATE INDEX invoice_ticket ON invoice (ticket_id);
CREATE INDEX invoice_cost ON invoice (machine_id, booked_at, cost_cents, removed_at) WHERE removed_at IS NULL;

CREATE TABLE bin (
	id INTEGER PRIMARY KEY,
	code TEXT NOT NULL UNIQUE,
	name TEXT,
	store TEXT,
	search TEXT NOT NULL DEFAULT '',
	version INTEGER NOT NULL DEFAULT 1
) STRICT;

-- qty and value_cents are what all bins hold together; value_cents / qty is the moving average.
CREATE TABLE part (
	id INTEGER PRIMARY KEY,
	code TEXT NOT NULL UNIQUE,
	name TEXT NOT NULL,
	name_en TEXT,
	spec TEXT,
	maker TEXT,
	unit TEXT NOT NULL,
	category TEXT,
	bin_id INTEGER REFERENCES bin (id),
	min_qty INTEGER,
	price_cents INTEGER,
	qty INTEGER NOT NULL DEFAULT 0 CHECK (qty >= 0),
	value_cents INTEGER NOT NULL DEFAULT 0 CHECK (value_cents >= 0),
	note TEXT,
	retired INTEGER NOT NULL DEFAULT 0,
	search TEXT NOT NULL DEFAULT '',
	version INTEGER NOT NULL DEFAULT 1,
	created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE stock (
	part_id INTEGER NOT NULL REFERENCES part (id),
	bin_id INTEGER NOT NULL REFERENCES bin (id),
	qty INTEGER NOT NULL CHECK (qty >= 0),
	PRIMARY KEY (part_id, bin_id)
) STRICT;
CREATE INDEX stock_bin ON stock (bin_id);

-- The stock ledger, append-only. qty and value_cents carry their sign: what came in is positive. qty 0 is a
-- count that agreed. The three …_after are the balances of the part and of its bin after this movement.
CREATE TABLE movement (
	id INTEGER PRIMARY KEY,
	part_id INTEGER NOT NULL REFERENCES part (id),
	bin_id INTEGER NOT NULL REFERENCES bin (id),
	kind TEXT NOT NULL CHECK (kind IN ('receive', 'issue', 'return', 'adjust')),
	qty INTEGER NOT NULL CHECK (qty <> 0 OR kind = 'adjust'),
	value_cents INTEGER NOT NULL,
	ticket_id INTEGER REFERENCES ticket (id),
	machine_id INTEGER REFERENCES asset (id),
	reverses INTEGER REFERENCES movement (id),
	reason TEXT,
	time INTEGER NOT NULL,
	account_id INTEGER REFERENCES account (id),
	qty_after INTEGER NOT NULL CHECK (qty_after >= 0),
	value_after INTEGER NOT NULL CHECK (value_after >= 0),
	bin_after INTEGER NOT NULL CHECK (bin_after >= 0),
	send_key TEXT UNIQUE
) STRICT;
CREATE INDEX movement_part ON movement (part_id, id);
CREATE INDEX movement_ticket ON movement (ticket_id, id) WHERE ticket_id IS NOT NULL;
CREATE INDEX movement_machine ON movement (machine_id, time, value_cents) WHERE machine_id IS NOT NULL;
CREATE INDEX movement_reverses ON movement (reverses) WHERE reverses IS NOT NULL;

-- Files are content-addressed under the data folder; upload_key makes a repeated PUT the same document.
CREATE TABLE document (
	id INTEGER PRIMARY KEY,
	entity TEXT NOT NULL CHECK (entity IN ('asset', 'ticket', 'part')),
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
