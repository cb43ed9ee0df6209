"""A form as a sheet: one row is one submission.

columns  which columns a form has on a sheet, and which lists stand behind them
blank    the workbook to fill in
table    a file that came back: where its header stands, its rows
cells    from what was typed to answers
judging  one row against the form and against what was sent before
"""
