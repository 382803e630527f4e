-- 0002.sql - what the app needs beyond 0001.

-- Reports: which component and cause a failure had, and which ticket money was spent on, are read from the same indices.
DROP INDEX ticket_figures;
CREATE INDEX ticket_figures ON ticket (machine_id, occurred_at, id, restored_at, reported_at, accepted_at, started_at,
	stopped, state, cancel_reason, failure_mode, component_id, cause_code, failure) WHERE failure = 1;
DROP INDEX labour_cost;
CREATE INDEX labour_cost ON labour (machine_id, booked_at, cost_cents, ticket_id, removed_at) WHERE removed_at IS NULL;
DROP INDEX invoice_cost;
CREATE INDEX invoice_cost ON invoice (machine_id, booked_at, cost_cents, ticket_id, removed_at) WHERE removed_at IS NULL;
DROP INDEX movement_machine;
CREATE INDEX movement_machine ON movement (machine_id, time, value_cents, ticket_id) WHERE machine_id IS NOT NULL;
-- Few tickets are of these, and what is indexed does not change as they are worked on.
CREATE INDEX ticket_not_corrective ON ticket (machine_id, reported_at, kind) WHERE kind <> 'corrective';
CREATE INDEX ticket_reopened ON ticket (machine_id, restored_at, reopened, failure) WHERE reopened > 0;

-- What was done under which Idempotency-Key; forgotten after a month (serve keeps house).
CREATE TABLE sent (
	entity TEXT NOT NULL,
	send_key TEXT NOT NULL,
	digest TEXT NOT NULL, -- of the address and the body
	id INTEGER NOT NULL,
	time INTEGER NOT NULL,
	PRIMARY KEY (entity, send_key)
) STRICT;
CREATE INDEX sent_time ON sent (time);

-- What technicians said of the fixes suggested for a ticket; the last word on each holds. fix: the group's name (kb/).
CREATE TABLE suggestion_mark (
	ticket_id INTEGER NOT NULL REFERENCES ticket (id),
	fix TEXT NOT NULL,
	label TEXT NOT NULL,
	mark TEXT NOT NULL CHECK (mark IN ('worked', 'did_not_apply')),
	account_id INTEGER NOT NULL REFERENCES account (id),
	time INTEGER NOT NULL,
	PRIMARY KEY (ticket_id, fix)
) STRICT;

-- What came in and what was finished today: both grow in order.
CREATE INDEX ticket_reported ON ticket (reported_at, kind, machine_id);
CREATE INDEX ticket_restored ON ticket (restored_at, kind, machine_id) WHERE restored_at IS NOT NULL;

-- What the plant says of itself: one row. null: not said.
CREATE TABLE setting (
	id INTEGER PRIMARY KEY CHECK (id = 1),
	plant_name TEXT,
	url TEXT, -- what labels and links begin with
	lang TEXT CHECK (lang IN ('zh', 'en')),
	currency TEXT NOT NULL DEFAULT 'CNY',
	close_after_days INTEGER,
	labels_printed INTEGER NOT NULL DEFAULT 0,
	setup_done INTEGER NOT NULL DEFAULT 0,
	version INTEGER NOT NULL DEFAULT 1
) STRICT;
INSERT INTO setting (id) VALUES (1);
