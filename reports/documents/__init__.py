"""Papers beside the report: a record of observing, a summary for a team meeting, a leaflet and a poster."""
