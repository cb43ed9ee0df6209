"""A small form, its workbook, and the lists that come with it: shaped as the activity report, a tenth of its length."""

from __future__ import annotations

import io
from types import SimpleNamespace

from openpyxl import Workbook

from jarchy.charter.folder.base import Folder
from jarchy.charter.models import Edition
from jarchy.forms import folder
from jarchy.forms.models import FormVersion
from jarchy.foundation.narrowing import house

VERSION = "2018090101"
SURVEY = [
    ("type", "name", "label::English (en)", "label::Русский (ru)", "label::Кыргызча (ky)", "required", "relevant",
     "constraint", "constraint_message::English (en)", "constraint_message::Русский (ru)",
     "constraint_message::Кыргызча (ky)", "appearance", "choice_filter", "calculation", "default"),
    ("start", "start"),
    ("today", "today"),
    ("username", "username"),
    ("note", "intro", "About one minute.", "Около минуты.", "Бир мүнөттөй убакыт алат."),
    ("begin_group", "what", "What and where", "Что и где", "Эмне жана кайда", "", "", "", "", "", "", "field-list"),
    ("select_one_from_file activities.csv", "activity", "Which activity?", "Какое мероприятие?", "Кайсы иш-чара?",
     "yes"),
    ("date", "held_on", "On which day?", "В какой день?", "Кайсы күнү?", "yes", "${activity} = 'new'", ". <= today()",
     "This day has not come yet.", "Этот день ещё не наступил.", "Бул күн али келе элек.", "", "", "", "today()"),
    ("select_one adm1", "adm1", "Region", "Область", "Облус", "yes", "${activity} = 'new'", "", "", "", "", "minimal"),
    ("select_one_from_file adm2.csv", "adm2", "District", "Район", "Район", "yes",
     "${activity} = 'new' and ${adm1} != 'KG11000000000'", "", "", "", "", "minimal", "adm1 = ${adm1}"),
    ("end_group",),
    ("begin_group", "people", "How many", "Сколько", "Канча", "", "", "", "", "", "", "field-list"),
    ("integer", "total", "How many took part?", "Сколько участвовало?", "Канча киши катышты?", "yes", "",
     ". >= 0 and . <= 20000", "From 0 to 20,000.", "От 0 до 20 000.", "0дөн 20 000ге чейин."),
    ("integer", "women", "Of them women", "Из них женщин", "Анын ичинен аялдар", "", "${total} > 0",
     ". >= 0 and . <= ${total}", "More than all who took part.", "Больше, чем всех участников.",
     "Бардык катышуучулардан көп болуп калды."),
    ("end_group",),
    ("begin_group", "proof", "To finish", "Напоследок", "Аягында", "", "", "", "", "", "", "field-list"),
    ("text", "host_phone", "Phone of the host", "Телефон", "Телефону", "", "", r"regex(., '(\+996|0)[0-9]{9}')",
     "Like 0555123456.", "Например, 0555123456.", "Мисалы, 0555123456.", "numbers"),
    ("image", "photo", "One photo", "Одно фото", "Бир сүрөт"),
    ("text", "lesson", "What next time?", "Что в следующий раз?", "Кийинки жолу эмне?", "", "",
     "string-length(.) <= 300", "At most 300 characters.", "Не больше 300 знаков.", "300 белгиден ашпасын.",
     "multiline"),
    ("end_group",),
]  # fmt: skip
CHOICES = [
    ("list_name", "name", "label::English (en)", "label::Русский (ru)", "label::Кыргызча (ky)"),
    ("adm1", "KG04000000000", "Naryn", "Нарын", "Нарын"),
    ("adm1", "KG11000000000", "Bishkek city", "Бишкек", "Бишкек"),
]
LISTS = {
    "activities.csv": [
        {"name": "new", "label": "Not in the plan", "label_en": "Not in the plan", "label_ky": "Планда жок"},
        {
            "name": "plan-001",
            "label": "Talk in Kochkor",
            "label_en": "Talk in Kochkor",
            "label_ky": "Кочкордо",
        },
    ],
    "adm2.csv": [
        {"name": "KG04210000000", "label": "At-Bashy", "label_en": "At-Bashy", "adm1": "KG04000000000"},
        {"name": "KG07215000000", "label": "Talas", "label_en": "Talas", "adm1": "KG07000000000"},
    ],
}
GOOD = {
    "activity": "new", "held_on": "2018-10-03", "adm1": "KG04000000000", "adm2": "KG04210000000", "total": "37",
    "women": "20", "lesson": "Begin earlier.",
}  # fmt: skip


def workbook(
    *,
    form_id: str = "activity_report",
    version: str = VERSION,
    more: list[tuple] = (),
    client_editable: str = "",
) -> bytes:
    """The form as .xlsx; `more` rows stand at the end of the survey."""
    book = Workbook()
    book.remove(book.active)
    settings = [
        ("form_id", "version", "default_language", "client_editable"),
        (form_id, version, "Кыргызча (ky)", client_editable),
    ]
    for title, rows in (("survey", [*SURVEY, *more]), ("choices", CHOICES), ("settings", settings)):
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def load(edition: Edition, data: bytes) -> FormVersion:
    """A workbook made the current activity report of this edition, by the folder's own way."""
    facts = SimpleNamespace(slug=edition.slug, languages=tuple(edition.languages), has_checks=False)
    context = SimpleNamespace(edition=facts)
    forms, findings = folder.read(Folder({"forms/activity_report.xlsx": data}), context)
    assert findings == []
    folder.load(forms, edition, house("test"))
    version = FormVersion.objects.get(edition=edition, form_id="activity_report", is_current=True)
    version.edition = edition
    return version


def xml(*, instance_id: str | None = "uuid:1", corrects: str = "", version: str = VERSION,
        form_id: str = "tiny_activity_report", **answers: str) -> bytes:  # fmt: skip
    """A submission as a phone writes it, with GOOD's answers where no others are given; None leaves one out."""
    said = {**GOOD, **answers}
    groups = {
        "what": ("activity", "held_on", "adm1", "adm2"),
        "people": ("total", "women"),
        "proof": ("host_phone", "photo", "lesson"),
    }
    inside = "".join(
        f"<{group}>" + "".join(f"<{name}>{said.get(name) or ''}</{name}>" for name in names) + f"</{group}>"
        for group, names in groups.items()
    )
    extra = "".join(
        f"<{n}>{t}</{n}>" for n, t in said.items() if not any(n in names for names in groups.values())
    )
    ids = f"<orx:instanceID>{instance_id}</orx:instanceID>" if instance_id else ""
    ids += f"<orx:deprecatedID>{corrects}</orx:deprecatedID>" if corrects else ""
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<data xmlns:orx="http://openrosa.org/xforms" id="{form_id}" '
        f'version="{version}"><start>2018-10-03T10:00:00.000+06:00</start>{inside}{extra}<orx:meta>{ids}</orx:meta></data>'
    ).encode()
