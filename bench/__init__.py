"""The promises of speed, measured: `python -m bench [NAME...] [--quick]`.

One file for each promise. forms_checked, ledger_million and export_5w also run by themselves; what every bench gives
back, and the campaign of a million lines that they share, stand in rows.py and campaign.py.
"""

import sys
from pathlib import Path

# Those that also run as scripts import each other as scripts do.
sys.path.insert(0, str(Path(__file__).parent))
