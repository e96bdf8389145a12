"""5,000 badges into PDF: seconds and megabytes of the process that sets it (EXP-09: 60 s, 256 MB).

python -m bench.pdf [how many]
"""

from __future__ import annotations

import resource
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from flask import Flask
from flask_babel import Babel, force_locale

from tests.abuse.test_pdf import NOW, page_of
from wallet.exports.pdf import render_parts
from wallet.exports.pdf_content import Print

many = int(sys.argv[1]) if len(sys.argv) > 1 else 5000
app = Flask("bench")
Babel(app)
page = page_of(*(f"Badge {number}: reading, cleaning and drawing data" for number in range(many)))
started = time.perf_counter()
with app.app_context(), force_locale("en_GB"):
    parts = render_parts(Print(page, NOW), lambda done, total: None)
took = time.perf_counter() - started
child = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(f"{many} badges: {took:.1f} s, typesetter {child:.0f} MB, wallet {own:.0f} MB")
print(f"{len(parts)} PDFs, {sum(map(len, parts)) / 1e6:.0f} MB")
