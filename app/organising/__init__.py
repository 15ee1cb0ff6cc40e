"""The lead's desk: people, clinics, instruments, programmes, rounds, sessions, who observes, and progress."""
