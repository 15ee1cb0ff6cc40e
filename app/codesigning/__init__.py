"""Developing an instrument together: patient partners, peers and leads propose, comment, vote and sign off."""
