"""GitLab's reader of JUnit reports: gitlabhq lib/gitlab/ci/parsers/test/junit.rb (importers.md, section 11)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree import ElementTree as ET

REFUSED_TYPES = {"yaml", "symbol"}
"""Types that Rails' conversion of XML refuses; the whole report is then one error of the suite."""
CAST_TYPES = {
    "integer", "float", "double", "decimal", "date", "datetime", "dateTime", "boolean", "string", "file", "array",
    "base64Binary", "hexBinary", "duration",
}  # fmt: skip
"""Types whose text Rails converts to another value."""
ATTACHMENT = re.compile(r"\[\[ATTACHMENT\|(.+?)\]\]")
LARGEST = 30 << 20


class SuiteError(Exception):
    """The report cannot be parsed: GitLab shows one error and no case."""


@dataclass
class Report:
    """What GitLab keeps of a report."""

    cases: dict[tuple[str, str], tuple[str, str]] = field(default_factory=dict)
    """Status and shown text by ``classname`` and ``name``, which identify a case inside a job."""
    lost: list[tuple[str, str]] = field(default_factory=list)
    """Cases with the identity of an earlier one: only the first counts."""
    attachments: list[str] = field(default_factory=list)
    """Paths that the report makes GitLab link."""


def read(data: bytes) -> Report:
    """Read a report as GitLab does."""
    if len(data) > LARGEST:
        raise SuiteError("too large")
    if b"<!DOCTYPE" in data:
        raise SuiteError("document types are not read")
    try:
        root = ET.fromstring(data.decode("utf-8"))
    except (ET.ParseError, UnicodeDecodeError) as error:
        raise SuiteError(str(error)) from error
    for element in root.iter():
        if element.get("type") in REFUSED_TYPES | CAST_TYPES:
            raise SuiteError(f"type {element.get('type')}")
    report = Report()
    for case in cases(root, is_top=True):
        keep(report, case)
    return report


def cases(element: ET.Element, *, is_top: bool = False) -> Iterator[ET.Element]:
    """Yield the cases of ``testsuites`` and ``testsuite`` at any depth; a case without a suite is not read."""
    if element.tag not in {"testsuites", "testsuite"} or (element.tag == "testsuites" and not is_top):
        return
    for child in element:
        if child.tag == "testcase":
            yield child
        else:
            yield from cases(child)


def keep(report: Report, case: ET.Element) -> None:
    key = (case.get("classname", ""), case.get("name", ""))
    if key in report.cases:
        report.lost.append(key)
        return
    status, text = "success", case.findtext("system-out") or ""
    for tag, word in (("failure", "failed"), ("error", "error"), ("skipped", "skipped")):
        found = case.find(tag)
        if found is not None:
            # The attribute `message` is not read.
            status, text = word, found.text or ""
            break
    if status == "failed":
        report.attachments += ATTACHMENT.findall(case.findtext("system-out") or "")
    report.cases[key] = (status, text)
