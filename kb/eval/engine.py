#!/usr/bin/env python3
"""What an ordinary search engine makes of the same replay, as a run file for the scorer and for `compare`.

    engine.py FOLDER {dev|heldout} {unicode61|porter|trigram|xapian} RUN.jsonl

unicode61, porter, trigram: SQLite's FTS5 with that tokenizer, ranked by its bm25(). Needs only python3 whose
sqlite3 has FTS5 (Debian's has). xapian: Xapian with English stems and its BM25, Chinese as pairs of
characters; needs Debian's python3-xapian.

The rule is that of `jixiu kb eval`: a question sees only records with a smaller seq. The question is every
word of the report, any of which may match; the records come in the engine's order, the fixes in the order of
their best record. A record is its symptom, cause, action and component.
"""
import json, re, sqlite3, sys, time

MOST = 50


def read(path):
    with open(path, encoding='utf-8') as file:
        return [json.loads(line) for line in file if line.strip()]


def text_of(record):
    return ' '.join(record.get(k) or '' for k in ('symptom', 'cause', 'action', 'component')).strip()


class Fts5:
    def __init__(self, tokenizer):
        self.trigram = tokenizer == 'trigram'
        self.db = sqlite3.connect(':memory:')
        tokenizer = 'porter unicode61' if tokenizer == 'porter' else tokenizer
        self.db.execute(f"CREATE VIRTUAL TABLE t USING fts5(text, tokenize='{tokenizer}')")

    def put(self, number, text):
        self.db.execute('INSERT INTO t(rowid, text) VALUES (?, ?)', (number, text))

    def ask(self, text):
        words = list(dict.fromkeys(re.findall(r'\w+', text.lower())))
        if self.trigram:
            words = list(dict.fromkeys(w[i:i + 3] for w in words for i in range(len(w) - 2)))
        if not words:
            return []
        match = ' OR '.join(f'"{w}"' for w in words)
        rows = self.db.execute('SELECT rowid FROM t WHERE t MATCH ? ORDER BY bm25(t) LIMIT ?', (match, MOST))
        return [row[0] for row in rows]


class Xapian:
    def __init__(self):
        try:
            import xapian
        except ImportError:
            sys.exit('engine.py: xapian needs the Debian package python3-xapian')
        self.x = xapian
        self.db = xapian.inmemory_open() if hasattr(xapian, 'inmemory_open') else \
            xapian.WritableDatabase('', xapian.DB_BACKEND_INMEMORY)
        self.stem = xapian.Stem('en')
        self.flags = getattr(xapian.TermGenerator, 'FLAG_CJK_NGRAM', 0)

    def generator(self, document):
        generator = self.x.TermGenerator()
        generator.set_stemmer(self.stem)
        generator.set_stemming_strategy(self.x.TermGenerator.STEM_ALL)
        if self.flags:
            generator.set_flags(self.flags)
        generator.set_document(document)
        return generator

    def put(self, number, text):
        document = self.x.Document()
        self.generator(document).index_text(text)
        document.add_value(0, str(number))
        document.set_data(str(number))
        self.db.add_document(document)

    def ask(self, text):
        document = self.x.Document()
        self.generator(document).index_text(text)
        terms = [term.term for term in document.termlist()]
        if not terms:
            return []
        enquire = self.x.Enquire(self.db)
        enquire.set_query(self.x.Query(self.x.Query.OP_OR, terms))
        return [int(match.document.get_data()) for match in enquire.get_mset(0, MOST)]


def main():
    if len(sys.argv) != 5:
        sys.exit(__doc__)
    folder, part, name, out = sys.argv[1:]
    records = read(f'{folder}/dev/records.jsonl')
    if part != 'dev':
        records += read(f'{folder}/{part}/records.jsonl')
    records.sort(key=lambda r: r['seq'])
    engine = Xapian() if name == 'xapian' else Fts5(name)
    put = 0
    with open(out, 'w', encoding='utf-8') as run:
        for q in sorted(read(f'{folder}/{part}/queries.jsonl'), key=lambda q: q['seq']):
            while put < len(records) and records[put]['seq'] < q['seq']:
                engine.put(put + 1, text_of(records[put]))
                put += 1
            began = time.perf_counter()
            found = [records[n - 1] for n in engine.ask(q['text'] or '')]
            ms = (time.perf_counter() - began) * 1000
            fixes = list(dict.fromkeys(r['group'] for r in found if r['group']))
            run.write(json.dumps({'qid': q['qid'], 'groups': fixes[:20], 'records': [r['id'] for r in found],
                                  'ms': round(ms, 3)}, ensure_ascii=False) + '\n')


main()
