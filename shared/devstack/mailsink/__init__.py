"""A mail server that keeps all and delivers none: real SMTP in, a web page and part of Mailpit's HTTP API out.

`python -m shared.devstack.mailsink --mails DIRECTORY --smtp PORT --http PORT`. Two domains let tests see failures:
recipients `@reject.example` are refused for good (550), recipients `@later.example` for now (451).
"""
