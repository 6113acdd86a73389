#include "harness/crypto/aead.h"

#include <wolfssl/options.h>
// The library's settings come first.
#include <wolfssl/wolfcrypt/settings.h>

#include <wolfssl/wolfcrypt/aes.h>
#include <wolfssl/wolfcrypt/chacha20_poly1305.h>

#include <array>
#include <stdexcept>

#include "harness/crypto/internal.h"

namespace shakedown::crypto {
namespace {

// The input and output of one operation, as the library's functions take them.
struct Call {
  View nonce, aad, in;
  std::uint8_t* out;
};

// The library wants a place even for nothing.
const std::uint8_t* place(View v) {
  static constexpr std::uint8_t nothing = 0;
  return v.empty() ? &nothing : v.data();
}

word32 length(View v) { return static_cast<word32>(v.size()); }

}  // namespace

// A key as its mode wants it: scheduled for AES, as it is for ChaCha20.
struct Aead::Key {
  const struct AeadRow* row;
  Aes aes;
  std::array<std::uint8_t, 32> chacha;

  Key() { expect_ok(wc_AesInit(&aes, nullptr, INVALID_DEVID), "wc_AesInit"); }
  ~Key() { wc_AesFree(&aes); }
  Key(const Key&) = delete;
  Key& operator=(const Key&) = delete;
};

struct AeadMode {
  int (*schedule)(Aes& aes, std::array<std::uint8_t, 32>& chacha, View key);
  int (*seal)(Aes& aes, const std::uint8_t* chacha, const Call& call, std::uint8_t* tag, std::size_t tag_size);
  int (*open)(Aes& aes, const std::uint8_t* chacha, const Call& call, const std::uint8_t* tag, std::size_t tag_size);
};

struct AeadRow {
  AeadAlgorithm algorithm;
  const AeadMode& mode;
  std::size_t key_size;
  std::size_t tag_size;
};

namespace {

constexpr AeadMode gcm{
    [](Aes& aes, auto&, View key) { return wc_AesGcmSetKey(&aes, key.data(), length(key)); },
    [](Aes& aes, const std::uint8_t*, const Call& c, std::uint8_t* tag, std::size_t tag_size) {
      return wc_AesGcmEncrypt(&aes, c.out, place(c.in), length(c.in), c.nonce.data(), length(c.nonce), tag,
                              static_cast<word32>(tag_size), place(c.aad), length(c.aad));
    },
    [](Aes& aes, const std::uint8_t*, const Call& c, const std::uint8_t* tag, std::size_t tag_size) {
      return wc_AesGcmDecrypt(&aes, c.out, place(c.in), length(c.in), c.nonce.data(), length(c.nonce), tag,
                              static_cast<word32>(tag_size), place(c.aad), length(c.aad));
    }};

constexpr AeadMode ccm{
    [](Aes& aes, auto&, View key) { return wc_AesCcmSetKey(&aes, key.data(), length(key)); },
    [](Aes& aes, const std::uint8_t*, const Call& c, std::uint8_t* tag, std::size_t tag_size) {
      return wc_AesCcmEncrypt(&aes, c.out, place(c.in), length(c.in), c.nonce.data(), length(c.nonce), tag,
                              static_cast<word32>(tag_size), place(c.aad), length(c.aad));
    },
    [](Aes& aes, const std::uint8_t*, const Call& c, const std::uint8_t* tag, std::size_t tag_size) {
      return wc_AesCcmDecrypt(&aes, c.out, place(c.in), length(c.in), c.nonce.data(), length(c.nonce), tag,
                              static_cast<word32>(tag_size), place(c.aad), length(c.aad));
    }};

constexpr AeadMode chacha{[](Aes&, std::array<std::uint8_t, 32>& out, View key) {
                            std::copy(key.begin(), key.end(), out.begin());
                            return 0;
                          },
                          [](Aes&, const std::uint8_t* key, const Call& c, std::uint8_t* tag, std::size_t) {
                            return wc_ChaCha20Poly1305_Encrypt(key, c.nonce.data(), place(c.aad), length(c.aad),
                                                               place(c.in), length(c.in), c.out, tag);
                          },
                          [](Aes&, const std::uint8_t* key, const Call& c, const std::uint8_t* tag, std::size_t) {
                            return wc_ChaCha20Poly1305_Decrypt(key, c.nonce.data(), place(c.aad), length(c.aad),
                                                               place(c.in), length(c.in), tag, c.out);
                          }};

constexpr AeadRow rows[] = {
    {AeadAlgorithm::aes_128_gcm, gcm, 16, 16},          {AeadAlgorithm::aes_256_gcm, gcm, 32, 16},
    {AeadAlgorithm::aes_128_ccm, ccm, 16, 16},          {AeadAlgorithm::aes_256_ccm, ccm, 32, 16},
    {AeadAlgorithm::aes_128_ccm_8, ccm, 16, 8},         {AeadAlgorithm::aes_256_ccm_8, ccm, 32, 8},
    {AeadAlgorithm::chacha20_poly1305, chacha, 32, 16},
};

const AeadRow* find_row(AeadAlgorithm algorithm) {
  for (const AeadRow& row : rows)
    if (row.algorithm == algorithm) return &row;
  return nullptr;
}

void check_nonce(View nonce) {
  if (nonce.size() != aead_nonce_size) throw std::invalid_argument("an AEAD nonce has 12 octets");
}

}  // namespace

bool is_aead(AeadAlgorithm algorithm) { return find_row(algorithm) != nullptr; }

std::size_t aead_key_size(AeadAlgorithm algorithm) {
  const AeadRow* row = find_row(algorithm);
  return row ? row->key_size : 0;
}

Aead::Aead(std::unique_ptr<Key> key) : key_(std::move(key)) {}
Aead::Aead(Aead&&) noexcept = default;
Aead& Aead::operator=(Aead&&) noexcept = default;
Aead::~Aead() = default;

Result<Aead> Aead::create(AeadAlgorithm algorithm, View key) {
  const AeadRow* row = find_row(algorithm);
  if (!row) return fail(Cause::unsupported, "this cipher is no AEAD");
  if (key.size() != row->key_size)
    return fail({.cause = Cause::crypto,
                 .what = "an AEAD key of the wrong length",
                 .got = std::to_string(key.size()) + " octets",
                 .expected = std::to_string(row->key_size) + " octets"});
  auto made = std::make_unique<Key>();
  made->row = row;
  if (const int code = row->mode.schedule(made->aes, made->chacha, key); code != 0)
    return fail(library_error("an AEAD key was refused", code));
  return Aead(std::move(made));
}

AeadAlgorithm Aead::algorithm() const { return key_->row->algorithm; }
std::size_t Aead::tag_size() const { return key_->row->tag_size; }

Bytes Aead::seal(View nonce, View aad, View plaintext) const {
  Bytes out(plaintext.size() + tag_size());
  seal_into(nonce, aad, plaintext, out);
  return out;
}

void Aead::seal_into(View nonce, View aad, View plaintext, std::span<std::uint8_t> out) const {
  check_nonce(nonce);
  if (out.size() != plaintext.size() + tag_size()) throw std::invalid_argument("no room for the sealed text");
  const Call call{nonce, aad, plaintext, out.data()};
  expect_ok(key_->row->mode.seal(key_->aes, key_->chacha.data(), call, out.data() + plaintext.size(), tag_size()),
            "sealing");
}

Result<Bytes> Aead::open(View nonce, View aad, View ciphertext) const {
  Bytes out(ciphertext.size() < tag_size() ? 0 : ciphertext.size() - tag_size());
  if (auto opened = open_into(nonce, aad, ciphertext, out); !opened) return fail(std::move(opened.error()));
  return out;
}

Status Aead::open_into(View nonce, View aad, View ciphertext, std::span<std::uint8_t> out) const {
  check_nonce(nonce);
  if (ciphertext.size() < tag_size())
    return fail({.cause = Cause::crypto,
                 .what = "a ciphertext shorter than its tag",
                 .got = std::to_string(ciphertext.size()) + " octets",
                 .expected = "at least " + std::to_string(tag_size())});
  const std::size_t size = ciphertext.size() - tag_size();
  if (out.size() != size) throw std::invalid_argument("no room for the opened text");
  std::uint8_t nothing = 0;
  const Call call{nonce, aad, ciphertext.first(size), size ? out.data() : &nothing};
  const int code = key_->row->mode.open(key_->aes, key_->chacha.data(), call, ciphertext.data() + size, tag_size());
  if (code != 0) return fail(library_error("the tag does not fit the ciphertext", code));
  return {};
}

}  // namespace shakedown::crypto
