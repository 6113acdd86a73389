#include "harness/crypto/rsa.h"

#include <wolfssl/options.h>
// The library's settings come first.
#include <wolfssl/wolfcrypt/settings.h>

#include <wolfssl/wolfcrypt/rsa.h>

#include <algorithm>
#include <string>

#include "harness/crypto/internal.h"
#include "harness/crypto/library_key.h"
#include "harness/crypto/rsa_padding.h"

namespace shakedown::crypto {
namespace {

Status check_block(View block, const Bytes& modulus) {
  if (block.size() != modulus.size())
    return fail({.cause = Cause::crypto,
                 .what = "an RSA block is as long as the modulus",
                 .got = std::to_string(block.size()) + " octets",
                 .expected = std::to_string(modulus.size()) + " octets"});
  if (!std::lexicographical_compare(block.begin(), block.end(), modulus.begin(), modulus.end()))
    return fail(Cause::crypto, "the RSA block is not less than the modulus");
  return {};
}

Result<Bytes> run(RsaKey& key, std::mutex& mutex, View block, int type) {
  const std::lock_guard lock(mutex);
  Bytes out(block.size());
  auto size = static_cast<word32>(out.size());
  const int code =
      wc_RsaFunction(block.data(), static_cast<word32>(block.size()), out.data(), &size, type, &key, blinding_rng());
  if (code != 0) return fail(library_error("the RSA operation failed", code));
  out.resize(size);
  out.insert(out.begin(), block.size() - size, 0);
  return out;
}

tl::unexpected<Error> not_rsa(KeyKind kind) {
  return fail({.cause = Cause::unsupported,
               .what = "only an RSA key can do this",
               .got = std::string(name_of(kind)),
               .expected = "rsa"});
}

}  // namespace

Result<Bytes> rsa_encrypt_raw_block(const PublicKey& key, View block) {
  const auto& impl = key.impl();
  if (!impl.library.rsa) return not_rsa(impl.kind);
  if (auto fine = check_block(block, impl.modulus); !fine) return fail(std::move(fine.error()));
  return run(*impl.library.rsa, impl.mutex, block, RSA_PUBLIC_ENCRYPT);
}

Result<Bytes> rsa_decrypt_raw_block(const PrivateKey& key, View ciphertext) {
  const auto& impl = key.impl();
  if (!impl.library.rsa) return not_rsa(impl.kind);
  if (auto fine = check_block(ciphertext, impl.public_key.impl().modulus); !fine) return fail(std::move(fine.error()));
  return run(*impl.library.rsa, impl.mutex, ciphertext, RSA_PRIVATE_DECRYPT);
}

Result<Bytes> rsa_encrypt(const PublicKey& key, View plain, Rng& rng) {
  auto block = eme_pkcs1(plain, key.modulus_size(), rng);
  if (!key.impl().library.rsa) return not_rsa(key.kind());
  if (!block) return block;
  return rsa_encrypt_raw_block(key, *block);
}

Result<Bytes> rsa_decrypt(const PrivateKey& key, View ciphertext) {
  auto block = rsa_decrypt_raw_block(key, ciphertext);
  if (!block) return block;
  return eme_pkcs1_message(*block);
}

}  // namespace shakedown::crypto
