"""Times WeasyPrint on HTML files; runs in its own environment. Prints milliseconds of processor time and pages each."""

# pyright: reportMissingImports=false

import json
import sys
import time
from pathlib import Path

import weasyprint

spent: list[float] = []
pages = 0
for name in sys.argv[1:]:
    html = Path(name).read_text("utf-8")
    began = time.process_time()
    document = weasyprint.HTML(string=html).render()
    document.write_pdf(pdf_variant="pdf/ua-1")
    spent.append(1000 * (time.process_time() - began))
    pages = len(document.pages)
# The first one loads the fonts.
print(json.dumps({"ms": sorted(spent[1:])[len(spent[1:]) // 2], "pages": pages}))
