#include <fmt/format.h>

#include "harness/vectors/rsa_numbers.h"
#include "harness/vectors/trace13.h"

namespace shakedown::vectors {

namespace {

using registry::operator""_scheme;

constexpr std::string_view key_step = "RSA private key";

Result<crypto::PrivateKey> read_key(Record& record) {
  crypto::RsaNumbers numbers;
  const std::pair<std::string_view, Bytes*> parts[] = {
      {"modulus", &numbers.n},    {"public exponent", &numbers.e}, {"private exponent", &numbers.d},
      {"prime1", &numbers.p},     {"prime2", &numbers.q},          {"exponent1", &numbers.dp},
      {"exponent2", &numbers.dq}, {"coefficient", &numbers.qinv}};
  for (const auto& [name, number] : parts) {
    auto value = record.hex(name);
    if (!value) return fail(value.error());
    *number = std::move(*value);
  }
  if (auto ok = check_rsa_numbers(numbers); !ok) return fail(ok.error());
  return crypto::PrivateKey::from_rsa(numbers);
}

// The RFC gives the key in all the forms that a signer may use: each must fit the others, so a signature with it is
// checked.
Status check_key(Record& record, std::optional<crypto::PrivateKey>& out) {
  if (const auto step = record.text("Step"); !step || *step != key_step)
    return fail(Cause::input, "section 2 holds one RSA private key");
  auto key = read_key(record);
  if (!key) return fail(key.error());
  const Bytes message = to_bytes("RFC 8448, section 2");
  const auto scheme = "rsa_pss_rsae_sha256"_scheme;
  Rng salt(1);
  const auto signature = crypto::sign(*key, scheme, message, salt);
  if (!signature) return fail(signature.error());
  out = std::move(*key);
  return crypto::verify(out->public_key(), scheme, message, *signature);
}

std::string title_of(const Record& record) {
  std::string peer, step;
  for (const auto& a : record.attributes()) {
    if (a.name == "Peer") peer = a.value;
    if (a.name == "Step") step = a.value;
  }
  return fmt::format("{}{}{}", peer, peer.empty() ? "" : ": ", step);
}

// Section 4 "resumes from the handshake in Section 3".
bool resumes(std::string_view section) { return section.starts_with("§4 "); }

}  // namespace

Checks run_rfc8448(VectorFile& file) {
  Checks checks;
  std::optional<crypto::PrivateKey> key;
  Bytes ticket_psk;
  std::size_t made_again = 0;
  for (auto& section : file.sections) {
    Trace13 trace(resumes(section.title) ? ticket_psk : Bytes{}, key);
    for (auto& record : section.records) {
      const bool is_key = section.title.starts_with("§2 ");
      check_record(checks, file, section, record, title_of(record),
                   [&](Record& r) { return is_key ? check_key(r, key) : trace.run(r); });
    }
    if (!trace.ticket_psk().empty()) ticket_psk = trace.ticket_psk();
    made_again += trace.signatures_made_again();
  }
  // Sections 3, 5 and 7 sign with the key of section 2; section 4 signs nothing, section 6 does not give its keys.
  constexpr std::size_t expected = 3;
  checks.push_back(
      {.name = fmt::format("{}: signatures made again with the recovered salt", file.name),
       .passed = made_again == expected,
       .detail = made_again == expected ? "" : fmt::format("{} signatures (expected {})", made_again, expected)});
  return checks;
}

}  // namespace shakedown::vectors
