"""A form comes from the folder: compiled under the edition's name, and changed only with a new version."""

from types import SimpleNamespace

import pytest

from jarchy.charter.folder.base import Folder
from jarchy.forms import folder
from jarchy.forms.models import FormVersion
from jarchy.forms.tests import tiny
from jarchy.foundation.narrowing import house
from jarchy.foundation.problems import ProblemRaised, catalogue

CONTEXT = SimpleNamespace(
    edition=SimpleNamespace(slug="tiny", languages=("ky", "ru", "en"), has_checks=False)
)
BY = house("test")


def read(workbook: bytes, name: str = "forms/activity_report.xlsx"):
    return folder.read(Folder({name: workbook, "kinds.csv": b""}), CONTEXT)


def load(world, workbook: bytes):
    data, findings = read(workbook)
    assert findings == []
    found = folder.changes(data, world.edition)
    folder.load(data, world.edition, BY)
    return found


def test_it_is_known_on_phones_under_the_editions_name(registries):
    (form,), findings = read(tiny.workbook())
    assert findings == []
    assert 'id="tiny_activity_report"' in form.xform
    assert (form.form_id, form.version, form.lists) == (
        "activity_report",
        tiny.VERSION,
        ("activities.csv", "adm2.csv"),
    )


def test_the_same_folder_again_changes_nothing(world):
    assert not load(world, tiny.workbook())
    assert FormVersion.objects.get() == world.version


def test_a_new_version_is_asked_from_then_on(world):
    assert load(world, tiny.workbook(version="2018100101")).changed == [
        "forms/activity_report.xlsx: 2018100101"
    ]
    assert FormVersion.objects.get(is_current=True).version == "2018100101"
    assert FormVersion.objects.count() == 2


def test_an_old_version_may_come_back(world):
    load(world, tiny.workbook(version="2018100101"))
    load(world, tiny.workbook())
    assert FormVersion.objects.get(is_current=True) == world.version


def test_a_change_without_a_new_version_is_a_fault(world):
    with pytest.raises(ProblemRaised) as problem:
        load(world, tiny.workbook(more=[("text", "more", "More?", "Ещё?", "Дагы?")]))
    assert problem.value.code == "forms.version_taken"


def test_a_form_that_left_the_folder_is_asked_no_more_and_stays(world):
    folder.load([], world.edition, BY)
    assert not FormVersion.objects.get().is_current


@pytest.mark.parametrize("workbook, name, code", [
    (b"D0CF", "forms/activity_report.xlsx", "forms.workbook"),
    (tiny.workbook(more=[("calculate", "sum", "", "", "")]), "forms/activity_report.xlsx", "forms.workbook"),
    (tiny.workbook(more=[("text", "more", "More?", "", "Дагы?")]), "forms/activity_report.xlsx", "forms.no_text"),
    (tiny.workbook(more=[("select_one_from_file x.csv", "x", "X", "X", "X")]), "forms/a.xlsx", "forms.list_unknown"),
    (tiny.workbook(version=""), "forms/activity_report.xlsx", "forms.no_version"),
    (tiny.workbook(), "forms/Activity report.xlsx", "forms.file_name"),
])  # fmt: skip
def test_faults_are_said_with_how_to_mend_them(registries, workbook, name, code):
    _, findings = read(workbook, name)
    assert code in [finding.code for finding in findings if finding.level == "error"]
    problem = catalogue[code]
    for finding in findings:
        assert str(problem.sentence).format_map({"value": finding.value, **finding.params})
