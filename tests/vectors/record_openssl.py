#!/usr/bin/env python3
"""Record handshakes of OpenSSL with itself, with key log, as vectors/openssl_tls12.txt and vectors/openssl_tls13.txt.

usage: record_openssl.py DIRECTORY   (needs openssl)

`openssl s_client` speaks to `openssl s_server` through a relay on loopback that writes down every byte of both directions in
the order in which it came. Values that come from OpenSSL's key log, its keying material output or its private keys are named so.
"""
import os
import re
import select
import socket
import subprocess
import sys
import tempfile

EXPORTER_LABEL = "EXPERIMENTAL shakedown"
EXPORTER_LENGTH = 40
CLIENT_DATA = b"ping from the client\n"
SERVER_DATA = CLIENT_DATA[:-1][::-1] + b"\n"
PSK = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"

# (suite as OpenSSL names it, server key, extended master secret, encrypt-then-MAC, further traits)
TLS12 = [
    ("ECDHE-RSA-AES128-GCM-SHA256", "rsa", True, True, ()),
    ("ECDHE-RSA-AES256-GCM-SHA384", "rsa", False, True, ()),
    ("ECDHE-ECDSA-AES256-GCM-SHA384", "ecdsa", True, True, ("client_auth",)),
    ("ECDHE-ECDSA-CHACHA20-POLY1305", "ecdsa", True, True, ()),
    ("ECDHE-RSA-CHACHA20-POLY1305", "rsa", False, True, ()),
    ("ECDHE-RSA-AES128-SHA", "rsa", False, False, ()),
    ("ECDHE-ECDSA-AES256-SHA", "ecdsa", True, True, ()),
    ("ECDHE-RSA-AES128-SHA256", "rsa", True, False, ()),
    ("ECDHE-RSA-AES128-SHA256", "rsa", False, True, ()),
    ("ECDHE-ECDSA-AES256-SHA384", "ecdsa", True, False, ("client_auth",)),
    ("ECDHE-RSA-AES256-SHA384", "rsa", False, True, ()),
    ("AES128-GCM-SHA256", "rsa", True, True, ()),
    ("AES128-SHA256", "rsa", False, False, ()),
    ("AES256-SHA", "rsa", True, True, ()),
    ("AES256-SHA256", "rsa", True, False, ()),
    ("ECDHE-RSA-AES128-GCM-SHA256", "rsa", True, True, ("ticket",)),
    ("ECDHE-ECDSA-AES128-SHA256", "ecdsa", False, False, ("session_id",)),
]
TLS13 = [
    ("TLS_AES_256_GCM_SHA384", "ecdsa", ("key_update",)),
    ("TLS_AES_256_GCM_SHA384", "rsa", ("client_auth", "hello_retry")),
    ("TLS_CHACHA20_POLY1305_SHA256", "rsa", ("key_update", "padding")),
    ("TLS_AES_128_GCM_SHA256", "ecdsa", ("psk",)),
    ("TLS_CHACHA20_POLY1305_SHA256", "ecdsa", ("psk", "hello_retry")),
]


def run(*argv):
    subprocess.run(argv, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def make_credentials(folder):
    for name, options in (("rsa", ["rsa:2048"]), ("ecdsa", ["ec", "-pkeyopt", "ec_paramgen_curve:P-256"])):
        run("openssl", "req", "-x509", "-newkey", *options, "-nodes", "-days", "3650", "-subj", f"/CN=shakedown {name}",
            "-keyout", f"{folder}/{name}.key", "-out", f"{folder}/{name}.crt")


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def connect(port):
    while True:
        try:
            return socket.create_connection(("127.0.0.1", port))
        except ConnectionRefusedError:
            select.select([], [], [], 0.02)


class Relay:
    """Passes one connection on and keeps what came from whom: [(peer, bytes)], neighbours of one peer joined."""

    def __init__(self, server_port):
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.server_port = server_port
        self.chunks = []

    def pump(self, on_idle):
        client, _ = self.listener.accept()
        server = connect(self.server_port)
        sides = {client: ("client", server), server: ("server", client)}
        while sides:
            ready, _, _ = select.select(list(sides), [], [], 0.3)
            if not ready:
                on_idle()
            for s in ready:
                peer, other = sides[s]
                data = s.recv(65536)
                if not data:
                    del sides[s]
                    try:
                        other.shutdown(socket.SHUT_WR)
                    except OSError:
                        pass
                    continue
                if self.chunks and self.chunks[-1][0] == peer:
                    self.chunks[-1][1].extend(data)
                else:
                    self.chunks.append((peer, bytearray(data)))
                try:
                    other.sendall(data)
                except OSError:
                    pass
        client.close()
        server.close()
        self.listener.close()


def records(chunks):
    """Whole records in order; every chunk must end at a record's end."""
    for peer, data in chunks:
        while data:
            size = 5 + int.from_bytes(data[3:5], "big")
            assert len(data) >= size, "a chunk ends inside a record"
            yield peer, bytes(data[:size])
            del data[:size]


def converse(folder, server_args, client_args, lines):
    """One or more connections to one server; gives [(chunks, output of the client)]."""
    port = free_port()
    environment = dict(os.environ, OPENSSL_CONF=f"{folder}/openssl.cnf")
    connections = len(client_args)
    server = subprocess.Popen(["openssl", "s_server", "-accept", f"127.0.0.1:{port}", "-naccept", str(connections), "-rev",
                               *server_args], env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT)
    while b"ACCEPT" not in server.stdout.readline():
        pass
    results = []
    for arguments in client_args:
        relay = Relay(port)
        client = subprocess.Popen(["openssl", "s_client", "-connect", f"127.0.0.1:{relay.port}", "-keymatexport", EXPORTER_LABEL,
                                   "-keymatexportlen", str(EXPORTER_LENGTH), *arguments], env=environment,
                                  stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        left = list(lines)

        def next_line():
            if left:
                client.stdin.write(left.pop(0))
                client.stdin.flush()
            elif not client.stdin.closed:
                client.stdin.close()

        relay.pump(next_line)
        results.append((relay.chunks, client.stdout.read().decode()))
        client.wait()
    server.wait()
    return results


def write_configuration(folder, ems, etm):
    options = [name for name, on in (("-ExtendedMasterSecret", ems), ("-EncryptThenMac", etm)) if not on]
    with open(f"{folder}/openssl.cnf", "w") as out:
        out.write("openssl_conf = init\n[init]\nssl_conf = ssl\n[ssl]\nsystem_default = defaults\n[defaults]\n"
                  "CipherString = DEFAULT:@SECLEVEL=0\n")
        if options:
            out.write("Options = " + ",".join(options) + "\n")


def key_log(folder):
    with open(f"{folder}/keys.log") as f:
        entries = [line.split() for line in f if line.strip() and not line.startswith("#")]
    os.unlink(f"{folder}/keys.log")
    return entries


def exporter(output):
    return re.search(r"Keying material: ([0-9A-F]+)", output).group(1).lower()


def suite_name(openssl_name):
    table = subprocess.run(["openssl", "ciphers", "-stdname", "ALL:@SECLEVEL=0"], check=True, capture_output=True, text=True).stdout
    return next(row.split()[0] for row in table.splitlines() if row.split()[2] == openssl_name)


def der_key(folder, name):
    return subprocess.run(["openssl", "pkcs8", "-topk8", "-nocrypt", "-in", f"{folder}/{name}.key", "-outform", "DER"], check=True,
                          capture_output=True).stdout.hex()


def write_section(out, title, attributes, all_records):
    out.write(f"[{title}]\n\n")
    for name, value in attributes:
        out.write(f"{name} = {value}\n")
    for peer, record in all_records:
        out.write(f"\nPeer = {peer}\nRecord = {record.hex()}\n")
    out.write("\n")


def yes(value):
    return "yes" if value else "no"


def common_attributes(output):
    return [("Exporter label", EXPORTER_LABEL), ("Exporter", exporter(output)),
            ("Client application data", CLIENT_DATA.hex()), ("Server application data", SERVER_DATA.hex())]


def record_tls12(folder, out, case):
    suite, key, ems, etm, traits = case
    write_configuration(folder, ems, etm)
    server = ["-tls1_2", "-cert", f"{folder}/{key}.crt", "-key", f"{folder}/{key}.key"]
    client = ["-tls1_2", "-cipher", suite + ":@SECLEVEL=0", "-keylogfile", f"{folder}/keys.log"]
    if "client_auth" in traits:
        server += ["-Verify", "1", "-verify_quiet"]
        client += ["-cert", f"{folder}/rsa.crt", "-key", f"{folder}/rsa.key"]
    resumed = "ticket" in traits or "session_id" in traits
    if "session_id" in traits:
        server += ["-no_ticket"]
        client += ["-no_ticket"]
    clients = [client + ["-sess_out", f"{folder}/session"], client + ["-sess_in", f"{folder}/session"]] if resumed else [client]
    conversations = converse(folder, server, clients, [CLIENT_DATA])
    log = key_log(folder)
    for number, (chunks, output) in enumerate(conversations):
        kept = list(records(chunks))
        client_random, master = next((r, m) for label, r, m in log if label == "CLIENT_RANDOM" and r == kept[0][1][11:43].hex())
        attributes = [("Cipher suite", suite_name(suite)), ("Extended master secret", yes(ems)),
                      ("Encrypt-then-MAC", yes(etm and "SHA" in suite and "GCM" not in suite)),
                      ("Client random", client_random), ("Master secret", master)]
        if not suite.startswith("ECDHE"):
            attributes += [("Server key", der_key(folder, key)), ("Premaster secret", next(e[2] for e in log if e[0] == "RSA"))]
        title = suite_name(suite) + "".join(f", {t}" for t in traits) + (", first connection", ", resumed")[number] * resumed
        write_section(out, f"{title}{'' if ems else ', no extended master secret'}", attributes + common_attributes(output), kept)


def record_tls13(folder, out, case):
    suite, key, traits = case
    write_configuration(folder, True, True)
    server = ["-tls1_3", "-cert", f"{folder}/{key}.crt", "-key", f"{folder}/{key}.key", "-ciphersuites", suite]
    client = ["-tls1_3", "-ciphersuites", suite, "-keylogfile", f"{folder}/keys.log"]
    lines = [CLIENT_DATA]
    if "client_auth" in traits:
        server += ["-Verify", "1", "-verify_quiet"]
        client += ["-cert", f"{folder}/ecdsa.crt", "-key", f"{folder}/ecdsa.key"]
    if "hello_retry" in traits:
        server += ["-groups", "P-384"]
        client += ["-groups", "X25519:P-384"]
    if "padding" in traits:
        server += ["-record_padding", "64"]
        client += ["-record_padding", "48"]
    if "psk" in traits:
        server += ["-psk", PSK]
        client += ["-psk", PSK]
    if "key_update" in traits:
        lines = [b"K\n", CLIENT_DATA]
    chunks, output = converse(folder, server, [client], lines)[0]
    attributes = [("Cipher suite", suite)]
    log = key_log(folder)
    attributes += [("Client random", log[0][1])] + [(label, secret) for label, _, secret in log]
    if "psk" in traits:
        attributes += [("External PSK", PSK)]
    title = suite + "".join(f", {t}" for t in traits)
    write_section(out, title, attributes + common_attributes(output), list(records(chunks)))


HEAD = """# {what} handshakes of OpenSSL with itself, from the first record to the last, recorded on loopback.
#
# Source: `openssl s_client` with `openssl s_server -rev`, {version}, through tests/vectors/record_openssl.py, keys and
# certificates made for it and used nowhere else. {secrets}
# `Exporter` is s_client's -keymatexport. Records stand in the order in which they were sent.

"""


def main():
    folder = sys.argv[1]
    version = subprocess.run(["openssl", "version"], check=True, capture_output=True, text=True).stdout.split("(")[0].strip()
    with tempfile.TemporaryDirectory() as scratch:
        write_configuration(scratch, True, True)
        make_credentials(scratch)
        with open(f"{folder}/openssl_tls12.txt", "w") as out:
            out.write(HEAD.format(what="TLS 1.2", version=version, secrets="`Master secret` and `Premaster secret` are\n"
                                  "# OpenSSL's key log; `Server key` is PKCS #8 in DER."))
            for case in TLS12:
                record_tls12(scratch, out, case)
        with open(f"{folder}/openssl_tls13.txt", "w") as out:
            out.write(HEAD.format(what="TLS 1.3", version=version, secrets="Secrets with key log labels are OpenSSL's key log."))
            for case in TLS13:
                record_tls13(scratch, out, case)


if __name__ == "__main__":
    main()
