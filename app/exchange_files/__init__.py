"""Files of other programs: one door in, one door out. Bytes are read and written here, meaning in `instruments`."""
