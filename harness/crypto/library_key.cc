#include "harness/crypto/library_key.h"

#include <wolfssl/options.h>
// The library's settings come first.
#include <wolfssl/wolfcrypt/settings.h>

#include <wolfssl/wolfcrypt/ecc.h>
#include <wolfssl/wolfcrypt/ed25519.h>
#ifdef HAVE_ED448
#include <wolfssl/wolfcrypt/ed448.h>
#endif
#include <wolfssl/wolfcrypt/asn_public.h>
#include <wolfssl/wolfcrypt/rsa.h>

#include <string>

#include "harness/crypto/internal.h"

namespace shakedown::crypto {
namespace {

word32 length(View v) { return static_cast<word32>(v.size()); }

template <class T, class Init, class Free>
std::shared_ptr<T> make_key(Init init, Free free) {
  std::shared_ptr<T> key(new T, [free](T* p) {
    static_cast<void>(free(p));
    delete p;
  });
  expect_ok(init(key.get()), "initialising a key");
  return key;
}

auto new_rsa() {
  return make_key<RsaKey>([](RsaKey* k) { return wc_InitRsaKey(k, nullptr); },
                          [](RsaKey* k) { return wc_FreeRsaKey(k); });
}
auto new_ecc() { return make_key<ecc_key>(wc_ecc_init, wc_ecc_free); }
auto new_ed25519() {
  return make_key<ed25519_key>(wc_ed25519_init, [](ed25519_key* k) {
    wc_ed25519_free(k);
    return 0;
  });
}
#ifdef HAVE_ED448
auto new_ed448() {
  return make_key<ed448_key>(wc_ed448_init, [](ed448_key* k) {
    wc_ed448_free(k);
    return 0;
  });
}
#endif

[[maybe_unused]] tl::unexpected<Error> no_ed448() {
  return fail(Cause::unsupported, "this build of wolfCrypt has no Ed448");
}

// An even or tiny modulus or exponent would lead the library into arithmetic that it never meets elsewhere.
Status check_rsa_numbers(View n, View e) {
  if (n.size() < 64 || n.size() > 1024 || !(n.back() & 1U)) return fail(Cause::crypto, "an RSA modulus that is none");
  if (e.empty() || e.size() > n.size() || !(e.back() & 1U) || (e.size() == 1 && e[0] < 3))
    return fail(Cause::crypto, "an RSA exponent that is none");
  return {};
}

}  // namespace

Result<LibraryKey> load_rsa_public(View n, View e) {
  if (auto fine = check_rsa_numbers(n, e); !fine) return fail(std::move(fine.error()));
  LibraryKey out{.rsa = new_rsa()};
  if (const int code = wc_RsaPublicKeyDecodeRaw(n.data(), length(n), e.data(), length(e), out.rsa.get()); code != 0)
    return fail(library_error("an RSA public key was refused", code));
  return out;
}

Result<LibraryKey> load_rsa_private(View pkcs1) {
  LibraryKey out{.rsa = new_rsa()};
  word32 index = 0;
  if (const int code = wc_RsaPrivateKeyDecode(pkcs1.data(), &index, out.rsa.get(), length(pkcs1)); code != 0)
    return fail(library_error("an RSA private key was refused", code));
  return out;
}

Result<LibraryKey> load_ecc_public(Curve curve, View point) {
  if (auto fine = check_point_form(curve, point); !fine) return fail(std::move(fine.error()));
  LibraryKey out{.ecc = new_ecc()};
  const int id = library_curve(curve);
  int code = wc_ecc_import_x963_ex(point.data(), length(point), out.ecc.get(), id);
  if (code == 0) code = wc_ecc_point_is_on_curve(&out.ecc->pubkey, wc_ecc_get_curve_idx(id));
  if (code != 0) return fail(library_error("the public key is not a point of its curve", code));
  return out;
}

Result<LibraryKey> load_ecc_private(Curve curve, View scalar, View point) {
  if (auto fine = check_scalar(curve, scalar); !fine) return fail(std::move(fine.error()));
  LibraryKey out{.ecc = new_ecc()};
  const int code = wc_ecc_import_private_key_ex(scalar.data(), length(scalar), point.data(), length(point),
                                                out.ecc.get(), library_curve(curve));
  if (code != 0) return fail(library_error("an EC private key was refused", code));
  return out;
}

Result<LibraryKey> load_eddsa_public(KeyKind kind, View octets) {
  LibraryKey out;
  int code = 0;
  if (kind == KeyKind::ed25519) {
    out.ed25519 = new_ed25519();
    code = wc_ed25519_import_public(octets.data(), length(octets), out.ed25519.get());
  } else {
#ifdef HAVE_ED448
    out.ed448 = new_ed448();
    code = wc_ed448_import_public(octets.data(), length(octets), out.ed448.get());
#else
    return no_ed448();
#endif
  }
  if (code != 0) return fail(library_error("an EdDSA public key was refused", code));
  return out;
}

Result<LibraryKey> load_eddsa_private(KeyKind kind, View seed, View public_octets) {
  LibraryKey out;
  int code = 0;
  if (kind == KeyKind::ed25519) {
    out.ed25519 = new_ed25519();
    code = wc_ed25519_import_private_key(seed.data(), length(seed), public_octets.data(), length(public_octets),
                                         out.ed25519.get());
  } else {
#ifdef HAVE_ED448
    out.ed448 = new_ed448();
    code = wc_ed448_import_private_key(seed.data(), length(seed), public_octets.data(), length(public_octets),
                                       out.ed448.get());
#else
    return no_ed448();
#endif
  }
  if (code != 0) return fail(library_error("an EdDSA private key was refused", code));
  return out;
}

Result<Bytes> eddsa_public_octets(KeyKind kind, View seed) {
  Bytes out(row_of(kind).public_size);
  int code = 0;
  if (kind == KeyKind::ed25519) {
    const auto key = new_ed25519();
    code = wc_ed25519_import_private_only(seed.data(), length(seed), key.get());
    if (code == 0) code = wc_ed25519_make_public(key.get(), out.data(), length(out));
  } else {
#ifdef HAVE_ED448
    const auto key = new_ed448();
    code = wc_ed448_import_private_only(seed.data(), length(seed), key.get());
    if (code == 0) code = wc_ed448_make_public(key.get(), out.data(), length(out));
#else
    return no_ed448();
#endif
  }
  if (code != 0) return fail(library_error("an EdDSA public key could not be computed", code));
  return out;
}

}  // namespace shakedown::crypto
