#include "harness/crypto/cbc.h"

#include <wolfssl/options.h>
// The library's settings come first.
#include <wolfssl/wolfcrypt/settings.h>

#include <wolfssl/wolfcrypt/aes.h>

#include <string>

#include "harness/crypto/internal.h"

namespace shakedown::crypto {

// AES schedules encryption and decryption apart.
struct AesCbc::Key {
  Aes encrypt, decrypt;

  Key() {
    expect_ok(wc_AesInit(&encrypt, nullptr, INVALID_DEVID), "wc_AesInit");
    expect_ok(wc_AesInit(&decrypt, nullptr, INVALID_DEVID), "wc_AesInit");
  }
  ~Key() {
    wc_AesFree(&encrypt);
    wc_AesFree(&decrypt);
  }
  Key(const Key&) = delete;
  Key& operator=(const Key&) = delete;
};

namespace {

Result<Bytes> whole_blocks(Aes& aes, int (*run)(Aes*, byte*, const byte*, word32), View iv, View in) {
  if (iv.size() != aes_block_size) return fail(Cause::crypto, "an AES-CBC initialisation vector has 16 octets");
  if (in.size() % aes_block_size != 0)
    return fail({.cause = Cause::crypto,
                 .what = "AES-CBC works on whole blocks",
                 .got = std::to_string(in.size()) + " octets",
                 .expected = "a multiple of 16"});
  Bytes out(in.size());
  if (in.empty()) return out;
  expect_ok(wc_AesSetIV(&aes, iv.data()), "wc_AesSetIV");
  expect_ok(run(&aes, out.data(), in.data(), static_cast<word32>(in.size())), "AES-CBC");
  return out;
}

}  // namespace

AesCbc::AesCbc(std::unique_ptr<Key> key) : key_(std::move(key)) {}
AesCbc::AesCbc(AesCbc&&) noexcept = default;
AesCbc& AesCbc::operator=(AesCbc&&) noexcept = default;
AesCbc::~AesCbc() = default;

Result<AesCbc> AesCbc::create(View key) {
  if (key.size() != 16 && key.size() != 32)
    return fail({.cause = Cause::crypto,
                 .what = "an AES-CBC key of the wrong length",
                 .got = std::to_string(key.size()) + " octets",
                 .expected = "16 or 32 octets"});
  const auto size = static_cast<word32>(key.size());
  auto made = std::make_unique<Key>();
  int code = wc_AesSetKey(&made->encrypt, key.data(), size, nullptr, AES_ENCRYPTION);
  if (code == 0) code = wc_AesSetKey(&made->decrypt, key.data(), size, nullptr, AES_DECRYPTION);
  if (code != 0) return fail(library_error("an AES-CBC key was refused", code));
  return AesCbc(std::move(made));
}

Result<Bytes> AesCbc::encrypt(View iv, View plaintext) const {
  return whole_blocks(key_->encrypt, wc_AesCbcEncrypt, iv, plaintext);
}

Result<Bytes> AesCbc::decrypt(View iv, View ciphertext) const {
  return whole_blocks(key_->decrypt, wc_AesCbcDecrypt, iv, ciphertext);
}

}  // namespace shakedown::crypto
