"""Validates CSV files and data packages with Frictionless: names as JSON in, faults as JSON out."""

import json
import sys

from frictionless import Detector, Dialect, formats, validate

# Without a schema beside it, a column has a type only if all its rows agree: symbols such as `c` and `x` stand in
# number columns on purpose.
DETECTOR = Detector(field_confidence=1, sample_size=100_000)


def faults(name):
    if name.endswith(".json"):
        report = validate(name, type="package")
    else:
        with open(name, "rb") as file:
            content = file.read()
        try:
            content.decode("utf-8")
        except UnicodeDecodeError as error:
            yield {"file": name, "rule": "not UTF-8", "detail": str(error)}
            return
        dialect = Dialect(controls=[formats.CsvControl(delimiter=",")])
        report = validate(name, detector=DETECTOR, encoding="utf-8-sig", dialect=dialect)
    for error in report.errors + [error for task in report.tasks for error in task.errors]:
        yield {"file": name, "rule": error.type, "detail": error.message}
    for warning in report.warnings:
        yield {"file": name, "rule": "warning", "detail": warning}


json.dump([fault for name in json.load(sys.stdin) for fault in faults(name)], sys.stdout)
