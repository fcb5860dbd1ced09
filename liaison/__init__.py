"""The command line: runs the house on one machine, does the main job as its users would, and operates a deployment."""
