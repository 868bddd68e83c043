"""A mail server for tests, aiosmtpd (Debian package python3-aiosmtpd): prints its port, then each mail it takes.

Arguments: none|starttls|tls, and with the latter two the files of the certificate and its key.
"""
import asyncio
import json
import ssl
import sys

from aiosmtpd.smtp import SMTP, AuthResult


class Taker:
    async def handle_RCPT(self, server, session, envelope, address, options):
        if address.startswith("nobody"):
            return "550 5.1.1 There is nobody of that name"
        if address.startswith("later"):
            return "451 4.3.0 Come back later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        print(json.dumps({
            "from": envelope.mail_from,
            "to": envelope.rcpt_tos,
            "mail": envelope.content.decode(),
            "tls": session.ssl is not None,
        }), flush=True)
        return "250 Taken"


def authenticate(server, session, envelope, mechanism, data):
    known = data.login == b"truck" and data.password == b"right pass"
    return AuthResult(success=known, handled=known)


async def serve():
    security = sys.argv[1]
    context = None
    if security != "none":
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(sys.argv[2], sys.argv[3])

    def server():
        return SMTP(
            Taker(),
            tls_context=context if security == "starttls" else None,
            require_starttls=security == "starttls",
            authenticator=authenticate,
            auth_required=security != "none",
            auth_require_tls=security == "starttls",
        )

    listening = await asyncio.get_running_loop().create_server(
        server, "127.0.0.1", 0, ssl=context if security == "tls" else None
    )
    print("port", listening.sockets[0].getsockname()[1], flush=True)
    await listening.serve_forever()


asyncio.run(serve())
