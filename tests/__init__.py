"""Tests: unit, property and contract tests need no server; integration and e2e tests use real ones."""
