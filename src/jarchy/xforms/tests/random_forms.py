"""Small forms of every sort, made by chance, with answers to them."""

from hypothesis import strategies as st

from jarchy.xforms.tests.small_forms import xform

NAMES = ("a", "b", "c", "d", "e")
CHOICES = "<item><label ref=\"jr:itext('yes')\"/><value>1</value></item><item><label>No</label><value>2</value></item>"
ITEXT = """<itext><translation lang="Кыргызча (ky)"><text id="yes"><value>Ооба</value></text>
  <text id="/data/a:label"><value>Биринчи <output value="/data/b"/></value><value form="image">jr://images/a.png</value>
  </text></translation><translation lang="English (en)" default="true()"><text id="yes"><value>Yes</value></text>
  </translation></itext><instance id="list"><root><item><name>1</name><kind>x</kind></item>
  <item><name>2</name></item></root></instance>"""
VALUES = st.sampled_from(["", "1", "2", "20", "x", " 1 2 ", "2018-11-05", "-"])


@st.composite
def forms(draw: st.DrawFn, *, sets: bool = True) -> bytes:
    """Some questions, each free to read those before it; the last ones in a group or in a repeat. `sets`: whether an
    answer may be put into another, which makes what is stored hang on the order in which one answers."""
    count = draw(st.integers(1, len(NAMES)))
    first_inside = draw(st.integers(1, count))
    around = draw(st.sampled_from(["", "group", "repeat"])) if first_inside < count else ""
    paths = [
        f"/data/g/{name}" if around and place >= first_inside else f"/data/{name}"
        for place, name in enumerate(NAMES[:count])
    ]
    binds = "".join(draw(_bind(path, paths[:place])) for place, path in enumerate(paths))
    controls = [draw(_control(path, draw(_sets(paths)) if sets else "")) for path in paths]
    outside, inside = (controls, []) if not around else (controls[:first_inside], controls[first_inside:])
    body = "".join(outside)
    if around == "group":
        body += f'<group ref="/data/g" appearance="field-list"><label>G</label>{"".join(inside)}</group>'
    if around == "repeat":
        body += f'<group ref="/data/g"><label>G</label><repeat nodeset="/data/g">{"".join(inside)}</repeat></group>'
    nodes = "".join(f"<{path.rpartition('/')[2]}/>" for path in paths if not path.startswith("/data/g/"))
    below = "".join(f"<{path.rpartition('/')[2]}/>" for path in paths if path.startswith("/data/g/"))
    return xform(nodes + (f"<g>{below}</g>" if below else ""), binds, body, ITEXT)


@st.composite
def _bind(draw: st.DrawFn, path: str, before: list[str]) -> str:
    attributes = [
        f'nodeset="{path}"',
        f'type="{draw(st.sampled_from(["string", "int", "decimal", "date"]))}"',
    ]
    if before:
        read = draw(st.sampled_from(before))
        rules = [f"{read} = 1", f"selected({read}, '2')", f"{read} &gt; 1.5 or string-length({read}) &gt; 2"]
        attributes += draw(
            st.lists(
                st.sampled_from(
                    [f'relevant="{rule}"' for rule in rules]
                    + [f"calculate=\"concat({read}, '!')\"", f'calculate="{read} + 1"']
                ),
                max_size=2,
                unique_by=lambda said: said.partition("=")[0],
            )
        )
    if draw(st.booleans()):
        attributes.append('required="true()"')
    if draw(st.booleans()):
        attributes.append('constraint=". != 20" jr:constraintMsg="Not twenty"')
    return f"<bind {' '.join(attributes)}/>"


def _sets(paths: list[str]) -> st.SearchStrategy[str]:
    """Mostly none; else a value that is put into another question, or into the same."""
    one = st.tuples(
        st.sampled_from(["xforms-value-changed", "odk-instance-first-load", "odk-new-repeat"]),
        st.sampled_from(paths),
        st.sampled_from(["1 + 1", "concat(., 'x')", "''", "/data/a"]),
    )
    return st.lists(one, max_size=1).map(
        lambda chosen: "".join(
            f'<setvalue event="{event}" ref="{path}" value="{value}"/>' for event, path, value in chosen
        )
    )


def _control(path: str, sets: str) -> st.SearchStrategy[str]:
    label = f"<label ref=\"jr:itext('{path}:label')\"/>" if path == "/data/a" else "<label>How many?</label>"
    listed = """<itemset nodeset="instance('list')/root/item[kind = 'x' or name = 2]"><value ref="name"/>
      <label ref="name"/></itemset>"""
    return st.sampled_from(
        [
            f'<input ref="{path}">{label}{sets}</input>',
            f'<select1 ref="{path}">{label}{CHOICES}{sets}</select1>',
            f'<select ref="{path}">{label}{listed}{sets}</select>',
            f'<rank ref="{path}">{label}{CHOICES}{sets}</rank>',
            "",
        ]
    )


def answers(paths: list[str]) -> st.SearchStrategy[dict[str, str]]:
    """Answers to some of the questions; of a repeat two rounds."""
    twice = [path.replace("/g/", "/g[2]/") for path in paths if "/g/" in path]
    return st.dictionaries(st.sampled_from([*paths, *twice]), VALUES, max_size=8)
