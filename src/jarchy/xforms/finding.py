"""What is wrong, said so that whoever reads it can mend it."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault of an answer, a form or a workbook.

    `code` is stable; `path` the question's; `value` what was answered; `rule` the expression that was broken;
    `message` the form's own words by language, often none; `reason` English, for the makers of forms. In a workbook
    `sheet`, `row` (as the spreadsheet shows it, header = 1) and `column` say where.
    """

    code: str
    path: str = ""
    value: str = ""
    rule: str = ""
    message: Mapping[str, str] = field(default_factory=dict)
    reason: str = ""
    sheet: str = ""
    row: int | None = None
    column: str = ""


class FormRefused(ValueError):
    """A form or workbook that cannot be used, with all its faults."""

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        self.findings = findings
        super().__init__("; ".join(f"{finding.code} {finding.path} {finding.reason}" for finding in findings))
