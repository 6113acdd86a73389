#include <algorithm>

#include "harness/protocol/record_protection.h"

namespace shakedown::protocol {

using registry::operator""_content;

namespace {

constexpr std::size_t block = crypto::aes_block_size;

// padding_length for a plaintext of `size` octets (RFC 5246 §6.2.3.2): the whole with its length octet fills blocks.
std::size_t cbc_padding_length(std::size_t size, std::size_t at_least) {
  const std::size_t least = block - 1 - size % block;
  const std::size_t most = least + (255 - least) / block * block;
  if (at_least <= least) return least;
  return std::min(most, least + (at_least - least + block - 1) / block * block);
}

void pad_cbc(Bytes& inner, std::size_t at_least) {
  const std::size_t length = cbc_padding_length(inner.size(), at_least);
  inner.insert(inner.end(), length + 1, static_cast<std::uint8_t>(length));
}

Error wrong_nonce_size(std::size_t got, std::size_t expected) {
  return {.cause = Cause::input,
          .what = "an explicit nonce has the wrong size for this suite",
          .place = {},
          .path = {},
          .got = std::to_string(got) + " octets",
          .expected = std::to_string(expected)};
}

Bytes seal_aead(const RecordKeys& keys, const RecordHeader& header, View inner, View explicit_nonce) {
  const std::size_t start = explicit_nonce.size();
  Bytes out(start + inner.size() + keys.aead()->tag_size());
  std::copy(explicit_nonce.begin(), explicit_nonce.end(), out.begin());
  keys.aead()->seal_into(keys.nonce(explicit_nonce), keys.additional_data(header, inner.size()), inner,
                         std::span(out).subspan(start));
  return out;
}

Result<Bytes> seal_cbc(const RecordKeys& keys, const RecordHeader& header, View inner, View iv) {
  auto encrypted = keys.cbc()->encrypt(iv, inner);
  if (!encrypted) return fail(encrypted.error());
  Bytes out = concat({iv, *encrypted});
  if (keys.protection().scheme == RecordScheme::encrypt_then_mac) append(out, keys.mac(header, out));
  return out;
}

Result<Bytes> protect(const RecordKeys& keys, const RecordHeader& header, View inner, View explicit_nonce) {
  if (keys.aead()) return seal_aead(keys, header, inner, explicit_nonce);
  if (keys.cbc()) return seal_cbc(keys, header, inner, explicit_nonce);
  return to_bytes(inner);
}

}  // namespace

Result<RecordSealer> RecordSealer::create(const Protection& protection, const TrafficKeys& keys, Rng cbc_iv) {
  auto made = RecordKeys::create(protection, keys);
  if (!made) return fail(made.error());
  RecordSealer out;
  out.keys_ = std::move(*made);
  out.cbc_iv_ = cbc_iv;
  return out;
}

Bytes RecordSealer::build_inner(const RecordHeader& header, View content, std::size_t padding) const {
  Bytes inner = to_bytes(content);
  switch (protection().scheme) {
    case RecordScheme::plaintext:
    case RecordScheme::tls12_aead:
      break;
    case RecordScheme::tls13_aead:
      inner.push_back(registry::number(header.type));
      inner.insert(inner.end(), padding, 0);
      break;
    case RecordScheme::mac_then_encrypt:
      append(inner, keys_.mac(header, content));
      pad_cbc(inner, padding);
      break;
    case RecordScheme::encrypt_then_mac:
      pad_cbc(inner, padding);
      break;
  }
  return inner;
}

Result<Bytes> RecordSealer::encrypt(const RecordHeader& header, View inner, std::optional<View> explicit_nonce) {
  Bytes nonce;
  if (explicit_nonce) {
    nonce = to_bytes(*explicit_nonce);
    if (nonce.size() != keys_.explicit_size()) return fail(wrong_nonce_size(nonce.size(), keys_.explicit_size()));
  } else if (keys_.cbc()) {
    nonce = cbc_iv_.bytes(block);
  } else if (keys_.explicit_size() > 0) {
    append_uint(nonce, keys_.sequence, keys_.explicit_size());
  }
  auto fragment = protect(keys_, header, inner, nonce);
  if (fragment) ++keys_.sequence;
  return fragment;
}

RecordHeader RecordSealer::outer_header(const RecordHeader& header) const {
  if (protection().scheme != RecordScheme::tls13_aead) return header;
  return {.type = "application_data"_content, .version = header.version};
}

Result<Bytes> RecordSealer::seal(const RecordHeader& header, View content, std::size_t padding) {
  const auto outer = outer_header(header);
  auto fragment = encrypt(outer, build_inner(header, content, padding));
  if (!fragment) return fragment;
  return frame_record(outer, *fragment);
}

}  // namespace shakedown::protocol
