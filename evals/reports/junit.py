"""A run as JUnit XML: a test case a question, a test case a gate."""

import re
from collections.abc import Sequence
from xml.etree import ElementTree

from evals.gates import Check
from evals.records import Run
from evals.reports.markdown import metric_name
from evals.summary import LABELS, failed

UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def junit_xml(run: Run, checks: Sequence[Check] = ()) -> str:
    """The run as XML, without times: the same run gives the same bytes."""
    root = ElementTree.Element("testsuites", name=run.header.suite)
    questions = _suite(root, run.header.suite)
    for item in run.items:
        reasons = failed(run.scores[item.id])
        record = run.records[item.id]
        case = ElementTree.SubElement(
            questions, "testcase", name=item.id, classname=item.topic or run.header.suite
        )
        if record.error:
            ElementTree.SubElement(case, "error", message=_clean(record.error))
        elif run.scores[item.id]["correct"][0] < 1:
            told = "；".join(LABELS[name].zh for name in reasons)
            failure = ElementTree.SubElement(case, "failure", message=told)
            failure.text = _clean(
                "\n".join(f"{a.question}\n〔{a.status}〕{a.answer}" for a in record.answers)
            )
    gates = _suite(root, "gates")
    for check in checks:
        case = ElementTree.SubElement(gates, "testcase", name=metric_name(check), classname="gates")
        if check.passed is False:
            ElementTree.SubElement(case, "failure", message=f"{check.gate.why}：{check.reason}")
        elif check.passed is None:
            ElementTree.SubElement(case, "skipped", message=check.reason)
    for suite in root:
        suite.set("tests", str(len(suite)))
        suite.set("failures", str(len(suite.findall("testcase/failure"))))
        suite.set("errors", str(len(suite.findall("testcase/error"))))
        suite.set("skipped", str(len(suite.findall("testcase/skipped"))))
    ElementTree.indent(root)
    return ElementTree.tostring(root, encoding="unicode", xml_declaration=True) + "\n"


def _suite(root: ElementTree.Element, name: str) -> ElementTree.Element:
    return ElementTree.SubElement(root, "testsuite", name=name)


def _clean(text: str) -> str:
    return UNPRINTABLE.sub("", text)
