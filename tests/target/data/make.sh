#!/bin/sh
# How the files here were made: a root and leaves of each key type, with OpenSSL. Run it again to renew them.
set -eu
cd "$(dirname "$0")"
days=9000
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days $days -subj "/CN=Target test root" \
  -keyout root.key -out root.pem 2>/dev/null
leaf() {
  name=$1 common=$2 usage=$3
  shift 3
  openssl genpkey "$@" -out "$name.key" 2>/dev/null
  printf 'subjectAltName=DNS:%s\nextendedKeyUsage=%s\nkeyUsage=digitalSignature,keyEncipherment\n' "$common" "$usage" > ext
  openssl req -new -key "$name.key" -subj "/CN=$common" |
    openssl x509 -req -CA root.pem -CAkey root.key -days $days -extfile ext -out "$name.pem" 2>/dev/null
  rm ext
}
leaf p256 server.test serverAuth -algorithm EC -pkeyopt ec_paramgen_curve:P-256
leaf p384 server.test serverAuth -algorithm EC -pkeyopt ec_paramgen_curve:P-384
leaf rsa server.test serverAuth -algorithm RSA -pkeyopt rsa_keygen_bits:2048
leaf ed25519 server.test serverAuth -algorithm ED25519
leaf client client.test clientAuth -algorithm EC -pkeyopt ec_paramgen_curve:P-256
rm root.key
