"""Jenkins' reader of JUnit reports: jenkinsci/junit-plugin SuiteResult.java (importers.md, section 11)."""

from __future__ import annotations

from dataclasses import dataclass
from xml.etree import ElementTree as ET


@dataclass
class Case:
    """One case of a suite."""

    classname: str
    name: str
    status: str
    message: str


def read(data: bytes) -> dict[str, list[Case]]:
    """Return the cases of each suite by the name of the suite; a suite without a case or an error is dropped."""
    found: dict[str, list[Case]] = {}
    for suite in ET.fromstring(data).iter("testsuite"):
        cases = [case_of(case, suite.get("name", "")) for case in suite.findall("testcase")]
        cases += [Case(suite.get("name", ""), "<init>", "failed", "") for _ in suite.findall("error")]
        if not cases:
            continue
        assert suite.get("name") not in found, "two suites of one name in one file are merged"
        found[suite.get("name", "")] = cases
    return found


def case_of(case: ET.Element, suite: str) -> Case:
    status, message = "passed", ""
    for tag, word in (("skipped", "skipped"), ("error", "failed"), ("failure", "failed")):
        found = case.find(tag)
        if found is not None:
            status, message = word, found.get("message", "")
    return Case(case.get("classname") or suite, case.get("name", ""), status, message)
