"""What every page shares: who is signed in, the gate, errors, headers, assets, forms."""
