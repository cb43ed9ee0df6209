"""What every room stands on: texts, problems, narrowing, audit, jobs, ids, files, settings, base templates.

A closed list: what belongs to a room goes to that room, what knows no Django to one of the pure tools.
Main rows: AuditLine, ClockSlot. Way in: its modules, by name. Way out: the audit and the pages' frame.
"""
