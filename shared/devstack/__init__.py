"""Real Kafka, MongoDB and a mail sink as child processes of one run on one machine, for where Docker is not to be had.

`shared.devstack.stack.Devstack` starts and stops all of it; whatever it writes lies under one directory, `.liaison`.
"""
