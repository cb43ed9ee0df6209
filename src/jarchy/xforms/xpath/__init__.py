"""XPath as forms use it: text -> tree (parser) -> closures (compiler), run over nodes.

Way in: `compile_text` with Surroundings, run with a Context in a Scene; `document.evaluate` for any document.
Way out: a value (values.py), or XPathError with position and reason. Functions: a row each in functions/table.py.
"""

# The table is filled before anything is compiled.
from jarchy.xforms.xpath import functions as functions
