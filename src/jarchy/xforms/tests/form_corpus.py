"""Small forms, one for each thing that an engine must get right; with the lists from outside that they need."""

from typing import Any

from jarchy.xforms.tests.small_forms import questions, xform

FIRST = 'event="odk-instance-first-load"'
NEW = 'event="odk-new-repeat odk-instance-first-load"'


def _bind(name: str, **rules: str) -> str:
    written = " ".join(f'{key.replace("jr_", "jr:")}="{rule}"' for key, rule in rules.items())
    return f'<bind nodeset="/data/{name}" {written}/>'


def _select(name: str, inside: str, tag: str = "select1", appearance: str = "") -> str:
    said = f' appearance="{appearance}"' if appearance else ""
    return f'<{tag} ref="/data/{name}"{said}><label>{name}</label>{inside}</{tag}>'


def _items(*names: str) -> str:
    return "".join(f"<item><label>{name.upper()}</label><value>{name}</value></item>" for name in names)


def _itemset(rows: str, label: str = "label") -> str:
    return f'<itemset nodeset="{rows}"><value ref="name"/><label ref="{label}"/></itemset>'


def _repeat(name: str, body: str, count: str = "") -> str:
    said = f' jr:count="{count}"' if count else ""
    path = f"/data/{name}"
    return f'<group ref="{path}"><label>{name}</label><repeat nodeset="{path}"{said}>{body}</repeat></group>'


def _range(name: str, start: str, end: str, step: str) -> str:
    return (
        f'<range ref="/data/{name}" start="{start}" end="{end}" step="{step}"><label>{name}</label></range>'
    )


def _group(name: str, body: str, appearance: str = "") -> str:
    said = f' appearance="{appearance}"' if appearance else ""
    return f'<group ref="/data/{name}"{said}><label>{name}</label>{body}</group>'


WORDS = """<itext><translation lang="Кыргызча (ky)"><text id="/data/a:label"><value>Сиз
 <output value="/data/b"/> дедиңиз <output value="date('x')"/></value></text>
 <text id="/data/b:hint"><value form="guidance">Көбүрөөк</value></text>
 <text id="two"><value/></text><text id="one"><value>Бир <output value="/data/b"/></value><value form="image">jr://images/one.png</value></text>
 </translation><translation lang="English (en)" default="true()"><text id="/data/a:label"><value>You said
 <output value="/data/b"/> &amp; <output value="../b + 1"/></value></text>
 <text id="/data/b:hint"><value>A number</value>
 <value form="guidance">More <output value="."/></value></text><text id="one"><value>One</value></text>
 <text id="two"><value>Two</value></text></translation></itext><instance id="list"><root>
 <item><name>1</name><itextId>one</itextId></item><item><name>2</name><itextId>two</itextId><k>x</k></item>
 <item><name>3</name></item></root></instance>"""
TREE = """<instance id="tree"><towns code="t"><town code="o"><name>osh</name><label>Osh</label></town>
 <town code="u"><name>uzgen</name><label>Uzgen</label></town></towns></instance>"""
ROUNDS = "<n/><person><name/><age/><adult/><child><toy/><much/></child></person><total/><second/><where/>"
ROUND_BINDS = (
    _bind("person/name", required="position(..) &lt; 3", constraint="string-length(.) &lt; 9")
    + _bind("person/age", type="int", relevant="/data/person/name != ''", constraint=". &lt; 120")
    + _bind("person/adult", calculate="if(../age >= 18, 'yes', 'no')")
    + _bind("person/child/toy", relevant="../../age > 1 or ../../name = 'x'")
    + _bind(
        "person/child/much",
        calculate="concat(count(../../child), '-', count(preceding-sibling::*), '-', /data/n)",
    )
    + _bind("total", calculate="sum(/data/person/age)")
    + _bind("second", calculate="indexed-repeat(/data/person/name, /data/person, 2)")
    + _bind("where", calculate="join(',', /data/person/child/toy)")
)
HOUSE = "<n>2</n><person><who>?</who><town/><kids>1</kids><child><name/><town/></child></person>"
HOUSE_BODY = questions("n") + _repeat(
    "person",
    f"""<setvalue {NEW} ref="/data/person/town" value="concat('town ', position(..))"/>{questions("person/who")}
    <input ref="/data/person/kids"><label>k</label><setvalue event="xforms-value-changed" ref="/data/person/who"
    value="concat('of ', ../kids)"/></input>"""
    + _repeat(
        "person/child",
        f"""<setvalue {NEW} ref="/data/person/child/town" value="../../town"/>{questions("person/child/name")}""",
        "min(3, ../kids)",
    ),
)


def _changing() -> str:
    sets = {"a": ("b", "/data/a + 1"), "b": ("c", "concat(/data/b, '!')"), "c": ("a", "date('x')")}
    return "".join(
        f"""<input ref="/data/{name}"><label>{name}</label><setvalue event="xforms-value-changed"
        ref="/data/{target}" value="{value}"/></input>"""
        for name, (target, value) in sets.items()
    )


PRELOADS = (
    _bind("a", jr_preload="timestamp", jr_preloadParams="start", type="dateTime")
    + _bind("b", jr_preload="timestamp", jr_preloadParams="end")
    + _bind("c", jr_preload="property", jr_preloadParams="username")
    + _bind("d", jr_preload="date", jr_preloadParams="today")
    + _bind("e", jr_preload="property", jr_preloadParams="deviceid")
)
KINDS = [
    "int",
    "decimal",
    "date",
    "time",
    "dateTime",
    "geopoint",
    "geotrace",
    "geoshape",
    "barcode",
    "string",
]
PLACES: list[dict[str, str]] = [
    {"name": "osh", "label": "Osh", "label_ky": "Ош", "district": "", "last": "2018-11-05"},
    {"name": "uzgen", "label": "Uzgen", "label_ky": "", "district": "osh"},
    {"name": "a b", "label": "", "district": "osh"},
]

FORMS: dict[str, bytes] = {
    "rounds": xform(
        ROUNDS,
        ROUND_BINDS,
        questions("n")
        + _repeat(
            "person",
            questions("person/name", "person/age") + _repeat("person/child", questions("person/child/toy")),
        ),
    ),
    "counted rounds": xform(
        ROUNDS,
        ROUND_BINDS,
        questions("n")
        + _repeat(
            "person",
            questions("person/name", "person/age")
            + _repeat("person/child", questions("person/child/toy"), "min(3, ../age div 10)"),
            "min(/data/n, 4)",
        ),
    ),
    "rounds that begin": xform(HOUSE, "", HOUSE_BODY),
    "counted rounds that begin": xform(
        HOUSE,
        "",
        HOUSE_BODY.replace(
            'nodeset="/data/person"', 'nodeset="/data/person" jr:count="min(3, /data/n)"'
        ).replace("position(..)", "count(../../person)"),
    ),
    "answers that set answers": xform(
        "<a/><b>1</b><c/>", "", _changing(), f'<setvalue {FIRST} ref="/data/c" value="/data/b * 2"/>'
    ),
    "words": xform(
        "<a/><b/><c/><d/>",
        _bind(
            "b",
            type="int",
            constraint=". > 1",
            jr_constraintMsg="More than one",
            required="true()",
            jr_requiredMsg="jr:itext('one')",
        )
        + _bind(
            "d", calculate="concat(jr:choice-name(/data/c, '/data/c'), '|', jr:itext('two'), '|', version())"
        ),
        """<input ref="/data/a"><label ref="jr:itext('/data/a:label')"/></input>
        <input ref="/data/b"><label>B</label><hint ref="jr:itext('/data/b:hint')"/></input>"""
        + _select("c", _itemset("instance('list')/root/item", "jr:itext(itextId)"), "select"),
        WORDS,
    ),
    "filtered": xform(
        "<a/><b/><c/>",
        "",
        questions("b")
        + _select("a", _itemset("instance('list')/root/item[name != /data/b]", "jr:itext(itextId)"), "rank")
        + _select("c", _itemset("randomize(instance('list')/root/item, 7)", "name")),
        WORDS,
    ),
    "a list of another shape": xform(
        "<a/><b/>",
        _bind("b", calculate="instance('tree')/towns/town[@code = 'u']/name"),
        _select("a", _itemset("instance('tree')/towns/town")),
        TREE,
    ),
    "places": xform(
        "<a/><b/><c/><d/>",
        _bind("c", calculate="count(instance('places')/root/item[district = /data/a])")
        + _bind("d", calculate="instance('places')/root/item[name = /data/b]/last"),
        _select("a", _itemset("instance('places')/root/item"))
        + _select("b", _itemset("instance('places')/root/item[district = /data/a]"), "select"),
        '<instance id="places" src="jr://file-csv/places.csv"/>',
    ),
    "faults": xform(
        "<a/><b/><c/><d/>",
        _bind("b", relevant="date(/data/a) > 1")
        + _bind("c", calculate="date(concat(/data/a, '-99'))")
        + _bind("d", constraint="date(/data/a) = 1", required="date('2018-99-99') = 1"),
        questions("a", "b", "d"),
    ),
    "filled in by itself": xform("<a/><b/><c/><d/><e/>", PRELOADS),
    "kinds": xform(
        "".join(f"<{kind}/>" for kind in KINDS),
        "".join(_bind(kind, type=kind, required="true()") for kind in KINDS),
        questions(*KINDS),
    ),
    "computed kinds": xform(
        "<x/>" + "".join(f"<{kind}/>" for kind in KINDS),
        "".join(_bind(kind, type=kind, calculate="/data/x", constraint=". != 1") for kind in KINDS),
        questions("x"),
    ),
    "ranges": xform(
        "<a/><b/><c/>",
        _bind("a", type="int") + _bind("b", type="decimal") + _bind("c", type="decimal"),
        _range("a", "1", "9", "2") + _range("b", "1", "-1", "0.1") + _range("c", "-0.5", "10", "0.25"),
    ),
    "uploads": xform(
        "<a/><b/><c/>",
        "".join(_bind(name, type="binary") for name in "abc"),
        """<upload ref="/data/a" mediatype="image/*"><label>a</label></upload>
        <upload ref="/data/b" mediatype="application/pdf"><label>b</label></upload>
        <trigger ref="/data/c"><label>c</label></trigger>""",
    ),
    "pages": xform(
        "<n1/><a/><g><b/><h><c/><n2/></h></g><i><j><d/></j><r><e/></r></i><k><f/><l><o/></l><m><p/></m></k><n3/>",
        "".join(_bind(name, readonly="true()", type="string") for name in ("n1", "g/h/n2", "n3"))
        + _bind("k", relevant="/data/a != ''")
        + _bind("g/h", relevant="/data/g/b = ''"),
        questions("n1", "a")
        + _group("g", questions("g/b") + _group("g/h", questions("g/h/c", "g/h/n2")))
        + _group("i", _group("i/j", questions("i/j/d"), "field-list") + _repeat("i/r", questions("i/r/e")))
        + _group(
            "k",
            questions("k/f")
            + _group("k/l", questions("k/l/o"), "field-list")
            + _repeat("k/m", questions("k/m/p")),
            "w1 field-list",
        )
        + questions("n3"),
    ),
    "table": xform(
        "<a/><b/>",
        _bind("a", required="true()") + _bind("b", readonly="/data/a = '1'"),
        _select("a", _items("x", "y"), appearance="label minimal")
        + _select("b", _items("x", "y"), "select", "list-nolabel"),
    ),
    '<&" form': xform("<a/>", "", questions("a")).replace(
        b'id="small" version="1"', b'id="a&lt;&amp;&quot;&gt;&#10;b" version=""'
    ),
}
CHANCE = xform(
    "<a/><b/><c/><d/>",
    _bind("a", calculate="once(random())")
    + _bind("b", calculate="random()")
    + _bind("c", relevant="random() &lt; 0.5")
    + _bind("d", calculate="once(now())"),
    questions("c"),
)
"""Two engines need not agree on how often chance is asked while an answer changes."""
MILLIONS = xform(
    "<n/><a><b><c/></b></a>",
    "",
    questions("n") + _repeat("a", _repeat("a/b", questions("a/b/c"), "/data/n"), "/data/n"),
)
"""As many rounds, each with as many inside, as an answer says."""
FILES: dict[str, Any] = {"places.csv": PLACES}
