"""Formats: files that others write or read: tables, HXL, iCalendar, numbers in sentences. No Django.

Main parts: tables (a campaign's CSV, read strictly), cells (no formula gets out), hxl, ical, numbers.
Way in: bytes or rows. Way out: typed rows with findings; bytes, or generators of lines for what is large.
Used by: every room's folder.py, and by publications for what is downloaded.
"""
