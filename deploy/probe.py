"""Asks the service in this container for its health: `probe.py live|ready`; ends with 1 unless the answer is yes."""

import os
import sys
from http.client import HTTPConnection  # not urllib: it would send this through a proxy, where one is set

connection = HTTPConnection("127.0.0.1", int(os.environ["LIAISON_PORT"]), timeout=4)
connection.request("GET", f"/health/{sys.argv[1]}")
answer = connection.getresponse()
sys.stdout.write(answer.read(4096).decode())
sys.exit(answer.status != 200)
