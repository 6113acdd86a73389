#include "harness/crypto/certificate.h"

#include <string>

#include "harness/crypto/der.h"

namespace shakedown::crypto {
namespace {

using der::Reader;

struct AttributeName {
  std::string_view oid, name;
};
// RFC 4519 §2.
constexpr AttributeName attribute_names[] = {
    {"2.5.4.3", "CN"}, {"2.5.4.6", "C"}, {"2.5.4.7", "L"}, {"2.5.4.8", "ST"}, {"2.5.4.10", "O"}, {"2.5.4.11", "OU"},
};

std::string attribute_name(std::string oid) {
  for (const auto& known : attribute_names)
    if (known.oid == oid) return std::string(known.name);
  return oid;
}

// Names may hold anything; reports want one printable line.
std::string printable(View text) {
  std::string out;
  for (const std::uint8_t octet : text) {
    if (octet >= 0x20 && octet != 0x7f && octet != '\\')
      out.push_back(static_cast<char>(octet));
    else
      out += "\\" + to_hex({&octet, 1});
  }
  return out;
}

// RDNSequence (RFC 5280 §4.1.2.4).
std::string name_text(View name, std::string_view field, std::optional<Error>& error) {
  std::string out;
  Reader sequence = Reader(name, error).enter(der::sequence, field);
  while (!sequence.done()) {
    Reader set = sequence.enter(der::set, field);
    while (!set.done()) {
      Reader attribute = set.enter(der::sequence, field);
      const std::string oid = der::oid_text(attribute.take(der::object_identifier, field));
      const View value = attribute.take(attribute.next_tag(), field);
      if (!out.empty()) out += ", ";
      out += attribute_name(oid) + "=" + printable(value);
    }
  }
  return out;
}

// Days since 1970-01-01 of the proleptic Gregorian calendar.
std::int64_t days_of(std::int64_t year, std::int64_t month, std::int64_t day) {
  const std::int64_t y = month <= 2 ? year - 1 : year, m = (month + 9) % 12;
  return 365 * y + y / 4 - y / 100 + y / 400 + (153 * m + 2) / 5 + day - 719469;
}

// UTCTime or GeneralizedTime in the forms that RFC 5280 §4.1.2.5 allows.
std::int64_t read_time(Reader& reader, std::string_view field) {
  const bool utc = reader.at(der::utc_time);
  const View text = reader.take(utc ? der::utc_time : der::generalized_time, field);
  if (reader.error()) return 0;
  const std::size_t year_size = utc ? 2 : 4;
  if (text.size() != year_size + 11 || text.back() != 'Z') {
    reader.fail(field, "not a time in the form that RFC 5280 §4.1.2.5 allows");
    return 0;
  }
  std::int64_t parts[6] = {};
  for (std::size_t i = 0, at = 0; i < 6; ++i) {
    for (const std::size_t end = at + (i == 0 ? year_size : 2); at < end; ++at) {
      if (text[at] < '0' || text[at] > '9') reader.fail(field, "a time with something else than digits");
      parts[i] = 10 * parts[i] + (text[at] - '0');
    }
  }
  if (utc) parts[0] += parts[0] < 50 ? 2000 : 1900;
  return ((days_of(parts[0], parts[1], parts[2]) * 24 + parts[3]) * 60 + parts[4]) * 60 + parts[5];
}

// --- Extensions ------------------------------------------------------------------------------------------------------

void read_alternative_names(Reader value, Certificate& out) {
  Reader names = value.enter(der::sequence, "subjectAltName");
  while (!names.done()) {
    const std::uint8_t tag = names.next_tag();
    const View name = names.take(tag, "subjectAltName");
    if (tag == der::primitive(2)) out.dns_names.emplace_back(as_text(name));
    if (tag == der::primitive(7)) out.ip_addresses.push_back(to_bytes(name));
  }
}

void read_basic_constraints(Reader value, Certificate& out) {
  Reader constraints = value.enter(der::sequence, "basicConstraints");
  if (constraints.at(der::boolean)) {
    const View ca = constraints.take(der::boolean, "basicConstraints.cA");
    out.is_ca = ca.size() == 1 && ca[0] != 0;
  }
  if (constraints.at(der::integer)) {
    const View length = constraints.take(der::integer, "basicConstraints.pathLenConstraint");
    if (!length.empty() && length.size() <= 8) out.path_length = read_uint(length);
  }
}

void read_key_usage(Reader value, Certificate& out) {
  const View bits = value.take(der::bit_string, "keyUsage");
  std::uint16_t usage = 0;
  for (std::size_t i = 0; i < 16 && 1 + i / 8 < bits.size(); ++i)
    if (bits[1 + i / 8] & (0x80U >> (i % 8))) usage = static_cast<std::uint16_t>(usage | 1U << i);
  out.key_usage = usage;
}

void read_extended_key_usage(Reader value, Certificate& out) {
  Reader usages = value.enter(der::sequence, "extKeyUsage");
  while (!usages.done())
    out.extended_key_usage.push_back(der::oid_text(usages.take(der::object_identifier, "extKeyUsage")));
}

void ignore(Reader, Certificate&) {}

struct ExtensionRow {
  std::string_view oid;
  void (*read)(Reader value, Certificate& out);
};
// RFC 5280 §4.2.1. The key identifiers help to find an issuer, whose name and signature decide anyway.
constexpr ExtensionRow extensions[] = {
    {"2.5.29.17", read_alternative_names},
    {"2.5.29.19", read_basic_constraints},
    {"2.5.29.15", read_key_usage},
    {"2.5.29.37", read_extended_key_usage},
    {"2.5.29.14", ignore},
    {"2.5.29.35", ignore},
};

void read_extension(Reader extension, Certificate& out) {
  const std::string oid = der::oid_text(extension.take(der::object_identifier, "extension.extnID"));
  bool critical = false;
  if (extension.at(der::boolean)) {
    const View flag = extension.take(der::boolean, "extension.critical");
    critical = flag.size() == 1 && flag[0] != 0;
  }
  const View value = extension.take(der::octet_string, "extension.extnValue");
  if (extension.error()) return;
  for (const auto& row : extensions)
    if (row.oid == oid) return row.read(Reader(value, extension.error()), out);
  if (critical) out.unknown_critical.push_back(oid);
}

// What follows the public key: two identifiers that nobody uses, then the extensions.
void read_tail(Reader& tbs, Certificate& out) {
  for (const unsigned number : {1U, 2U})
    if (tbs.at(der::primitive(number))) tbs.take(der::primitive(number), "uniqueID");
  if (tbs.at(der::constructed(3))) {
    Reader list = tbs.enter(der::constructed(3), "extensions").enter(der::sequence, "extensions");
    while (!list.done()) read_extension(list.enter(der::sequence, "extension"), out);
  }
  tbs.end("tbsCertificate");
}

void read_tbs(Reader tbs, Certificate& out) {
  if (tbs.at(der::constructed(0))) tbs.take(der::constructed(0), "version");
  out.serial = to_bytes(tbs.take(der::integer, "serialNumber"));
  const View inner_algorithm = tbs.take_whole("signature");
  if (!tbs.error() && !equal(inner_algorithm, out.signature_algorithm))
    tbs.fail("signature", "another signature algorithm than outside the signed part (RFC 5280 §4.1.1.2)");
  out.issuer_der = to_bytes(tbs.take_whole("issuer"));
  out.issuer = name_text(out.issuer_der, "issuer", tbs.error());
  Reader validity = tbs.enter(der::sequence, "validity");
  out.not_before = read_time(validity, "validity.notBefore");
  out.not_after = read_time(validity, "validity.notAfter");
  out.subject_der = to_bytes(tbs.take_whole("subject"));
  out.subject = name_text(out.subject_der, "subject", tbs.error());
  out.spki = to_bytes(tbs.take_whole("subjectPublicKeyInfo"));
  out.key_kind = PublicKey::kind_of_spki(out.spki);
  read_tail(tbs, out);
}

}  // namespace

Result<Certificate> parse_certificate(View der) {
  std::optional<Error> error;
  Certificate out;
  out.der = to_bytes(der);
  Reader outer(der, error);
  Reader certificate = outer.enter(der::sequence, "Certificate");
  outer.end("Certificate");
  out.tbs = to_bytes(certificate.take_whole("tbsCertificate"));
  out.signature_algorithm = to_bytes(certificate.take_whole("signatureAlgorithm"));
  out.signature = to_bytes(der::bit_string_octets(certificate, "signatureValue"));
  certificate.end("Certificate");
  read_tbs(Reader(out.tbs, error).enter(der::sequence, "tbsCertificate"), out);
  if (error) return fail(std::move(*error));
  return out;
}

}  // namespace shakedown::crypto
