"""Small forms for tests: an XForm made of a few lines, and the world they are asked in."""

from datetime import UTC, datetime
from random import Random
from zoneinfo import ZoneInfo

from jarchy.xforms.form import Form
from jarchy.xforms.reading import read_form
from jarchy.xforms.xpath.world import World

BISHKEK = ZoneInfo("Asia/Bishkek")
NOON = datetime(2018, 11, 5, 6, 0, tzinfo=UTC)
"""12:00 on 5 November 2018 in Bishkek."""


def world(language: str = "") -> World:
    local = NOON.astimezone(BISHKEK)
    return World(local, local.date(), BISHKEK, language, "aigul", Random(7))


def form_of(instance: str, binds: str = "", body: str = "", model: str = "") -> Form:
    return read_form(xform(instance, binds, body, model))


def xform(instance: str, binds: str = "", body: str = "", model: str = "") -> bytes:
    """An XForm with `instance` inside <data>, and binds, body and more of the model as given."""
    return f"""<?xml version="1.0"?>
<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"
        xmlns:jr="http://openrosa.org/javarosa" xmlns:orx="http://openrosa.org/xforms">
  <h:head><h:title>Small</h:title><model>
    <instance><data id="small" version="1">{instance}<meta><instanceID/></meta></data></instance>
    {model}{binds}
  </model></h:head>
  <h:body>{body}</h:body>
</h:html>""".encode()


def questions(*names: str) -> str:
    """Plain text inputs for /data/<name>."""
    return "".join(f'<input ref="/data/{name}"><label>{name}</label></input>' for name in names)
