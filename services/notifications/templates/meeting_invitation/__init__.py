"""To both parties of each meeting: when, where, with whom."""
