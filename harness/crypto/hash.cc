#include "harness/crypto/hash.h"

#include <wolfssl/options.h>
// The library's settings come first.
#include <wolfssl/wolfcrypt/settings.h>

#include <wolfssl/wolfcrypt/sha.h>
#include <wolfssl/wolfcrypt/sha256.h>
#include <wolfssl/wolfcrypt/sha512.h>

#include <stdexcept>

#include "harness/crypto/internal.h"

namespace shakedown::crypto {
namespace {

// One row for each hash: its sizes and the library's functions, their structure behind void*.
struct Row {
  Hash hash;
  std::size_t block_size;
  std::size_t state_size;
  int (*init)(void*);
  int (*update)(void*, const byte*, word32);
  int (*final)(void*, byte*);
  int (*copy)(void*, void*);
  void (*free)(void*);
};

template <class State, auto Init, auto Update, auto Final, auto Copy, auto Free>
constexpr Row row(Hash hash, std::size_t block_size) {
  return {hash,
          block_size,
          sizeof(State),
          [](void* s) { return Init(static_cast<State*>(s)); },
          [](void* s, const byte* data, word32 size) { return Update(static_cast<State*>(s), data, size); },
          [](void* s, byte* out) { return Final(static_cast<State*>(s), out); },
          [](void* from, void* to) { return Copy(static_cast<State*>(from), static_cast<State*>(to)); },
          [](void* s) { Free(static_cast<State*>(s)); }};
}

constexpr Row rows[] = {
    row<wc_Sha, wc_InitSha, wc_ShaUpdate, wc_ShaFinal, wc_ShaCopy, wc_ShaFree>(Hash::sha1, 64),
    row<wc_Sha256, wc_InitSha256, wc_Sha256Update, wc_Sha256Final, wc_Sha256Copy, wc_Sha256Free>(Hash::sha256, 64),
    row<wc_Sha384, wc_InitSha384, wc_Sha384Update, wc_Sha384Final, wc_Sha384Copy, wc_Sha384Free>(Hash::sha384, 128),
    row<wc_Sha512, wc_InitSha512, wc_Sha512Update, wc_Sha512Final, wc_Sha512Copy, wc_Sha512Free>(Hash::sha512, 128),
};

constexpr bool rows_follow_the_enum() {
  for (std::size_t i = 0; i < std::size(rows); ++i)
    if (static_cast<std::size_t>(rows[i].hash) != i + 1) return false;
  return true;
}
static_assert(rows_follow_the_enum(), "row_of() indexes by value");

const Row& row_of(Hash hash) {
  const auto index = static_cast<std::size_t>(hash) - 1;
  if (index >= std::size(rows)) throw std::invalid_argument("Hash::none cannot hash");
  return rows[index];
}

// The library counts in 32 bits.
constexpr std::size_t max_piece = std::size_t{1} << 30U;

}  // namespace

std::size_t hash_block_size(Hash hash) { return row_of(hash).block_size; }

Bytes hash(Hash hash, View data) {
  Hasher hasher(hash);
  hasher.update(data);
  return hasher.digest();
}

Hasher::Hasher(Hash hash) : hash_(hash) {
  static_assert(sizeof(wc_Sha) <= state_size && sizeof(wc_Sha256) <= state_size);
  static_assert(sizeof(wc_Sha384) <= state_size && sizeof(wc_Sha512) <= state_size);
  static_assert(alignof(wc_Sha256) <= 16 && alignof(wc_Sha512) <= 16);
  expect_ok(row_of(hash).init(state_.data()), "initialising a hash");
}

// The library's copy functions read their source, but do not say const.
Hasher::Hasher(const Hasher& other) : hash_(other.hash_) {
  expect_ok(row_of(hash_).copy(const_cast<std::byte*>(other.state_.data()), state_.data()), "copying a hash");
}

Hasher& Hasher::operator=(const Hasher& other) {
  if (this == &other) return *this;
  row_of(hash_).free(state_.data());
  hash_ = other.hash_;
  expect_ok(row_of(hash_).copy(const_cast<std::byte*>(other.state_.data()), state_.data()), "copying a hash");
  return *this;
}

Hasher::~Hasher() { row_of(hash_).free(state_.data()); }

void Hasher::update(View data) {
  const Row& row = row_of(hash_);
  while (!data.empty()) {
    const View piece = data.first(std::min(data.size(), max_piece));
    expect_ok(row.update(state_.data(), piece.data(), static_cast<word32>(piece.size())), "updating a hash");
    data = data.subspan(piece.size());
  }
}

Bytes Hasher::digest() const {
  Bytes out(size());
  digest_into(out);
  return out;
}

std::span<std::uint8_t> Hasher::digest_into(std::span<std::uint8_t> out) const {
  if (out.size() < size()) throw std::invalid_argument("no room for a digest");
  Hasher fork(*this);
  expect_ok(row_of(hash_).final(fork.state_.data(), out.data()), "finishing a hash");
  return out.first(size());
}

}  // namespace shakedown::crypto
