#include "harness/crypto/key.h"

#include <string>

#include "harness/crypto/certificate.h"
#include "harness/crypto/der.h"
#include "harness/crypto/library_key.h"

namespace shakedown::crypto {
namespace {

// RFC 8017 §A.1 and §A.2.3, RFC 5480 §2.1.1, RFC 8410 §3. RSA has no fixed sizes.
constexpr KindRow rows[] = {
    {KeyKind::rsa, "rsa", "1.2.840.113549.1.1.1", "", 0, 0},
    {KeyKind::rsa_pss, "rsa_pss", "1.2.840.113549.1.1.10", "", 0, 0},
    {KeyKind::ecdsa_p256, "ecdsa_p256", "1.2.840.10045.2.1", "1.2.840.10045.3.1.7", 32, 65},
    {KeyKind::ecdsa_p384, "ecdsa_p384", "1.2.840.10045.2.1", "1.3.132.0.34", 48, 97},
    {KeyKind::ecdsa_p521, "ecdsa_p521", "1.2.840.10045.2.1", "1.3.132.0.35", 66, 133},
    {KeyKind::ed25519, "ed25519", "1.3.101.112", "", 32, 32},
    {KeyKind::ed448, "ed448", "1.3.101.113", "", 57, 57},
};

View minimal(View number) {
  while (number.size() > 1 && number[0] == 0) number = number.subspan(1);
  return number;
}

Bytes algorithm_identifier(KeyKind kind) {
  const KindRow& row = row_of(kind);
  Bytes parameters;
  if (!row.curve.empty()) parameters = der::oid(row.curve);
  if (kind == KeyKind::rsa) parameters = der::value(der::null, {});
  return der::value(der::sequence, {der::oid(row.algorithm), parameters});
}

Bytes spki_of(KeyKind kind, View octets) {
  return der::value(der::sequence, {algorithm_identifier(kind), der::octets_as_bit_string(octets)});
}

// The contents of an AlgorithmIdentifier.
std::optional<KeyKind> read_algorithm(der::Reader algorithm) {
  const std::string oid = der::oid_text(algorithm.take(der::object_identifier, "algorithm"));
  const std::string curve =
      algorithm.at(der::object_identifier) ? der::oid_text(algorithm.take(der::object_identifier, "curve")) : "";
  for (const KindRow& row : rows)
    if (row.algorithm == oid && row.curve == curve) return row.kind;
  return std::nullopt;
}

Status check_size(KeyKind kind, View octets, std::size_t size) {
  if (octets.size() == size) return {};
  return fail({.cause = Cause::decode,
               .what = std::string("an ") + std::string(name_of(kind)) + " key of the wrong length",
               .got = std::to_string(octets.size()) + " octets",
               .expected = std::to_string(size) + " octets"});
}

Bytes pkcs1_of(const RsaNumbers& k) {
  using der::unsigned_integer;
  return der::value(der::sequence, {der::small_integer(0), unsigned_integer(k.n), unsigned_integer(k.e),
                                    unsigned_integer(k.d), unsigned_integer(k.p), unsigned_integer(k.q),
                                    unsigned_integer(k.dp), unsigned_integer(k.dq), unsigned_integer(k.qinv)});
}

// RSAPrivateKey (RFC 8017 §A.1.2).
Result<RsaNumbers> read_rsa_numbers(View pkcs1) {
  std::optional<Error> error;
  der::Reader key = der::Reader(pkcs1, error).enter(der::sequence, "RSAPrivateKey");
  key.take(der::integer, "RSAPrivateKey.version");
  RsaNumbers out;
  for (Bytes* member : {&out.n, &out.e, &out.d, &out.p, &out.q, &out.dp, &out.dq, &out.qinv})
    *member = to_bytes(key.take(der::integer, "RSAPrivateKey"));
  key.end("RSAPrivateKey");
  if (error) return fail(std::move(*error));
  return out;
}

Result<PrivateKey> read_pkcs1(View der, KeyKind kind) {
  const auto numbers = read_rsa_numbers(der);
  return numbers ? PrivateKey::from_rsa(*numbers, kind) : fail(numbers.error());
}

// ECPrivateKey (RFC 5915 §3); `kind` is given when PKCS#8 named the curve.
Result<PrivateKey> read_sec1(View der, std::optional<KeyKind> kind) {
  std::optional<Error> error;
  der::Reader key = der::Reader(der, error).enter(der::sequence, "ECPrivateKey");
  key.take(der::integer, "ECPrivateKey.version");
  const View scalar = key.take(der::octet_string, "ECPrivateKey.privateKey");
  if (key.at(der::constructed(0))) {
    der::Reader parameters = key.enter(der::constructed(0), "ECPrivateKey.parameters");
    const std::string curve = der::oid_text(parameters.take(der::object_identifier, "ECPrivateKey.parameters"));
    for (const KindRow& row : rows)
      if (!kind && !curve.empty() && row.curve == curve) kind = row.kind;
  }
  if (error) return fail(std::move(*error));
  if (!kind) return fail(Cause::unsupported, "an EC private key without a curve that we know");
  return PrivateKey::from_raw(*kind, scalar);
}

Result<PrivateKey> read_pkcs8(View der) {
  std::optional<Error> error;
  der::Reader info = der::Reader(der, error).enter(der::sequence, "PrivateKeyInfo");
  info.take(der::integer, "PrivateKeyInfo.version");
  const auto kind = read_algorithm(info.enter(der::sequence, "PrivateKeyInfo.privateKeyAlgorithm"));
  const View inner = info.take(der::octet_string, "PrivateKeyInfo.privateKey");
  if (error) return fail(std::move(*error));
  if (!kind) return fail(Cause::unsupported, "a private key of a kind that we do not use");
  if (is_rsa(*kind)) return read_pkcs1(inner, *kind);
  if (is_ecdsa(*kind)) return read_sec1(inner, kind);
  // RFC 8410 §7: an octet string in the octet string.
  const View seed = der::Reader(inner, error).take(der::octet_string, "PrivateKeyInfo.privateKey");
  if (error) return fail(std::move(*error));
  return PrivateKey::from_raw(*kind, seed);
}

Bytes pkcs8_of(KeyKind kind, View inner) {
  return der::value(der::sequence,
                    {der::small_integer(0), algorithm_identifier(kind), der::value(der::octet_string, {inner})});
}

Bytes sec1_of(View scalar, View point) {
  return der::value(der::sequence, {der::small_integer(1), der::value(der::octet_string, {scalar}),
                                    der::value(der::constructed(1), {der::octets_as_bit_string(point)})});
}

}  // namespace

const KindRow& row_of(KeyKind kind) { return rows[static_cast<std::size_t>(kind)]; }
std::string_view name_of(KeyKind kind) { return row_of(kind).name; }
bool is_rsa(KeyKind kind) { return kind == KeyKind::rsa || kind == KeyKind::rsa_pss; }
bool is_ecdsa(KeyKind kind) { return !row_of(kind).curve.empty(); }

Curve curve_of(KeyKind kind) {
  return kind == KeyKind::ecdsa_p256 ? Curve::p256 : kind == KeyKind::ecdsa_p384 ? Curve::p384 : Curve::p521;
}

// --- Public keys -----------------------------------------------------------------------------------------------------

PublicKey::PublicKey(std::shared_ptr<const Impl> impl) : impl_(std::move(impl)) {}

KeyKind PublicKey::kind() const { return impl_->kind; }
std::size_t PublicKey::modulus_size() const { return impl_->modulus.size(); }
const Bytes& PublicKey::spki() const { return impl_->spki; }

Result<PublicKey> PublicKey::from_rsa(View n, View e, KeyKind kind) {
  n = minimal(n);
  e = minimal(e);
  auto loaded = load_rsa_public(n, e);
  if (!loaded) return fail(std::move(loaded.error()));
  auto impl = std::make_shared<Impl>();
  impl->kind = kind;
  impl->modulus = to_bytes(n);
  impl->spki = spki_of(kind, der::value(der::sequence, {der::unsigned_integer(n), der::unsigned_integer(e)}));
  impl->library = std::move(*loaded);
  return PublicKey(std::move(impl));
}

Result<PublicKey> PublicKey::from_raw(KeyKind kind, View octets) {
  if (is_rsa(kind)) return fail(Cause::unsupported, "an RSA key has no raw octets");
  if (auto fine = check_size(kind, octets, row_of(kind).public_size); !fine) return fail(std::move(fine.error()));
  auto loaded = is_ecdsa(kind) ? load_ecc_public(curve_of(kind), octets) : load_eddsa_public(kind, octets);
  if (!loaded) return fail(std::move(loaded.error()));
  auto impl = std::make_shared<Impl>();
  impl->kind = kind;
  impl->spki = spki_of(kind, octets);
  impl->library = std::move(*loaded);
  return PublicKey(std::move(impl));
}

std::optional<KeyKind> PublicKey::kind_of_spki(View der) {
  std::optional<Error> error;
  der::Reader info = der::Reader(der, error).enter(der::sequence, "SubjectPublicKeyInfo");
  const auto kind = read_algorithm(info.enter(der::sequence, "SubjectPublicKeyInfo.algorithm"));
  return error ? std::nullopt : kind;
}

Result<PublicKey> PublicKey::from_spki(View der) {
  std::optional<Error> error;
  der::Reader info = der::Reader(der, error).enter(der::sequence, "SubjectPublicKeyInfo");
  const auto kind = read_algorithm(info.enter(der::sequence, "SubjectPublicKeyInfo.algorithm"));
  const View octets = der::bit_string_octets(info, "SubjectPublicKeyInfo.subjectPublicKey");
  if (error) return fail(std::move(*error));
  if (!kind) return fail(Cause::unsupported, "a public key of a kind that we do not use");
  if (!is_rsa(*kind)) return from_raw(*kind, octets);
  der::Reader key = der::Reader(octets, error).enter(der::sequence, "RSAPublicKey");
  const View n = key.take(der::integer, "RSAPublicKey.modulus");
  const View e = key.take(der::integer, "RSAPublicKey.publicExponent");
  if (error) return fail(std::move(*error));
  return from_rsa(n, e, *kind);
}

Result<PublicKey> PublicKey::from_certificate(View der) {
  auto parsed = parse_certificate(der);
  if (!parsed) return fail(std::move(parsed.error()));
  return from_spki(parsed->spki);
}

// --- Private keys ----------------------------------------------------------------------------------------------------

PrivateKey::PrivateKey(std::shared_ptr<const Impl> impl) : impl_(std::move(impl)) {}

KeyKind PrivateKey::kind() const { return impl_->kind; }
const PublicKey& PrivateKey::public_key() const { return impl_->public_key; }
const Bytes& PrivateKey::pkcs8() const { return impl_->pkcs8; }

Result<PrivateKey> PrivateKey::from_rsa(const RsaNumbers& numbers, KeyKind kind) {
  auto public_key = PublicKey::from_rsa(numbers.n, numbers.e, kind);
  if (!public_key) return fail(std::move(public_key.error()));
  const Bytes pkcs1 = pkcs1_of(numbers);
  auto loaded = load_rsa_private(pkcs1);
  if (!loaded) return fail(std::move(loaded.error()));
  return PrivateKey(std::shared_ptr<const Impl>(
      new Impl{kind, pkcs8_of(kind, pkcs1), std::move(*public_key), std::move(*loaded), {}}));
}

Result<PrivateKey> PrivateKey::as_rsa_kind(KeyKind other) const {
  if (!is_rsa(other)) return fail(Cause::unsupported, "only RSA has two kinds of one key");
  const auto numbers = rsa_numbers();
  return numbers ? from_rsa(*numbers, other) : fail(numbers.error());
}

Result<RsaNumbers> PrivateKey::rsa_numbers() const {
  if (!is_rsa(kind())) return fail(Cause::unsupported, "only an RSA key has such numbers");
  std::optional<Error> error;
  der::Reader info = der::Reader(pkcs8(), error).enter(der::sequence, "PrivateKeyInfo");
  info.take(der::integer, "PrivateKeyInfo.version");
  info.take(der::sequence, "PrivateKeyInfo.privateKeyAlgorithm");
  const View pkcs1 = info.take(der::octet_string, "PrivateKeyInfo.privateKey");
  if (error) return fail(std::move(*error));
  return read_rsa_numbers(pkcs1);
}

Result<PrivateKey> PrivateKey::from_raw(KeyKind kind, View octets) {
  if (is_rsa(kind)) return fail(Cause::unsupported, "an RSA key has no raw octets");
  if (auto fine = check_size(kind, octets, row_of(kind).private_size); !fine) return fail(std::move(fine.error()));
  auto public_octets = is_ecdsa(kind) ? public_point(curve_of(kind), octets) : eddsa_public_octets(kind, octets);
  if (!public_octets) return fail(std::move(public_octets.error()));
  auto public_key = PublicKey::from_raw(kind, *public_octets);
  if (!public_key) return fail(std::move(public_key.error()));
  auto loaded = is_ecdsa(kind) ? load_ecc_private(curve_of(kind), octets, *public_octets)
                               : load_eddsa_private(kind, octets, *public_octets);
  if (!loaded) return fail(std::move(loaded.error()));
  const Bytes inner = is_ecdsa(kind) ? sec1_of(octets, *public_octets) : der::value(der::octet_string, {octets});
  return PrivateKey(std::shared_ptr<const Impl>(
      new Impl{kind, pkcs8_of(kind, inner), std::move(*public_key), std::move(*loaded), {}}));
}

Result<PrivateKey> PrivateKey::generate(KeyKind kind, Rng& rng) {
  if (is_rsa(kind)) return fail(Cause::unsupported, "RSA keys are given, not generated");
  return from_raw(kind, is_ecdsa(kind) ? random_scalar(curve_of(kind), rng) : rng.bytes(row_of(kind).private_size));
}

// What follows the version tells the three forms apart.
Result<PrivateKey> PrivateKey::from_der(View der) {
  std::optional<Error> error;
  der::Reader outer(der, error);
  der::Reader key = outer.enter(der::sequence, "PrivateKey");
  outer.end("PrivateKey");
  key.take(der::integer, "PrivateKey.version");
  if (error) return fail(std::move(*error));
  switch (key.next_tag()) {
    case der::sequence:
      return read_pkcs8(der);
    case der::octet_string:
      return read_sec1(der, std::nullopt);
    case der::integer:
      return read_pkcs1(der, KeyKind::rsa);
    default:
      return fail({.cause = Cause::decode, .what = "not a private key in PKCS#8, SEC1 or PKCS#1 form"});
  }
}

}  // namespace shakedown::crypto
