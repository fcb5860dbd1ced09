"""To embassy and post: who leaves without a successor."""
