#include <algorithm>

#include "harness/protocol/record_protection.h"

namespace shakedown::protocol {

namespace {

constexpr std::size_t block = crypto::aes_block_size;

tl::unexpected<Error> bad_record(std::string what) { return fail(Cause::crypto, std::move(what)); }

Result<OpenedRecord> split_tls13_inner(Bytes inner) {
  const auto last = std::find_if(inner.rbegin(), inner.rend(), [](std::uint8_t b) { return b != 0; });
  if (last == inner.rend()) return fail(Cause::decode, "a TLS 1.3 plaintext holds no content type, only zeros");
  OpenedRecord out;
  out.type = ContentType{*last};
  out.padding = static_cast<std::size_t>(last - inner.rbegin());
  inner.resize(inner.size() - out.padding - 1);
  out.content = std::move(inner);
  return out;
}

Result<OpenedRecord> open_aead(const RecordKeys& keys, const RecordHeader& header, View fragment) {
  const std::size_t start = keys.explicit_size();
  if (fragment.size() < start + keys.aead()->tag_size())
    return bad_record("a record is shorter than its nonce and tag");
  const View nonce = fragment.first(start), sealed = fragment.subspan(start);
  const std::size_t size = sealed.size() - keys.aead()->tag_size();
  auto inner = keys.aead()->open(keys.nonce(nonce), keys.additional_data(header, size), sealed);
  if (!inner) return fail(inner.error());
  if (keys.protection().scheme == RecordScheme::tls13_aead) return split_tls13_inner(std::move(*inner));
  return OpenedRecord{
      .type = header.type, .content = std::move(*inner), .padding = 0, .explicit_nonce = to_bytes(nonce)};
}

// Removes the padding of RFC 5246 §6.2.3.2, every octet of which must say its length.
Result<std::size_t> strip_cbc_padding(Bytes& plain) {
  if (plain.empty()) return bad_record("a CBC record holds no padding");
  const std::size_t length = plain.back();
  if (length + 1 > plain.size()) return bad_record("the padding of a CBC record is longer than the record");
  const auto begin = plain.end() - static_cast<std::ptrdiff_t>(length + 1);
  if (!std::all_of(begin, plain.end(), [&](std::uint8_t b) { return b == length; }))
    return bad_record("an octet of a CBC record's padding differs from padding_length");
  plain.erase(begin, plain.end());
  return length;
}

Status check_mac(const RecordKeys& keys, const RecordHeader& header, View data, View mac) {
  if (equal(keys.mac(header, data), mac)) return {};
  return bad_record("the MAC of a CBC record is wrong");
}

// Takes the MAC off the end of `data` and checks it.
Status strip_mac(const RecordKeys& keys, const RecordHeader& header, View& data) {
  const std::size_t size = crypto::hash_size(keys.protection().mac);
  if (data.size() < size) return bad_record("a CBC record is shorter than its MAC");
  const View mac = data.last(size);
  data = data.first(data.size() - size);
  return check_mac(keys, header, data, mac);
}

Result<OpenedRecord> open_cbc(const RecordKeys& keys, const RecordHeader& header, View fragment) {
  const bool mac_outside = keys.protection().scheme == RecordScheme::encrypt_then_mac;
  if (mac_outside) {
    if (auto ok = strip_mac(keys, header, fragment); !ok) return fail(ok.error());
  }
  if (fragment.size() < 2 * block || fragment.size() % block != 0)
    return bad_record("a CBC record is no whole number of blocks after its IV");
  OpenedRecord out{.type = header.type, .content = {}, .padding = 0, .explicit_nonce = to_bytes(fragment.first(block))};
  auto plain = keys.cbc()->decrypt(out.explicit_nonce, fragment.subspan(block));
  if (!plain) return fail(plain.error());
  auto padding = strip_cbc_padding(*plain);
  if (!padding) return fail(padding.error());
  out.padding = *padding;
  View content = *plain;
  if (!mac_outside) {
    if (auto ok = strip_mac(keys, header, content); !ok) return fail(ok.error());
  }
  out.content = to_bytes(content);
  return out;
}

}  // namespace

Result<RecordOpener> RecordOpener::create(const Protection& protection, const TrafficKeys& keys) {
  auto made = RecordKeys::create(protection, keys);
  if (!made) return fail(made.error());
  RecordOpener out;
  out.keys_ = std::move(*made);
  return out;
}

Result<OpenedRecord> RecordOpener::open(const RecordHeader& header, View fragment) {
  Result<OpenedRecord> opened = OpenedRecord{.type = header.type, .content = {}, .padding = 0, .explicit_nonce = {}};
  if (keys_.aead()) {
    opened = open_aead(keys_, header, fragment);
  } else if (keys_.cbc()) {
    opened = open_cbc(keys_, header, fragment);
  } else {
    opened->content = to_bytes(fragment);
  }
  if (opened) ++keys_.sequence;
  return opened;
}

}  // namespace shakedown::protocol
