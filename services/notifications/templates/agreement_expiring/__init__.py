"""To post and embassy: a bilateral agreement expires soon."""
