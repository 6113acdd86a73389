#include "harness/crypto/kx.h"

#include <wolfssl/options.h>
// The library's settings come first.
#include <wolfssl/wolfcrypt/settings.h>

#include <wolfssl/wolfcrypt/curve25519.h>
#ifdef HAVE_CURVE448
#include <wolfssl/wolfcrypt/curve448.h>
#endif
#include <wolfssl/wolfcrypt/dh.h>
#include <wolfssl/wolfcrypt/ecc.h>
#include <wolfssl/wolfcrypt/error-crypt.h>

#include <algorithm>
#include <string>

#include "harness/crypto/curve.h"
#include "harness/crypto/internal.h"
#include "harness/crypto/owned.h"

namespace shakedown::crypto {
namespace {

using namespace registry;

// What a family of groups does; `parameter` of the row tells its members apart.
struct Row;
struct Family {
  Bytes (*make_private)(const Row& row, Rng& rng);
  Result<Bytes> (*make_public)(const Row& row, View private_key);
  Result<Bytes> (*agree)(const Row& row, View private_key, View peer);
};
struct Row {
  NamedGroup group;
  const Family& family;
  int parameter;
  std::size_t private_size, public_size, secret_size;
};

word32 length(View v) { return static_cast<word32>(v.size()); }

Bytes random_octets(const Row& row, Rng& rng) { return rng.bytes(row.private_size); }

// --- NIST curves -----------------------------------------------------------------------------------------------------

Curve curve_of(const Row& row) { return static_cast<Curve>(row.parameter); }

using EccKey = Owned<ecc_key, wc_ecc_init, wc_ecc_free>;

// RFC 8446 §4.2.8.2: the peer's point must be on the curve. The order needs no check where the cofactor is 1.
Status import_peer(EccKey& key, Curve curve, View peer) {
  if (auto fine = check_point_form(curve, peer); !fine) return fine;
  const int id = library_curve(curve);
  if (const int code = wc_ecc_import_x963_ex(peer.data(), length(peer), key.get(), id); code != 0)
    return fail(library_error("the peer's key share is not a point of the curve", code));
  if (const int code = wc_ecc_point_is_on_curve(&key.get()->pubkey, wc_ecc_get_curve_idx(id)); code != 0)
    return fail(library_error("the peer's key share is not on the curve", code));
  return {};
}

Result<Bytes> agree_on_curve(const Row& row, View private_key, View peer) {
  const Curve curve = curve_of(row);
  if (auto fine = check_scalar(curve, private_key); !fine) return fail(std::move(fine.error()));
  EccKey theirs;
  if (auto fine = import_peer(theirs, curve, peer); !fine) return fail(std::move(fine.error()));
  EccKey ours;
  int code = wc_ecc_import_private_key_ex(private_key.data(), length(private_key), nullptr, 0, ours.get(),
                                          library_curve(curve));
#ifdef ECC_TIMING_RESISTANT
  if (code == 0) code = wc_ecc_set_rng(ours.get(), blinding_rng());
#endif
  Bytes secret(row.secret_size);
  word32 size = length(secret);
  if (code == 0) code = wc_ecc_shared_secret(ours.get(), theirs.get(), secret.data(), &size);
  if (code != 0) return fail(library_error("no shared secret on this curve", code));
  return secret;
}

constexpr Family weierstrass{[](const Row& row, Rng& rng) { return random_scalar(curve_of(row), rng); },
                             [](const Row& row, View private_key) { return public_point(curve_of(row), private_key); },
                             agree_on_curve};

// --- Curve25519 and Curve448 (RFC 7748) ------------------------------------------------------------------------------

Bytes clamped(View private_key) {
  Bytes out = to_bytes(private_key);
  if (out.size() == 32) {
    out[0] &= 248;
    out[31] = static_cast<std::uint8_t>((out[31] & 127) | 64);
  } else {
    out[0] &= 252;
    out[55] |= 128;
  }
  return out;
}

// The library refuses an all-zero result by an error of its own; we decide later whether it is one.
Result<Bytes> montgomery_result(int code, Bytes secret) {
  if (code == ECC_OUT_OF_RANGE_E) return Bytes(secret.size(), 0);
  if (code != 0) return fail(library_error("no shared secret on this curve", code));
  return secret;
}

Result<Bytes> public_x25519(const Row&, View private_key) {
  Bytes out(32);
  if (const int code = wc_curve25519_make_pub(32, out.data(), 32, clamped(private_key).data()); code != 0)
    return fail(library_error("no public key on Curve25519", code));
  return out;
}

Result<Bytes> agree_x25519(const Row&, View private_key, View peer) {
  Owned<curve25519_key, wc_curve25519_init, wc_curve25519_free> ours, theirs;
  Bytes point = to_bytes(peer);
  point[31] &= 127;  // RFC 7748 §5: the unused bit is masked, not refused
  const Bytes scalar = clamped(private_key);
  Bytes secret(32);
  word32 size = length(secret);
  int code = wc_curve25519_import_private_ex(scalar.data(), 32, ours.get(), EC25519_LITTLE_ENDIAN);
  if (code == 0) code = wc_curve25519_import_public_ex(point.data(), 32, theirs.get(), EC25519_LITTLE_ENDIAN);
#ifdef WOLFSSL_CURVE25519_BLINDING
  if (code == 0) code = wc_curve25519_set_rng(ours.get(), blinding_rng());
#endif
  if (code == 0)
    code = wc_curve25519_shared_secret_ex(ours.get(), theirs.get(), secret.data(), &size, EC25519_LITTLE_ENDIAN);
  return montgomery_result(code, std::move(secret));
}

constexpr Family x25519{random_octets, public_x25519, agree_x25519};

#ifdef HAVE_CURVE448
Result<Bytes> public_x448(const Row&, View private_key) {
  Bytes out(56);
  if (const int code = wc_curve448_make_pub(56, out.data(), 56, clamped(private_key).data()); code != 0)
    return fail(library_error("no public key on Curve448", code));
  return out;
}

Result<Bytes> agree_x448(const Row&, View private_key, View peer) {
  Owned<curve448_key, wc_curve448_init, wc_curve448_free> ours, theirs;
  const Bytes scalar = clamped(private_key);
  Bytes secret(56);
  word32 size = length(secret);
  int code = wc_curve448_import_private_ex(scalar.data(), 56, ours.get(), EC448_LITTLE_ENDIAN);
  if (code == 0) code = wc_curve448_import_public_ex(peer.data(), 56, theirs.get(), EC448_LITTLE_ENDIAN);
  if (code == 0)
    code = wc_curve448_shared_secret_ex(ours.get(), theirs.get(), secret.data(), &size, EC448_LITTLE_ENDIAN);
  return montgomery_result(code, std::move(secret));
}

constexpr Family x448{random_octets, public_x448, agree_x448};
#endif

// --- Finite fields (RFC 7919) ----------------------------------------------------------------------------------------

using FiniteField = Owned<DhKey, wc_InitDhKey, wc_FreeDhKey>;

Bytes padded(Bytes number, std::size_t used, std::size_t size) {
  number.resize(used);
  if (used < size) number.insert(number.begin(), size - used, 0);
  return number;
}

Result<Bytes> agree_dh(const Row& row, View private_key, View peer) {
  FiniteField field;
  Bytes out(row.secret_size);
  word32 size = length(out);
  int code = wc_DhSetNamedKey(field.get(), row.parameter);
  // RFC 8446 §4.2.8.1: 1 < Y < p - 1.
  if (code == 0) code = wc_DhCheckPubKey(field.get(), peer.data(), length(peer));
  if (code == 0)
    code =
        wc_DhAgree(field.get(), out.data(), &size, private_key.data(), length(private_key), peer.data(), length(peer));
  if (code != 0) return fail(library_error("no shared secret in this finite field", code));
  return padded(std::move(out), size, row.secret_size);
}

// The generator of every group of RFC 7919 is 2: a public key is what we would agree on with a peer whose exponent
// is 1.
Result<Bytes> public_dh(const Row& row, View private_key) {
  Bytes generator(row.public_size);
  generator.back() = 2;
  return agree_dh(row, private_key, generator);
}

constexpr Family finite_field{random_octets, public_dh, agree_dh};

// --- The table -------------------------------------------------------------------------------------------------------

// Private exponents of finite fields exceed twice the strength that RFC 7919 §A gives each group.
constexpr Row rows[] = {
    {"x25519"_group, x25519, 0, 32, 32, 32},
    {"secp256r1"_group, weierstrass, static_cast<int>(Curve::p256), 32, 65, 32},
    {"secp384r1"_group, weierstrass, static_cast<int>(Curve::p384), 48, 97, 48},
    {"secp521r1"_group, weierstrass, static_cast<int>(Curve::p521), 66, 133, 66},
#ifdef HAVE_CURVE448
    {"x448"_group, x448, 0, 56, 56, 56},
#endif
#ifdef HAVE_FFDHE_2048
    {"ffdhe2048"_group, finite_field, WC_FFDHE_2048, 32, 256, 256},
#endif
#ifdef HAVE_FFDHE_3072
    {"ffdhe3072"_group, finite_field, WC_FFDHE_3072, 40, 384, 384},
#endif
};

const Row* find_row(NamedGroup group) {
  for (const Row& row : rows)
    if (row.group == group) return &row;
  return nullptr;
}

tl::unexpected<Error> no_row(NamedGroup group) {
  return fail({.cause = Cause::unsupported, .what = "no key exchange in this group", .got = name_of(group)});
}

Status check_size(std::string_view what, View key, std::size_t size) {
  if (key.size() == size) return {};
  return fail({.cause = Cause::crypto,
               .what = std::string(what) + " of the wrong length",
               .got = std::to_string(key.size()) + " octets",
               .expected = std::to_string(size) + " octets"});
}

// An exponent of a finite field may have any length; scalars of curves have one.
Status check_private(const Row& row, View key) {
  if (&row.family == &finite_field && !key.empty()) return {};
  return check_size("a private key", key, row.private_size);
}

}  // namespace

std::vector<NamedGroup> supported_groups() {
  std::vector<NamedGroup> out;
  for (const Row& row : rows) out.push_back(row.group);
  return out;
}

bool supports(NamedGroup group) { return find_row(group) != nullptr; }

std::size_t public_key_size(NamedGroup group) {
  const Row* row = find_row(group);
  return row ? row->public_size : 0;
}

std::size_t shared_secret_size(NamedGroup group) {
  const Row* row = find_row(group);
  return row ? row->secret_size : 0;
}

Result<KeyShare> make_key_share(NamedGroup group, Rng& rng) {
  const Row* row = find_row(group);
  if (!row) return no_row(group);
  KeyShare out{group, row->family.make_private(*row, rng), {}};
  auto made = row->family.make_public(*row, out.private_key);
  if (!made) return fail(std::move(made.error()));
  out.public_key = std::move(*made);
  return out;
}

Result<Bytes> public_key_of(NamedGroup group, View private_key) {
  const Row* row = find_row(group);
  if (!row) return no_row(group);
  if (auto fine = check_private(*row, private_key); !fine) return fail(std::move(fine.error()));
  return row->family.make_public(*row, private_key);
}

Result<Bytes> shared_secret(const KeyShare& ours, View peer_public, ZeroSecret zero) {
  const Row* row = find_row(ours.group);
  if (!row) return no_row(ours.group);
  if (auto fine = check_size("the peer's key share", peer_public, row->public_size); !fine)
    return fail(std::move(fine.error()));
  if (auto fine = check_private(*row, ours.private_key); !fine) return fail(std::move(fine.error()));
  auto secret = row->family.agree(*row, ours.private_key, peer_public);
  const auto is_zero = [](std::uint8_t octet) { return octet == 0; };
  if (secret && zero == ZeroSecret::refuse && std::all_of(secret->begin(), secret->end(), is_zero))
    return fail(Cause::crypto, "the peer's key share makes a shared secret of zeros");
  return secret;
}

}  // namespace shakedown::crypto
