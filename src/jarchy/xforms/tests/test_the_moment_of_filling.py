"""now() and today() of a check are those of whoever filled the form in, not of whoever received it."""

from dataclasses import replace
from datetime import date

import pytest

from jarchy.xforms.engine import check, finish
from jarchy.xforms.tests.small_forms import NOON, form_of, questions, world

BINDS = """<bind nodeset="/data/start" jr:preload="timestamp" jr:preloadParams="start" type="dateTime"/>
<bind nodeset="/data/end" jr:preload="timestamp" jr:preloadParams="end" type="dateTime"/>
<bind nodeset="/data/a" type="date" constraint=". &lt;= today()"/>
<bind nodeset="/data/b" calculate="today()"/>
<bind nodeset="/data/c" calculate="if(instance('__last-saved')/data/a = '', 'first', 'again')"/>
<bind nodeset="/data/d" calculate="random()"/>"""
LAST = '<instance id="__last-saved" src="jr://instance/last-saved"/>'


def form():
    return form_of("<start/><end/><a/><b/><c/><d/>", BINDS, questions("a"), LAST)


@pytest.mark.parametrize(
    ("sent", "codes"),
    [
        ({}, []),
        ({"/data/end": "2018-11-03T10:00:00.000+06:00"}, ["constraint"]),
        ({"/data/start": "2018-11-03T10:00:00.000+06:00"}, ["constraint"]),
        ({"/data/start": "2018-11-03T10:00:00+06:00", "/data/end": "2018-11-04T00:10:00+06:00"}, []),
        ({"/data/end": "2018-11-03T20:10:00.000Z"}, []),  # past midnight in Bishkek
        ({"/data/end": "yesterday"}, ["constraint"]),
    ],
)
def test_a_day_is_judged_by_the_day_on_which_the_form_was_ended(sent, codes):
    answers = {"/data/a": "2018-11-06" if "yesterday" in sent.values() else "2018-11-04", **sent}
    assert [finding.code for finding in check(form(), answers, {}, world()).findings] == codes


def test_an_example_campaign_keeps_its_own_day():
    example = replace(world(), today=date(2018, 10, 1))
    answers = {"/data/a": "2018-10-02", "/data/end": "2018-11-05T10:00:00+06:00"}
    assert [finding.code for finding in check(form(), answers, {}, example).findings] == ["constraint"]


def test_what_hung_on_clock_chance_or_the_last_report_is_believed():
    sent = {"/data/b": "2017-01-01", "/data/c": "again", "/data/d": "0.5"}
    checked = check(form(), sent, {}, world())
    assert checked.findings == ()
    assert checked.strings == sent


def test_the_end_is_written_in_the_forms_own_time():
    assert NOON.hour == 6
    assert finish(form(), {}, world()) == {"/data/end": "2018-11-05T12:00:00.000+06:00"}
