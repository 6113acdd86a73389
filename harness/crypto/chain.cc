// Checking a chain of certificates (RFC 5280 §6, without policies, name constraints and revocation).
#include <arpa/inet.h>

#include <algorithm>
#include <string>

#include "harness/crypto/certificate.h"
#include "harness/crypto/der.h"
#include "harness/crypto/sign.h"

namespace shakedown::crypto {
namespace {

using namespace registry;

struct SignatureOid {
  std::string_view oid;
  SignatureScheme scheme;
};
// RFC 4055 §5, RFC 5758 §3.2, RFC 8410 §3. In certificates ECDSA's schemes bind no curve.
constexpr SignatureOid signature_oids[] = {
    {"1.2.840.113549.1.1.5", "rsa_pkcs1_sha1"_scheme},
    {"1.2.840.113549.1.1.11", "rsa_pkcs1_sha256"_scheme},
    {"1.2.840.113549.1.1.12", "rsa_pkcs1_sha384"_scheme},
    {"1.2.840.113549.1.1.13", "rsa_pkcs1_sha512"_scheme},
    {"1.2.840.10045.4.1", "ecdsa_sha1"_scheme},
    {"1.2.840.10045.4.3.2", "ecdsa_secp256r1_sha256"_scheme},
    {"1.2.840.10045.4.3.3", "ecdsa_secp384r1_sha384"_scheme},
    {"1.2.840.10045.4.3.4", "ecdsa_secp521r1_sha512"_scheme},
    {"1.3.101.112", "ed25519"_scheme},
    {"1.3.101.113", "ed448"_scheme},
};
constexpr std::string_view rsassa_pss = "1.2.840.113549.1.1.10";
constexpr SignatureOid pss_hashes[] = {
    {"2.16.840.1.101.3.4.2.1", "rsa_pss_pss_sha256"_scheme},
    {"2.16.840.1.101.3.4.2.2", "rsa_pss_pss_sha384"_scheme},
    {"2.16.840.1.101.3.4.2.3", "rsa_pss_pss_sha512"_scheme},
};

template <std::size_t N>
std::optional<SignatureScheme> find_oid(const SignatureOid (&rows)[N], std::string_view oid) {
  for (const auto& row : rows)
    if (row.oid == oid) return row.scheme;
  return std::nullopt;
}

// An AlgorithmIdentifier; RSASSA-PSS names its hash in the parameters (RFC 4055 §3.1).
std::optional<SignatureScheme> scheme_of(View algorithm) {
  std::optional<Error> error;
  der::Reader reader = der::Reader(algorithm, error).enter(der::sequence, "signatureAlgorithm");
  const std::string oid = der::oid_text(reader.take(der::object_identifier, "signatureAlgorithm"));
  if (oid != rsassa_pss) return find_oid(signature_oids, oid);
  der::Reader hash = reader.enter(der::sequence, "parameters")
                         .enter(der::constructed(0), "hashAlgorithm")
                         .enter(der::sequence, "hashAlgorithm");
  return find_oid(pss_hashes, der::oid_text(hash.take(der::object_identifier, "hashAlgorithm")));
}

tl::unexpected<Error> refuse(std::string where, std::string what, std::string got = {}, std::string expected = {}) {
  return fail({.cause = Cause::crypto,
               .what = std::move(what),
               .path = std::move(where),
               .got = std::move(got),
               .expected = std::move(expected)});
}

std::string place(std::size_t index, const Certificate& certificate) {
  return "certificate " + std::to_string(index) + " (" + certificate.subject + ")";
}

constexpr std::uint16_t key_cert_sign = 1U << 5U;

// May `issuer` sign a certificate below which `below` further CAs stand, and did it?
Status check_issued(const std::string& where, const Certificate& subject, const Certificate& issuer,
                    std::size_t below) {
  if (subject.issuer_der != issuer.subject_der)
    return refuse(where, "it names another issuer", subject.issuer, issuer.subject);
  if (!issuer.is_ca) return refuse(where, "its issuer is no CA", issuer.subject);
  if (issuer.key_usage && !(*issuer.key_usage & key_cert_sign))
    return refuse(where, "its issuer's key is not for signing certificates", issuer.subject);
  if (issuer.path_length && *issuer.path_length < below)
    return refuse(where, "its issuer allows a shorter path", std::to_string(below) + " CAs below",
                  std::to_string(*issuer.path_length));
  const auto scheme = scheme_of(subject.signature_algorithm);
  if (!scheme)
    return refuse(where, "it is signed with an algorithm that we do not know", to_hex(subject.signature_algorithm));
  const auto key = PublicKey::from_spki(issuer.spki);
  if (!key) return refuse(where, "its issuer's key cannot be used: " + to_string(key.error()));
  if (auto valid = verify(*key, *scheme, subject.tbs, subject.signature); !valid)
    return refuse(where, to_string(valid.error()));
  return {};
}

Status check_time_and_extensions(const std::string& where, const Certificate& certificate,
                                 const ChainOptions& options) {
  if (options.at && *options.at < certificate.not_before) return refuse(where, "it is not valid yet");
  if (options.at && *options.at > certificate.not_after) return refuse(where, "it has expired");
  if (!certificate.unknown_critical.empty())
    return refuse(where, "it has a critical extension that we do not know", certificate.unknown_critical.front());
  return {};
}

// RFC 5280 §4.2.1.12; no such extension means any purpose.
Status check_leaf(const Certificate& leaf, const ChainOptions& options) {
  const std::string wanted = options.purpose == Purpose::server ? "1.3.6.1.5.5.7.3.1" : "1.3.6.1.5.5.7.3.2";
  const auto& usages = leaf.extended_key_usage;
  if (options.purpose != Purpose::any && !usages.empty() &&
      std::none_of(usages.begin(), usages.end(),
                   [&](const std::string& usage) { return usage == wanted || usage == "2.5.29.37.0"; }))
    return refuse(place(0, leaf), "it is not for this purpose", usages.front(), wanted);
  if (!options.host.empty() && !matches_host(leaf, options.host))
    return refuse(place(0, leaf), "it is for another host", leaf.dns_names.empty() ? "" : leaf.dns_names.front(),
                  options.host);
  return {};
}

Result<std::vector<Certificate>> parse_all(const std::vector<Bytes>& ders, std::string_view what) {
  std::vector<Certificate> out;
  for (std::size_t i = 0; i < ders.size(); ++i) {
    auto parsed = parse_certificate(ders[i]);
    if (!parsed) {
      parsed.error().path = std::string(what) + " " + std::to_string(i) + ": " + parsed.error().path;
      return fail(std::move(parsed.error()));
    }
    out.push_back(std::move(*parsed));
  }
  return out;
}

// Is the chain's certificate `index` a root, or signed by one? The error is of the root that came closest.
Result<bool> is_anchored(const std::vector<Certificate>& chain, std::size_t index,
                         const std::vector<Certificate>& roots, const ChainOptions& options) {
  const Certificate& certificate = chain[index];
  std::optional<Error> closest;
  for (const Certificate& root : roots) {
    if (root.der == certificate.der) return true;
    if (root.subject_der != certificate.issuer_der) continue;
    auto issued = check_issued(place(index, certificate), certificate, root, index);
    if (issued) issued = check_time_and_extensions("root (" + root.subject + ")", root, options);
    if (issued) return true;
    closest = issued.error();
  }
  if (closest) return fail(std::move(*closest));
  return false;
}

bool same_letters(std::string_view a, std::string_view b) {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [&](char x, char y) { return lower(x) == lower(y); });
}

bool matches_name(std::string_view pattern, std::string_view host) {
  if (!pattern.starts_with("*.")) return same_letters(pattern, host);
  const auto dot = host.find('.');
  return dot != std::string_view::npos && dot > 0 && same_letters(pattern.substr(1), host.substr(dot));
}

std::optional<Bytes> ip_address(const std::string& text) {
  Bytes out(16);
  if (inet_pton(AF_INET6, text.c_str(), out.data()) == 1) return out;
  out.resize(4);
  if (inet_pton(AF_INET, text.c_str(), out.data()) == 1) return out;
  return std::nullopt;
}

}  // namespace

bool matches_host(const Certificate& certificate, std::string_view host) {
  if (const auto address = ip_address(std::string(host)))
    return std::count(certificate.ip_addresses.begin(), certificate.ip_addresses.end(), *address) > 0;
  return std::any_of(certificate.dns_names.begin(), certificate.dns_names.end(),
                     [&](const std::string& name) { return matches_name(name, host); });
}

Status verify_chain(const std::vector<Bytes>& chain, const std::vector<Bytes>& roots, const ChainOptions& options) {
  if (chain.empty()) return refuse("", "the chain is empty");
  const auto certificates = parse_all(chain, "certificate");
  if (!certificates) return fail(certificates.error());
  const auto anchors = parse_all(roots, "root");
  if (!anchors) return fail(anchors.error());
  if (auto fine = check_leaf(certificates->front(), options); !fine) return fine;
  for (std::size_t i = 0; i < certificates->size(); ++i) {
    const Certificate& certificate = (*certificates)[i];
    if (auto fine = check_time_and_extensions(place(i, certificate), certificate, options); !fine) return fine;
    const auto anchored = is_anchored(*certificates, i, *anchors, options);
    if (!anchored) return fail(anchored.error());
    if (*anchored) return {};
    if (i + 1 == certificates->size())
      return refuse(place(i, certificate), "no root is its issuer", certificate.issuer);
    if (auto fine = check_issued(place(i, certificate), certificate, (*certificates)[i + 1], i); !fine) return fine;
  }
  return {};
}

}  // namespace shakedown::crypto
