"""One file a page. A page is a function of edition and language that gives its HTML as text."""

from jarchy.website.pages.coming import coming
from jarchy.website.pages.corrections import corrections
from jarchy.website.pages.document import document
from jarchy.website.pages.downloads import downloads
from jarchy.website.pages.event import event, event_card
from jarchy.website.pages.figure import figure
from jarchy.website.pages.home import home
from jarchy.website.pages.how_we_count import how_we_count
from jarchy.website.pages.languages import languages, lost
from jarchy.website.pages.made_of import made_of
from jarchy.website.pages.numbers import numbers
from jarchy.website.pages.organisations import organisations
from jarchy.website.pages.picture_files import days_file, drawn_png, map_file
from jarchy.website.pages.recommendations import recommendations
from jarchy.website.pages.where import oblast, where

__all__ = [
    "coming",
    "corrections",
    "document",
    "downloads",
    "event",
    "days_file",
    "drawn_png",
    "event_card",
    "figure",
    "home",
    "how_we_count",
    "languages",
    "lost",
    "made_of",
    "map_file",
    "numbers",
    "oblast",
    "organisations",
    "recommendations",
    "where",
]  # fmt: skip
