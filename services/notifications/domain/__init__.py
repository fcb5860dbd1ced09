"""The rules about what recipients may answer."""
