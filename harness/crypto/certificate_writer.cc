#include "harness/crypto/certificate_writer.h"

#include <array>

#include "harness/crypto/der.h"
#include "harness/crypto/hash.h"
#include "harness/crypto/sign.h"

namespace shakedown::crypto {
namespace {

using namespace registry;
using der::value;

Bytes text(std::uint8_t tag, std::string_view s) { return value(tag, {as_view(s)}); }

// --- Names and times -------------------------------------------------------------------------------------------------

Bytes attribute(std::string_view oid, std::string_view s) {
  return value(der::set, {value(der::sequence, {der::oid(oid), text(der::utf8_string, s)})});
}

Bytes name(std::string_view common_name) {
  return value(der::sequence, {attribute("2.5.4.10", "Shakedown"), attribute("2.5.4.3", common_name)});
}

std::string two_digits(std::int64_t number) {
  return {static_cast<char>('0' + number / 10 % 10), static_cast<char>('0' + number % 10)};
}

struct Date {
  std::int64_t year, month, day;
};

// The proleptic Gregorian calendar, from days since 1970-01-01.
Date date_of(std::int64_t days) {
  const std::int64_t shifted = days + 719468;
  const std::int64_t era = (shifted >= 0 ? shifted : shifted - 146096) / 146097;
  const std::int64_t in_era = shifted - era * 146097;
  const std::int64_t year = (in_era - in_era / 1460 + in_era / 36524 - in_era / 146096) / 365;
  const std::int64_t in_year = in_era - (365 * year + year / 4 - year / 100);
  const std::int64_t month = (5 * in_year + 2) / 153;
  return {era * 400 + year + (month >= 10), month < 10 ? month + 3 : month - 9, in_year - (153 * month + 2) / 5 + 1};
}

// RFC 5280 §4.1.2.5: UTCTime through 2049, GeneralizedTime from 2050 (and, as here, before 1950).
Bytes time(std::int64_t seconds) {
  const std::int64_t days = (seconds >= 0 ? seconds : seconds - 86399) / 86400, rest = seconds - days * 86400;
  const Date date = date_of(days);
  const bool utc = date.year >= 1950 && date.year < 2050;
  const std::string century = utc ? "" : two_digits(date.year / 100);
  return text(utc ? der::utc_time : der::generalized_time,
              century + two_digits(date.year) + two_digits(date.month) + two_digits(date.day) +
                  two_digits(rest / 3600) + two_digits(rest / 60 % 60) + two_digits(rest % 60) + "Z");
}

// --- Extensions (RFC 5280 §4.2.1) ------------------------------------------------------------------------------------

enum class Critical { no, yes };

Bytes extension(std::string_view oid, Critical critical, View contents) {
  static constexpr std::array<std::uint8_t, 3> is_true = {der::boolean, 1, 0xff};
  const View flag = critical == Critical::yes ? View(is_true) : View();
  return value(der::sequence, {der::oid(oid), flag, value(der::octet_string, {contents})});
}

Bytes key_identifier(const PublicKey& key) { return hash(Hash::sha1, key.spki()); }

Bytes alternative_names(const CertificatePlan& plan) {
  Bytes names;
  for (const std::string& dns : plan.dns_names) append(names, text(der::primitive(2), dns));
  for (const Bytes& ip : plan.ip_addresses) append(names, value(der::primitive(7), {ip}));
  return names.empty() ? names : extension("2.5.29.17", Critical::no, value(der::sequence, {names}));
}

// keyCertSign and cRLSign; or digitalSignature, and keyEncipherment where the key can do it.
Bytes key_usage(const CertificatePlan& plan) {
  const std::uint8_t bits = plan.is_ca ? 0x06 : plan.key.kind() == KeyKind::rsa ? 0xa0 : 0x80;
  const std::uint8_t unused = plan.is_ca ? 1 : plan.key.kind() == KeyKind::rsa ? 5 : 7;
  const Bytes contents{der::bit_string, 2, unused, bits};
  return extension("2.5.29.15", Critical::yes, contents);
}

Bytes basic_constraints(bool is_ca) {
  static constexpr std::array<std::uint8_t, 3> is_true = {der::boolean, 1, 0xff};
  return extension("2.5.29.19", Critical::yes, value(der::sequence, {is_ca ? View(is_true) : View()}));
}

Bytes extended_key_usage(const CertificatePlan& plan) {
  if (plan.is_ca) return {};
  const Bytes usage = der::oid(plan.for_server ? "1.3.6.1.5.5.7.3.1" : "1.3.6.1.5.5.7.3.2");
  return extension("2.5.29.37", Critical::no, value(der::sequence, {usage}));
}

Bytes extensions(const CertificatePlan& plan) {
  const Bytes subject_id = value(der::octet_string, {key_identifier(plan.key)});
  const Bytes issuer_id = value(der::sequence, {value(der::primitive(0), {key_identifier(plan.issuer_key)})});
  const Bytes list = value(der::sequence, {basic_constraints(plan.is_ca), key_usage(plan), extended_key_usage(plan),
                                           extension("2.5.29.14", Critical::no, subject_id),
                                           extension("2.5.29.35", Critical::no, issuer_id), alternative_names(plan)});
  return value(der::constructed(3), {list});
}

// --- Signatures ------------------------------------------------------------------------------------------------------

struct SignerRow {
  KeyKind kind;
  SignatureScheme scheme;
  std::string_view oid;
};
constexpr SignerRow signers[] = {
    {KeyKind::rsa, "rsa_pkcs1_sha256"_scheme, "1.2.840.113549.1.1.11"},
    {KeyKind::rsa_pss, "rsa_pss_pss_sha256"_scheme, "1.2.840.113549.1.1.10"},
    {KeyKind::ecdsa_p256, "ecdsa_secp256r1_sha256"_scheme, "1.2.840.10045.4.3.2"},
    {KeyKind::ecdsa_p384, "ecdsa_secp384r1_sha384"_scheme, "1.2.840.10045.4.3.3"},
    {KeyKind::ecdsa_p521, "ecdsa_secp521r1_sha512"_scheme, "1.2.840.10045.4.3.4"},
    {KeyKind::ed25519, "ed25519"_scheme, "1.3.101.112"},
    {KeyKind::ed448, "ed448"_scheme, "1.3.101.113"},
};

// RSASSA-PSS-params (RFC 4055 §3.1) with SHA-256, MGF1 of the same, and a salt of 32 octets.
Bytes pss_parameters() {
  const Bytes sha256 = value(der::sequence, {der::oid("2.16.840.1.101.3.4.2.1"), value(der::null, {})});
  const Bytes mgf1 = value(der::sequence, {der::oid("1.2.840.113549.1.1.8"), sha256});
  return value(der::sequence, {value(der::constructed(0), {sha256}), value(der::constructed(1), {mgf1}),
                               value(der::constructed(2), {der::small_integer(32)})});
}

Bytes signature_algorithm(const SignerRow& row) {
  Bytes parameters;
  if (row.kind == KeyKind::rsa) parameters = value(der::null, {});
  if (row.kind == KeyKind::rsa_pss) parameters = pss_parameters();
  return value(der::sequence, {der::oid(row.oid), parameters});
}

// Positive, of 16 octets, and another one for every key, name and validity.
Bytes serial_number(const CertificatePlan& plan) {
  Bytes digest = hash(Hash::sha256, concat({plan.key.spki(), as_view(plan.subject), as_view(plan.issuer),
                                            time(plan.not_before), time(plan.not_after)}));
  digest.resize(16);
  digest[0] = static_cast<std::uint8_t>((digest[0] & 0x3fU) | 0x40U);
  return der::unsigned_integer(digest);
}

}  // namespace

Result<Bytes> write_certificate(const CertificatePlan& plan, const PrivateKey& signer, Rng& salt) {
  const SignerRow& row = signers[static_cast<std::size_t>(signer.kind())];
  const Bytes algorithm = signature_algorithm(row);
  const Bytes version = value(der::constructed(0), {der::small_integer(2)});
  const Bytes validity = value(der::sequence, {time(plan.not_before), time(plan.not_after)});
  const Bytes tbs = value(der::sequence, {version, serial_number(plan), algorithm, name(plan.issuer), validity,
                                          name(plan.subject), plan.key.spki(), extensions(plan)});
  const auto signature = sign(signer, row.scheme, tbs, salt);
  if (!signature) return fail(signature.error());
  return value(der::sequence, {tbs, algorithm, der::octets_as_bit_string(*signature)});
}

}  // namespace shakedown::crypto
