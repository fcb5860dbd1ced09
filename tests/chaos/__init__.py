"""The chaos rig: a house under a stream of commands, faults in its processes, and a ledger of what was promised."""
