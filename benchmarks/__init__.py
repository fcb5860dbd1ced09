"""One module per claim the project makes about itself, each runnable with --json."""
