"""XForms: XLSForm workbooks compiled, forms read, asked, checked and written. Pure Python, nothing of Django.

Main parts: workbook (XLSForm -> XForm), reading (XForm -> Form), engine (what is asked, computed, wrong),
instance (submission XML), xpath (expressions), finding (what is wrong, for people).
Way in: `compile_workbook`, `read_form`, answers as texts by path. Way out: State, Page, Checked, submission XML.
Used by: forms (its faces and `receive_submissions`).
"""
