-- 0003.sql - the knowledge base beyond 0002.

-- How long a repair must last before it counts as one that held, in days; null: 30.
ALTER TABLE setting ADD COLUMN hold_days INTEGER;

-- Phenomenon → causes → remedies, as somebody experienced would check them. The remedies are fixes, in the order of tree_sort.
CREATE TABLE fix_tree (
	id INTEGER PRIMARY KEY,
	symptom TEXT NOT NULL,
	symptom_en TEXT,
	note TEXT,
	model TEXT,
	place_id INTEGER REFERENCES asset (id),
	retired INTEGER NOT NULL DEFAULT 0,
	search TEXT NOT NULL DEFAULT '',
	version INTEGER NOT NULL DEFAULT 1,
	created_at INTEGER NOT NULL
) STRICT;

-- A fix is a thing: it keeps its id whatever it is called and whichever repairs belong to it. kind: found in repairs, or
-- written down by somebody. root_id: what it was merged into in the end; merged_into: into what directly. cases … last_at
-- are counted from repair_fix, of its own repairs alone.
CREATE TABLE fix (
	id INTEGER PRIMARY KEY,
	kind TEXT NOT NULL CHECK (kind IN ('mined', 'written')),
	action_code TEXT,
	component TEXT,
	component_en TEXT,
	label TEXT NOT NULL, -- as its first repair said it, or its remedy begins
	zh TEXT,             -- as people call it
	en TEXT,
	merged_into INTEGER REFERENCES fix (id),
	root_id INTEGER REFERENCES fix (id),
	split_from INTEGER REFERENCES fix (id),
	symptom TEXT,        -- what was written down: when to think of it …
	check_first TEXT,    -- … how to see that it is this
	cause TEXT,
	steps TEXT,          -- … what to do, a step a line
	minutes INTEGER,
	model TEXT,          -- of the machines it is for; null: any
	place_id INTEGER REFERENCES asset (id), -- where they stand
	tree_id INTEGER REFERENCES fix_tree (id),
	tree_sort INTEGER,
	retired INTEGER NOT NULL DEFAULT 0,
	cases INTEGER NOT NULL DEFAULT 0,
	held INTEGER NOT NULL DEFAULT 0,
	came_back INTEGER NOT NULL DEFAULT 0,
	last_at INTEGER,
	search TEXT NOT NULL DEFAULT '',
	version INTEGER NOT NULL DEFAULT 1,
	created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX fix_root ON fix (root_id) WHERE root_id IS NOT NULL;
CREATE INDEX fix_tree_of ON fix (tree_id, tree_sort) WHERE tree_id IS NOT NULL;

-- The parts a written fix takes.
CREATE TABLE fix_part (
	fix_id INTEGER NOT NULL REFERENCES fix (id),
	part_id INTEGER NOT NULL REFERENCES part (id),
	qty INTEGER NOT NULL CHECK (qty > 0),
	PRIMARY KEY (fix_id, part_id)
) STRICT;

-- By what a new repair finds its fix: "REP#12" an action on that very component, "REP/主轴" on any of that name, else what
-- its words come to.
CREATE TABLE fix_key (
	key TEXT PRIMARY KEY,
	fix_id INTEGER NOT NULL REFERENCES fix (id)
) STRICT;

-- Which fix each repair is a case of. said: worked out, named at closing, or sorted by a person. basis: a digest of what it
-- was worked out from; while that stays, so does the fix. fix_id null: it tells none.
CREATE TABLE repair_fix (
	ticket_id INTEGER PRIMARY KEY REFERENCES ticket (id),
	fix_id INTEGER REFERENCES fix (id),
	said TEXT NOT NULL CHECK (said IN ('derived', 'closing', 'person')),
	basis INTEGER NOT NULL,
	outcome TEXT NOT NULL CHECK (outcome IN ('pending', 'held', 'came_back'))
) STRICT;
CREATE INDEX repair_fix_of ON repair_fix (fix_id, ticket_id, outcome);

-- Which repairs spoke for a suggested fix when somebody said that it worked, or did not apply (suggestion_mark).
CREATE TABLE mark_case (
	ticket_id INTEGER NOT NULL REFERENCES ticket (id),
	fix TEXT NOT NULL,
	case_id INTEGER NOT NULL REFERENCES ticket (id),
	PRIMARY KEY (ticket_id, fix, case_id)
) STRICT;
CREATE INDEX mark_case_of ON mark_case (case_id);

-- Documents that were read into sections (kb/document.h). key: what makes a new file an edition of an old one. asset_id: the
-- machine or place it is for, model: the machines; both null: any. The file itself is in files/ under its digest.
CREATE TABLE manual (
	id INTEGER PRIMARY KEY,
	key TEXT NOT NULL,
	format TEXT NOT NULL CHECK (format IN ('dita', 's1000d', 'html', 'text')),
	title TEXT NOT NULL,
	lang TEXT CHECK (lang IN ('zh', 'en')),
	file_name TEXT NOT NULL,
	encoding TEXT NOT NULL,
	digest TEXT NOT NULL,
	size INTEGER NOT NULL,
	asset_id INTEGER REFERENCES asset (id),
	model TEXT,
	sections INTEGER NOT NULL,
	cut INTEGER NOT NULL,
	faulty_line INTEGER,
	edition INTEGER NOT NULL DEFAULT 1,
	account_id INTEGER REFERENCES account (id),
	created_at INTEGER NOT NULL,
	updated_at INTEGER NOT NULL,
	removed_at INTEGER,
	search TEXT NOT NULL DEFAULT '',
	version INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE UNIQUE INDEX manual_key ON manual (key) WHERE removed_at IS NULL;

CREATE TABLE manual_section (
	manual_id INTEGER NOT NULL REFERENCES manual (id),
	n INTEGER NOT NULL, -- from 1, in the order of the document
	kind TEXT NOT NULL CHECK (kind IN ('text', 'condition', 'cause', 'remedy', 'step')),
	trouble INTEGER NOT NULL,
	title TEXT NOT NULL,
	text TEXT NOT NULL,
	anchor TEXT,
	PRIMARY KEY (manual_id, n)
) STRICT;

-- The plant's own words (kb/lexicon.h): what a spelling is short for, or which concept a term means (its id). Proposed by the
-- program, used by people's word only; what was refused is not proposed again. folded: kb/ reads the term alike.
CREATE TABLE lexicon (
	id INTEGER PRIMARY KEY,
	kind TEXT NOT NULL CHECK (kind IN ('short', 'term')),
	term TEXT NOT NULL,
	folded TEXT NOT NULL,
	means TEXT NOT NULL,
	class TEXT, -- of a concept that is the plant's own
	state TEXT NOT NULL CHECK (state IN ('used', 'proposed', 'refused', 'removed')),
	cases INTEGER NOT NULL DEFAULT 0, -- that a proposal rests on
	examples TEXT,                    -- a line each: ticket, tab, its words
	account_id INTEGER REFERENCES account (id),
	version INTEGER NOT NULL DEFAULT 1,
	created_at INTEGER NOT NULL,
	changed_at INTEGER NOT NULL,
	UNIQUE (kind, folded, means)
) STRICT;
CREATE UNIQUE INDEX lexicon_used ON lexicon (kind, folded) WHERE state = 'used';
