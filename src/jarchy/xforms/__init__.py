"""XForms: XLSForm workbooks compiled, forms read, asked, checked and written. Pure Python, nothing of Django.

Main parts: workbook (XLSForm -> XForm), reading (XForm -> program, plain data that `program` describes), making
(program -> Form), engine (what is asked, computed, wrong), instance (submission XML), xpath (expressions), finding.
Way in: `compile_workbook`, `read_form`, `program_of`, answers as texts by path; `evaluate`, one expression over one
document. Way out: State, Page, Checked, submission XML.
Used by: forms (its faces and `receive_submissions`).
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from jarchy.xforms.xpath.document import XPathDocumentError, evaluate
    from jarchy.xforms.xpath.error import XPathError

__all__ = ["XPathDocumentError", "XPathError", "evaluate"]
_HOMES = {"XPathDocumentError": "document", "XPathError": "error", "evaluate": "document"}


def __getattr__(name: str) -> Any:
    """Loaded when first asked for: whoever wants a part of the engine need not wait for all of it."""
    if name not in _HOMES:
        raise AttributeError(name)
    return getattr(import_module(f"jarchy.xforms.xpath.{_HOMES[name]}"), name)
