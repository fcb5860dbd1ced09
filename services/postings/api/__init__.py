"""The network over HTTP: one router per resource, each saying who may call it."""
