"""Facts about the class in ``run.sqlite``: the people, their deliveries, and the inputs without a result."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping, Sequence

import msgspec

from torchgrade.grading.database import encoded, transaction
from torchgrade.model.people import Delivered, Enrolled, Sources
from torchgrade.model.results import Note
from torchgrade.model.rows import NotUnderstood


class Register:
    """Tables of a run that every start of ``grade`` writes anew."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database

    def keep_listing(
        self,
        present: Iterable[str],
        refused: Sequence[NotUnderstood],
        problems: Sequence[Note],
        groups: Mapping[str, Sequence[str]],
    ) -> None:
        """Write the submissions that this start of the command found, and mark results whose submission is gone.

        The groups of earlier starts stay, because a result whose submission is gone still belongs to its members.
        """
        names = list(present)
        with transaction(self._database):
            self._mark_gone(names)
            for table, rows in (("not_understood", refused), ("problems", problems)):
                self._database.execute(f"DELETE FROM {table}")  # noqa: S608 - one of the two words above
                self._database.executemany(
                    f"INSERT INTO {table} (note) VALUES (?)",  # noqa: S608 - as above
                    ((encoded(row),) for row in rows),
                )

            self._database.executemany("DELETE FROM groups WHERE submission = ?", ((name,) for name in names))
            self._database.executemany(
                "INSERT OR REPLACE INTO groups VALUES (?, ?)",
                ((submission, encoded(members)) for submission, members in groups.items()),
            )

    def _mark_gone(self, present: Sequence[str]) -> None:
        """Mark the results whose submission is gone; write no other row, because a row contains the whole result."""
        self._database.execute("CREATE TEMP TABLE present (submission TEXT PRIMARY KEY) WITHOUT ROWID")
        self._database.executemany("INSERT OR IGNORE INTO present VALUES (?)", ((name,) for name in present))
        gone = "submission NOT IN (SELECT submission FROM present)"
        self._database.execute(f"UPDATE results SET gone = NOT gone WHERE gone != ({gone})")  # noqa: S608 - as above
        self._database.execute("DROP TABLE present")

    def keep_people(
        self, enrolled: Sequence[Enrolled], delivered: Sequence[Delivered], sources: Sources | None
    ) -> None:
        """Write the people of this start of the command, their deliveries, and the places that were read.

        A person or delivery of an earlier start stays if this start does not name the same key or submission, because
        its result stays too.
        """
        with transaction(self._database):
            # Those who stay come after the others, in the order in which they were.
            self._database.execute("CREATE TEMP TABLE before AS SELECT * FROM enrolled ORDER BY position")
            self._database.execute("DELETE FROM enrolled")
            self._database.executemany(
                "INSERT INTO enrolled (key, submission, record) VALUES (?, ?, ?)",
                ((one.key, one.submission, encoded(one)) for one in enrolled),
            )
            self._database.execute(
                "INSERT INTO enrolled (key, submission, record) SELECT key, submission, record FROM before"
                " WHERE key NOT IN (SELECT key FROM enrolled) AND submission IN (SELECT submission FROM results)"
                " ORDER BY position"
            )
            self._database.execute("DROP TABLE before")
            self._database.executemany(
                "INSERT OR REPLACE INTO delivered VALUES (?, ?)", ((one.submission, encoded(one)) for one in delivered)
            )
            self._database.execute("DELETE FROM sources")
            if sources is not None:
                self._database.execute("INSERT INTO sources VALUES (1, ?)", (encoded(sources),))

    def add_problem(self, problem: Note) -> None:
        """Append one problem of the run."""
        with transaction(self._database):
            self._database.execute("INSERT INTO problems (note) VALUES (?)", (encoded(problem),))

    def enrolled(self) -> tuple[Enrolled, ...]:
        """Return the people of the class; empty for a run of an earlier version."""
        rows = self._database.execute("SELECT record FROM enrolled ORDER BY position")
        return tuple(msgspec.json.decode(text, type=Enrolled) for (text,) in rows)

    def ungraded(self) -> list[tuple[str, str]]:
        """Return the people whose submission has no result, in their order: the key and the submission of each."""
        rows = self._database.execute(
            "SELECT key, submission FROM enrolled"
            " WHERE submission != '' AND submission NOT IN (SELECT submission FROM results) ORDER BY position"
        )
        return list(rows)

    def delivered(self) -> tuple[Delivered, ...]:
        """Return the names of the submissions in their deliveries; empty for a run of an earlier version."""
        rows = self._database.execute("SELECT record FROM delivered ORDER BY submission")
        return tuple(msgspec.json.decode(text, type=Delivered) for (text,) in rows)

    def sources(self) -> Sources | None:
        """Return the places from which the submissions were read; None for a run of an earlier version."""
        row = self._database.execute("SELECT record FROM sources").fetchone()
        return None if row is None else msgspec.json.decode(row[0], type=Sources)

    def not_understood(self) -> tuple[NotUnderstood, ...]:
        """Return the inputs that no reader claimed, each with the reason."""
        rows = self._database.execute("SELECT note FROM not_understood ORDER BY position")
        return tuple(msgspec.json.decode(text, type=NotUnderstood) for (text,) in rows)

    def groups(self) -> dict[str, tuple[str, ...]]:
        """Return the ids of the members of each submission of a group."""
        rows = self._database.execute("SELECT submission, members FROM groups")
        return {submission: msgspec.json.decode(text, type=tuple[str, ...]) for submission, text in rows}

    def problems(self) -> tuple[Note, ...]:
        """Return the problems of the run as a whole, for a person to look at."""
        rows = self._database.execute("SELECT note FROM problems ORDER BY position")
        return tuple(msgspec.json.decode(text, type=Note) for (text,) in rows)
