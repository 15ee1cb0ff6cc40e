"""Work that takes longer than a request, done by processes beside the web server."""
