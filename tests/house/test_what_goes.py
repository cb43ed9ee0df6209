"""Every table that may name somebody says what becomes of that when its edition is archived."""

from __future__ import annotations

import pytest
from django.apps import apps

from jarchy.charter.archiving import emptyings

# Privacy classes of tables that hold no words of or about a person: numbers, codes, what the campaign publishes.
HARMLESS = ("public", "none", "account number", "open plans public")
# Tables of other classes that need no emptying of their own, and why.
WITHOUT_WORDS = {
    "fieldwork.ReportVersion": "numbers a submission; its words are the submission's",
    "fieldwork.Noticed": "codes, numbers and days of a flag",
    "fieldwork.Correction": "its reason was written for the public, and the guard has looked at it",
    "fieldwork.CheckSeed": "a seed and its hash",
    "fieldwork.Draw": "numbers and hashes of a list",
    "fieldwork.Drawn": "a report's place in a list",
    "fieldwork.Call": "an outcome and account numbers; a host's hash goes after a month",
    "fieldwork.ReportPicture": "goes with the pictures, 90 days after final",
    "people.Letter": "a decision of an institution, kept as evidence",
    "people.LinkOpening": "a moment",
    "charter.SheetMapping": "names of a sheet's columns",
    "charter.SafeguardingNumber": "part of the campaign file",
    "forms.DraftFile": "goes with its draft",
    "forms.ChatFile": "goes with its session",
    "forms.FormUpload": "a workbook of questions, gone after 30 days",
    "forms.FormFile": "lists and pictures of a form, as the Secretariat published them",
}
MODELS = {
    f"{model._meta.app_label}.{model.__name__}": model
    for model in apps.get_models()
    if model.__module__.startswith("jarchy.")
}


@pytest.mark.parametrize("table", MODELS)
def test_a_table_that_may_name_somebody_is_emptied_or_says_why_not(table):
    if MODELS[table].privacy.startswith(HARMLESS):
        return
    assert (table in {one.table for one in emptyings}) != (table in WITHOUT_WORDS), (
        f"{table}: add an Emptying in its room's actions/archiving.py, joined in project/joints.py"
    )


def test_nothing_is_excused_that_is_not_there():
    assert set(WITHOUT_WORDS) <= set(MODELS)
