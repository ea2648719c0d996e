"""A letter goes once through a real mail server, encrypted, and is read as it arrived."""

from __future__ import annotations

import base64
import email
import email.policy
import queue
import socketserver
import ssl
import threading
from datetime import timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from django.core.management import CommandError, call_command
from django.utils import timezone

from tirek import env
from tirek.access.tests import making as people
from tirek.reminders.models import Letter, Wish
from tirek.reminders.tests.test_reminders import year  # noqa: F401
from tirek.school.models import Pupil

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]


def certificate(folder):
    """A certificate of localhost signed by itself: the file of it and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = timezone.now()
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=3650))
        .not_valid_after(now + timedelta(days=3650))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = folder / "mail.pem"
    path.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        + made.public_bytes(serialization.Encoding.PEM)
    )
    return path


class Talk(socketserver.StreamRequestHandler):
    """As much of a mail server as a letter needs."""

    def say(self, words):
        self.wfile.write(f"{words}\r\n".encode())

    def handle(self):
        self.say("220 localhost")
        while line := self.rfile.readline().decode().strip():
            word = line.split()[0].upper()
            if word == "EHLO":
                self.say("250-localhost")
                self.say("250 AUTH PLAIN")
            elif word == "AUTH":
                self.server.logins.put(base64.b64decode(line.split()[2]).split(b"\0")[1:])
                self.say("235 yes")
            elif word == "RCPT" and self.server.refuses:
                self.say("550 no such box a@example.org")
            elif word == "DATA":
                self.say("354 go on")
                lines = []
                while (one := self.rfile.readline()) != b".\r\n":
                    lines.append(one)
                self.server.letters.put(b"".join(lines))
                if self.server.falls_silent:
                    return
                self.say("250 kept")
            else:
                self.say("221 bye" if word == "QUIT" else "250 yes")
                if word == "QUIT":
                    return


@pytest.fixture
def server(tmp_path, monkeypatch, settings):
    """A mail server on this machine, and the settings of `TIREK_MAIL` that lead to it."""
    pem = certificate(tmp_path)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem)
    found = socketserver.ThreadingTCPServer(("localhost", 0), Talk)
    found.daemon_threads = True
    found.socket = context.wrap_socket(found.socket, server_side=True)
    found.letters, found.logins, found.refuses = queue.Queue(), queue.Queue(), False
    found.falls_silent = False
    thread = threading.Thread(target=found.serve_forever)
    thread.start()
    port = found.server_address[1]
    monkeypatch.setenv("SSL_CERT_FILE", str(pem))
    monkeypatch.setenv("TIREK_MAIL", f"smtps://tirek%40example.org:pass@localhost:{port}")
    told = env.mail()
    settings.MAIL = told
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = told["host"], told["port"]
    settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = told["user"], told["password"]
    settings.EMAIL_USE_SSL, settings.EMAIL_USE_TLS = told["ssl"], not told["ssl"]
    settings.EMAIL_TIMEOUT, settings.DEFAULT_FROM_EMAIL = 10, told["sender"]
    settings.ADDRESS = "https://tirek.example.org"
    yield found
    found.shutdown()
    found.server_close()
    thread.join()


@pytest.fixture
def wished(school, year):  # noqa: F811
    """Somebody who wishes the letter in Kazakh."""
    user = people.user("SOCIAL_PEDAGOGUE", school)
    return Wish.objects.create(school=school, user=user, address="a@example.org", language="kk")


def test_one_letter_arrives_readable_and_no_second_one(server, wished, capsys):
    call_command("send_reminders")
    letter = email.message_from_bytes(server.letters.get(timeout=10), policy=email.policy.default)
    assert (letter["To"], letter["From"]) == ("a@example.org", "tirek@example.org")
    assert letter["Subject"] == "Тірек: осы апта"
    body = letter.get_content()
    assert wished.school.name in body
    assert "Мерзімі өт" in body
    assert "https://tirek.example.org/" in body
    assert [one for one in Pupil.objects.all() if one.surname in body] == []
    assert server.logins.get(timeout=10) == [b"tirek@example.org", b"pass"]
    call_command("send_reminders")
    assert server.letters.empty()
    assert Letter.objects.get().state == "SENT"


def test_a_server_that_refuses_is_told_and_asked_again_later(server, wished):
    server.refuses = True
    with pytest.raises(CommandError):
        call_command("send_reminders")
    one = Letter.objects.get()
    assert (one.state, one.why) == ("FAILED", "SMTPRecipientsRefused")
    server.refuses = False
    call_command("send_reminders")
    server.letters.get(timeout=10)
    assert server.letters.empty()
    assert (Letter.objects.get().state, Letter.objects.get().tries) == ("SENT", 2)


def test_a_letter_that_may_have_gone_is_never_sent_again(server, wished):
    server.falls_silent = True
    call_command("send_reminders")
    server.letters.get(timeout=10)
    one = Letter.objects.get()
    assert (one.state, one.why) == ("BEGUN", "SMTPServerDisconnected")
    server.falls_silent = False
    call_command("send_reminders")
    assert server.letters.empty()


def test_a_server_that_is_away_is_asked_again_later(server, wished, settings):
    there, settings.EMAIL_PORT = settings.EMAIL_PORT, 1
    with pytest.raises(CommandError):
        call_command("send_reminders")
    assert Letter.objects.get().why == "ConnectionRefusedError"
    settings.EMAIL_PORT = there
    call_command("send_reminders")
    letter = email.message_from_bytes(server.letters.get(timeout=10))
    assert letter["List-Unsubscribe"] == "<https://tirek.example.org/reminders/>"


def test_a_server_that_nobody_vouches_for_gets_nothing(server, wished, monkeypatch):
    monkeypatch.delenv("SSL_CERT_FILE")
    with pytest.raises(CommandError):
        call_command("send_reminders")
    assert server.letters.empty()
    assert Letter.objects.get().why == "SSLCertVerificationError"
