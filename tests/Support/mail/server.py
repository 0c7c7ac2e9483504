"""A mail server on 127.0.0.1 that prints each mail as a line of JSON, and ends with its input.

server.py PORT [CERTIFICATE KEY]: with a certificate it takes nothing but by STARTTLS.
"""
import json
import ssl
import sys

from aiosmtpd.controller import Controller


class Printer:
    async def handle_DATA(self, server, session, envelope):
        print(json.dumps({
            "from": envelope.mail_from,
            "to": envelope.rcpt_tos,
            "tls": session.ssl is not None,
            "mail": envelope.content.decode("latin-1"),
        }), flush=True)
        return "250 kept"


port = int(sys.argv[1])
context = None
if len(sys.argv) > 2:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(sys.argv[2], sys.argv[3])
controller = Controller(Printer(), hostname="127.0.0.1", port=port, tls_context=context, require_starttls=context is not None)
controller.start()
print("ready", flush=True)
sys.stdin.read()
controller.stop()
