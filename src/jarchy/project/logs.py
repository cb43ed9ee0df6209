"""Logging: structlog for ours, the same form for what libraries say. Routes instead of paths: a path may hold a token,
a query a name or a number."""

from __future__ import annotations

import logging
import sys
from typing import Any

import structlog

QUIET = {"httpx": 30, "asyncio": 30, "PIL": 30, "pyxform": 30, "django.request": 40, "django.server": 40}


class WithoutPath(logging.Filter):
    """Django's own lines on a request name its path: they get its route in place of it."""

    def filter(self, record: logging.LogRecord) -> bool:
        request: Any = getattr(record, "request", None)
        if request is not None:
            match = getattr(request, "resolver_match", None)
            status = getattr(record, "status_code", "")
            record.msg, record.args = "%s at route %s", (status, match.route if match else "-")
            record.__dict__.pop("request", None)  # the renderer would print it, path and all
        return True


def configure(level: str = "info") -> None:
    """Lines to stderr: coloured on a terminal, JSON elsewhere. Safe to call again."""
    number = getattr(logging, level.upper(), logging.INFO)
    stamped: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    is_terminal = sys.stderr.isatty()
    if is_terminal:
        # Plain: what rich makes of a fault shows local variables, and they hold passwords, telephones, answers.
        plain = structlog.dev.plain_traceback
        render: list[Any] = [structlog.dev.ConsoleRenderer(exception_formatter=plain)]
    else:
        render = [structlog.processors.format_exc_info, structlog.processors.JSONRenderer(ensure_ascii=False)]
    structlog.configure(
        processors=[*stamped, *render],
        wrapper_class=structlog.make_filtering_bound_logger(number),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.addFilter(WithoutPath())
    form = structlog.stdlib.ProcessorFormatter(
        processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *render],
        foreign_pre_chain=[*stamped, structlog.stdlib.add_logger_name],
    )
    handler.setFormatter(form)
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(max(number, logging.WARNING) if not is_terminal else logging.WARNING)
    for name, least in QUIET.items():
        logging.getLogger(name).setLevel(least)
