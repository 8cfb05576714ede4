"""Torchgrade's own parts, registered through the hooks that a third party would use."""

from __future__ import annotations

from torchgrade.plugins import hookimpl
from torchgrade.plugins.resources import (
    CommandSource,
    DatasetSource,
    DeliverySource,
    ExecutorSource,
    ExporterSource,
    ReaderSource,
)


@hookimpl
def torchgrade_readers() -> list[ReaderSource]:
    """Return the sources of Python files, notebooks, notebooks in Markdown, and the cells of a running session."""
    return [
        ReaderSource(
            name="python",
            claims="torchgrade.readers.python:claims",
            cells="torchgrade.readers.python:cells",
        ),
        ReaderSource(
            name="notebook",
            claims="torchgrade.readers.notebook:claims",
            cells="torchgrade.readers.notebook:cells",
        ),
        ReaderSource(
            name="fences",
            claims="torchgrade.readers.fences:claims",
            cells="torchgrade.readers.fences:cells",
        ),
        ReaderSource(
            name="markdown",
            claims="torchgrade.readers.fences:claims_document",
            cells="torchgrade.readers.fences:cells",
            is_document=True,
        ),
        ReaderSource(
            name="session",
            claims="torchgrade.readers.executed_cells:claims",
            cells="torchgrade.readers.executed_cells:cells",
        ),
    ]


@hookimpl
def torchgrade_datasets() -> list[DatasetSource]:
    """Return the source of Fashion-MNIST through torchvision."""
    return [
        DatasetSource(
            name="fashion-mnist",
            load="torchgrade.datasets.fashion_mnist:load",
            describe="describe.data.fashion-mnist",
            available="torchgrade.datasets.files:fashion_mnist",
            fetch="torchgrade.datasets.fashion_mnist_download:fetch",
        )
    ]


def _delivery(name: str, *, is_certain: bool = True) -> DeliverySource:
    module = f"torchgrade.deliveries.{name}"
    return DeliverySource(
        name=name,
        describe=f"describe.layout.{name}",
        recognises=f"{module}:recognises",
        read=f"{module}:read",
        is_certain=is_certain,
    )


@hookimpl
def torchgrade_deliveries() -> list[DeliverySource]:
    """Return the layouts of the usual systems, and of names that begin with a student's number.

    Layouts with the most distinctive marks are tried first.
    """
    return [
        _delivery("blackboard"),
        _delivery("brightspace"),
        _delivery("autolab"),
        _delivery("submitty"),
        _delivery("aplus"),
        _delivery("devilry"),
        _delivery("canvas"),
        _delivery("moodle"),
        _delivery("gradescope"),
        _delivery("nbgrader"),
        _delivery("named", is_certain=False),
        _delivery("classroom"),
    ]


def _exporter(name: str, module: str) -> ExporterSource:
    return ExporterSource(name=name, plan=f"torchgrade.exports.{module}:plan", describe=f"describe.export.{name}")


@hookimpl
def torchgrade_exporters() -> list[ExporterSource]:
    """Return the exporters of the two files that every run writes, and the targets of ``export``."""
    return [
        ExporterSource(name="jsonl", export="torchgrade.exports.jsonl:export", always=True),
        ExporterSource(name="gradebook", export="torchgrade.exports.gradebook:export", always=True),
        _exporter("canvas", "canvas.plan"),
        _exporter("canvas-feedback", "canvas.feedback"),
        _exporter("moodle", "moodle.plan"),
        _exporter("moodle-csv", "moodle.grades"),
        _exporter("moodle-feedback", "moodle.feedback"),
        _exporter("blackboard", "blackboard.plan"),
        _exporter("brightspace", "brightspace"),
        _exporter("sakai", "sakai.plan"),
        _exporter("openolat", "openolat"),
        _exporter("xlsx", "workbooks.plan"),
        _exporter("gradescope", "ci.gradescope"),
        _exporter("classroom50", "ci.classroom50"),
        _exporter("github", "ci.github"),
        _exporter("junit", "ci.junit"),
        _exporter("nbgrader", "nbgrader"),
    ]


@hookimpl
def torchgrade_executors() -> list[ExecutorSource]:
    """Return the executor for this machine, and the one for a Dask cluster."""
    return [
        ExecutorSource(name="local", make="torchgrade.grading.local:make"),
        ExecutorSource(name="dask", make="torchgrade.grading.dask:make", is_remote=True),
    ]


@hookimpl
def torchgrade_commands() -> list[CommandSource]:
    """Return the commands that need no course."""
    return [
        CommandSource(name="audit", command="torchgrade.cli.author.audit:audit"),
        CommandSource(name="check", command="torchgrade.cli.student.check:check"),
        CommandSource(name="config", command="torchgrade.cli.config:config"),
        CommandSource(name="doctor", command="torchgrade.cli.doctor:doctor"),
        CommandSource(name="export", command="torchgrade.cli.instructor.export:export"),
        CommandSource(name="grade", command="torchgrade.cli.instructor.grade:grade"),
        CommandSource(name="gradescope", command="torchgrade.cli.instructor.gradescope:gradescope"),
        CommandSource(name="hint", command="torchgrade.cli.student.hint:hint"),
        CommandSource(name="list", command="torchgrade.cli.list:list_exercises"),
        CommandSource(name="merge", command="torchgrade.cli.instructor.merge:merge"),
        CommandSource(name="new", command="torchgrade.cli.author.new:new"),
        CommandSource(name="override", command="torchgrade.cli.instructor.override:override"),
        CommandSource(name="regrade", command="torchgrade.cli.instructor.regrade:regrade_run"),
        CommandSource(name="report", command="torchgrade.cli.instructor.report:report"),
        CommandSource(name="reset", command="torchgrade.cli.student.reset:reset"),
        CommandSource(name="start", command="torchgrade.cli.student.start:start"),
        CommandSource(name="watch", command="torchgrade.cli.student.watch:watch"),
    ]
