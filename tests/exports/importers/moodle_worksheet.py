"""Moodle's assignment with its offline grading worksheet, written from the rules of importers.md section 4.

It exports a worksheet and imports it again, as the old and the new code do, in the language of the teacher.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime

from tests.exports.importers.php_csv import RefusedError, fputcsv, read, unformat_float

MINUTE = 60


@dataclass(frozen=True)
class Language:
    """Strings of one language of Moodle's interface."""

    identifier: str
    grade: str
    maximum: str
    modified: str
    comments: str
    participant: str
    yes: str
    no: str
    decimal: str = "."


LANGUAGES = {
    "en": Language(
        "Identifier", "Grade", "Maximum grade", "Last modified (grade)", "Feedback comments", "Participant ", "Yes", "No"
    ),
    "de": Language(
        "ID", "Bewertung", "Bestwertung", "Zuletzt geändert (Bewertung)", "Feedback als Kommentar", "Teilnehmer/in",
        "Ja", "Nein", ",",
    ),
    "es": Language(
        "Identificador", "Calificación", "Calificación máxima", "Última modificación (calificación)",
        "Comentarios de retroalimentación", "Participante", "Sí", "No", ",",
    ),
    "zh": Language("标识号", "成绩", "最高分", "最后修改（成绩）", "反馈评语", "参与者", "是", "否"),
}  # fmt: skip
_ENGLISH = "%A, %d %B %Y, %I:%M %p"
_DAYS = {
    "de": ["Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag"],
    "es": ["lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo"],
}
_MONTHS = {
    "de": [
        "Januar",
        "Februar",
        "März",
        "April",
        "Mai",
        "Juni",
        "Juli",
        "August",
        "September",
        "Oktober",
        "November",
        "Dezember",
    ],
    "es": [
        "enero",
        "febrero",
        "marzo",
        "abril",
        "mayo",
        "junio",
        "julio",
        "agosto",
        "septiembre",
        "octubre",
        "noviembre",
        "diciembre",
    ],
}


@dataclass
class Student:
    """Participant of an assignment with the state of the mark."""

    number: int
    name: str
    email: str
    team: str = ""
    mark: float | None = None
    modified: int = 0
    comment: str = ""
    is_locked: bool = False


@dataclass
class Assignment:
    """Assignment with its students."""

    students: list[Student]
    maximum: float
    language: str = "en"
    is_new: bool = True
    has_teams: bool = False
    is_blind: bool = False
    markers: int = 0
    group: set[int] = field(default_factory=set)
    """Participants whom the selected group leaves out."""

    def export(self) -> bytes:
        """Return the worksheet as Moodle exports it."""
        said = LANGUAGES[self.language]
        heading = [said.identifier, *([] if self.is_blind else ["name", "mail"]), "status"]
        heading += ["team"] if self.has_teams else []
        heading += [f"Marker {number + 1}" for number in range(self.markers)]
        heading += [said.grade, said.maximum, "changeable", "submitted", said.modified, said.comments]
        heading += [f"Marker {number + 1} comment" for number in range(self.markers)]
        rows = [heading, *(self._row(student, said) for student in self.students)]
        return fputcsv([[_defused(cell) for cell in row] for row in rows]).encode()

    def _row(self, student: Student, said: Language) -> list[str]:
        row = [f"{said.participant}{student.number}", *([] if self.is_blind else [student.name, student.email])]
        row += ["submitted", *([student.team] if self.has_teams else []), *[""] * self.markers]
        row += [_number(student.mark, said), _number(self.maximum, said), said.no if student.is_locked else said.yes]
        row += [self._date(1_764_000_000), "-" if student.mark is None else self._date(student.modified)]
        return [*row, student.comment, *[""] * self.markers]

    def _date(self, seconds: int) -> str:
        at = datetime.fromtimestamp(seconds, UTC)
        if self.language == "en":
            return at.strftime(_ENGLISH)
        if self.language == "zh":
            return at.strftime("%Y年%m月%d日 %H:%M")
        return f"{_DAYS[self.language][at.weekday()]}, {at.day}. {_MONTHS[self.language][at.month - 1]} {at.year}, {at:%H:%M}"

    def upload(self, data: bytes, *, tick: bool = False) -> None:
        """Import a worksheet.

        :param tick: whether the box for marks that are newer than the worksheet is ticked.
        :raises RefusedError: a needed heading is missing, or the file has rows of different lengths.
        """
        said = LANGUAGES[self.language]
        rows = read(data)
        columns = {text: place for place, text in enumerate(rows[0])}
        if not {said.identifier, said.grade, said.modified} <= set(columns):
            raise RefusedError("invalidgradeimport")
        for row in rows[1:]:
            student = self._student(row[columns[said.identifier]], said)
            if student is None:
                continue
            date = _strtotime(row[columns[said.modified]])
            is_stale = (student.mark is not None or bool(student.comment)) and student.modified > date + MINUTE
            if is_stale and not tick:
                continue
            self._mark(student, row[columns[said.grade]], said)
            if place := columns.get(said.comments):  # column 0 is ignored
                student.comment = row[place]

    def _student(self, text: str, said: Language) -> Student | None:
        number = text.encode()[len(said.participant.encode()) :].decode(errors="replace")
        found = (one for one in self.students if str(one.number) == number and one.number not in self.group)
        return next(found, None)

    def _mark(self, student: Student, text: str, said: Language) -> None:
        if not text:
            return
        value = _floatval(unformat_float(text, said.decimal))
        if value in {student.mark} or student.is_locked or not 0 <= value <= self.maximum:
            return
        if value == 0 and self.is_new:
            return  # the trap: 0 is false in PHP
        student.mark = value


def _number(value: float | None, said: Language) -> str:
    return "" if value is None else f"{value:.2f}".replace(".", said.decimal)


def _floatval(text: str) -> float:
    match = re.match(r"-?[0-9]+(\.[0-9]*)?", text)
    return float(match[0]) if match else 0.0


def _strtotime(text: str) -> int:
    """Return the seconds of an English date; 0 for other texts, for which PHP returns false."""
    try:
        return int(datetime.strptime(text, _ENGLISH).replace(tzinfo=UTC).timestamp())
    except ValueError:
        return 0


def _defused(text: str) -> str:
    """Return a cell as escape_spreadsheet_formula of Moodle makes it."""
    start = text.lstrip()[:1]
    return f"'{text}" if start in set("=+-@") and text.strip() != "-" else text
