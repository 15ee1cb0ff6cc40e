"""Figures as pure values: drawn once, shown as SVG on the web and as vectors in the PDF."""
