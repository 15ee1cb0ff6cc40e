"""The documented HTTP interface: what other programs may read and send, and the document that says so."""
