"""A pytest plugin: holds the whole run, and the runs before it, to the project's bars of branch coverage.

    COVERAGE_FILE=/absolute/path coverage run -m pytest -p coverage_bars

It combines every data file beside COVERAGE_FILE (earlier runs, web servers and queue workers of the tests), so
that the verdict stands above pytest's own summary.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import coverage
import pytest

PACKAGE = "wagtail_livechat/"
#: Every line and every branch of what holds the rules and the contract.
WHOLE = ("actions/", "selectors/", "api/", "realtime/", "permissions.py")
OVERALL_PERCENT = 95.0

verdict: list[str] = []


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    files = combined(coverage.Coverage.current())
    verdict.append(f"{percent(files):.2f} % of all lines and branches (the bar is {OVERALL_PERCENT:.0f} %)")
    shortfalls = list(below_the_bars(files))
    verdict.extend(shortfalls)
    if shortfalls and session.exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: Any) -> None:
    terminalreporter.section("coverage, all runs combined")
    for line in verdict:
        terminalreporter.line(line)


def combined(running: coverage.Coverage | None) -> dict[str, Any]:
    """The figures of all data files together, by path within the package."""
    if running is None:
        raise pytest.UsageError("Start pytest through `coverage run -m pytest`.")
    running.stop()
    running.save()
    whole = coverage.Coverage()
    # Kept, so that the same figures can be looked at afterwards with `coverage html`.
    whole.combine(keep=True)
    whole.save()
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "coverage.json"
        whole.json_report(outfile=str(report))
        files = json.loads(report.read_text())["files"]
    return {name[name.rindex(PACKAGE) + len(PACKAGE) :]: figures for name, figures in files.items()}


def percent(files: Mapping[str, Any]) -> float:
    summaries = [figures["summary"] for figures in files.values()]
    covered = sum(summary["covered_lines"] + summary["covered_branches"] for summary in summaries)
    everything = sum(summary["num_statements"] + summary["num_branches"] for summary in summaries)
    return 100.0 * covered / everything if everything else 0.0


def below_the_bars(files: Mapping[str, Any]) -> Iterator[str]:
    """One line for each file with a gap where none may be, and one for the whole."""
    if percent(files) < OVERALL_PERCENT:
        yield "BELOW THE BAR: the whole package"
    for prefix in WHOLE:
        if not any(name.startswith(prefix) for name in files):
            yield f"BELOW THE BAR: {PACKAGE}{prefix} was not measured"
    for name, figures in sorted(files.items()):
        missed = gaps(figures)
        if missed and name.startswith(WHOLE):
            yield f"BELOW THE BAR: {PACKAGE}{name} never ran {', '.join(missed)}"


def gaps(figures: Mapping[str, Any]) -> list[str]:
    """Lines that never ran, and the branches never taken from lines that did."""
    lines = figures["missing_lines"]
    branches = [f"{start}->{end}" for start, end in figures["missing_branches"] if start not in lines]
    return [*map(str, lines), *branches]
