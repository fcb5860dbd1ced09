"""To embassy and post: who arrives, whom they follow, from when."""
