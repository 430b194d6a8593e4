"""What the consumer made of the streams, and how far it read, in one SQLite file.

A checkpoint is written in the transaction that writes what was made of the messages up to it. So a
kill at any moment loses nothing and doubles nothing: the file says both, or neither.
"""

import json
import sqlite3
from contextlib import contextmanager

TABLES = """
create table if not exists checkpoints(
  stream text primary key, created text not null default '', sequence integer not null default 0,
  event_id text not null default '');
create table if not exists events(type text primary key, count integer not null);
create table if not exists moved(cause text primary key, items integer not null);
create table if not exists published(
  figure text primary key, publication text not null, unit text not null, definition text not null,
  begins text not null, revision integer not null, numerator integer not null,
  denominator integer not null, percent text not null, position integer not null);
create table if not exists live(
  subject text primary key, month text not null, definition text not null, digest text not null,
  numerator integer not null, denominator integer not null, rate text not null);
create index if not exists live_of on live(month, definition);
create table if not exists live_checkpoints(
  month text not null, definition text not null, digest text not null, whole integer not null,
  content text not null, primary key (month, definition));
"""


class Store:
    """The file. Other programs may read it meanwhile."""

    def __init__(self, path):
        self.rows = sqlite3.connect(path, isolation_level=None, timeout=30)
        self.rows.row_factory = sqlite3.Row
        self.rows.execute("pragma journal_mode = wal")
        self.rows.execute("pragma synchronous = full")
        self.rows.executescript(TABLES)

    @contextmanager
    def transaction(self):
        """All of it or nothing."""
        self.rows.execute("begin immediate")
        try:
            yield
        except BaseException:
            self.rows.execute("rollback")
            raise
        self.rows.execute("commit")

    def checkpoint(self, stream):
        """`created`, `sequence` and `event_id` of the last message that was applied."""
        self.rows.execute("insert or ignore into checkpoints(stream) values (?)", (stream,))
        query = "select created, sequence, event_id from checkpoints where stream = ?"
        return self.rows.execute(query, (stream,)).fetchone()

    def move(self, stream, sequence, *, event_id="", created=None):
        """The checkpoint; within a transaction."""
        self.rows.execute(
            "update checkpoints set sequence = ?, event_id = ?, created = coalesce(?, created)"
            " where stream = ?",
            (sequence, event_id, created, stream),
        )

    # What was published

    def forget_published(self):
        """Begin again: everything that was made of the events, and the checkpoint."""
        for table in ("events", "moved", "published"):
            self.rows.execute(f"delete from {table}")
        self.move("metrics", 0)

    def count(self, kind):
        """One more event of a kind. A sum: an event applied twice would show."""
        self.rows.execute(
            "insert into events values (?, 1) on conflict do update set count = count + 1", (kind,)
        )

    def add_moved(self, cause, items):
        """So many items more that a revision says were moved by a cause."""
        self.rows.execute(
            "insert into moved values (?, ?)"
            " on conflict do update set items = items + excluded.items",
            (cause, items),
        )

    def publish(self, row):
        """A published figure as it was told last."""
        self.rows.execute(
            "insert or replace into published values (:figure, :publication, :unit, :definition,"
            " :begins, :revision, :numerator, :denominator, :percent, :position)",
            row,
        )

    # Live figures

    def forget_live(self, created):
        """Begin again, at the beginning of a stream that was made then."""
        self.rows.execute("delete from live")
        self.rows.execute("delete from live_checkpoints")
        self.move("figures", 0, created=created)

    def tell(self, subject, month, rate):
        """A live figure, in place of the one before. Without items it has no line in a digest."""
        receipt = rate["receipt"]
        digest = receipt["digest"] if int(receipt["considered"]) else ""
        numbers = (int(receipt["numerator"]), int(receipt["denominator"]), json.dumps(rate))
        self.rows.execute(
            "insert or replace into live values (?, ?, ?, ?, ?, ?, ?)",
            (subject, month, receipt["definition"], digest, *numbers),
        )

    def replace_live(self, month, definition, rates):
        """All figures of a month and definition, by subject."""
        self.rows.execute(
            "delete from live where month = ? and definition = ?", (month, definition)
        )
        for subject, rate in rates.items():
            self.tell(subject, month, rate)

    def digests(self, month, definition):
        """By subject, of the figures that have an item."""
        query = (
            "select subject, digest from live where month = ? and definition = ? and digest <> ''"
        )
        return dict(tuple(row) for row in self.rows.execute(query, (month, definition)))

    def end_tick(self, checkpoint, *, whole):
        """A checkpoint of live figures, and whether the figures here are all of it."""
        self.rows.execute(
            "insert or replace into live_checkpoints values (?, ?, ?, ?, ?)",
            (checkpoint["month"], checkpoint["definition"], checkpoint["digest"], whole,
             json.dumps(checkpoint)),
        )  # fmt: skip

    def doubtful(self):
        """Checkpoints of which something is missing here."""
        query = "select content from live_checkpoints where not whole"
        return [json.loads(row["content"]) for row in self.rows.execute(query)]

    def live(self, subject):
        """A live figure, or None."""
        row = self.rows.execute("select rate from live where subject = ?", (subject,)).fetchone()
        return json.loads(row["rate"]) if row else None
