"""The files that the network is told in; what prints is loaded when something is printed."""
