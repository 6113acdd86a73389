// Typed views of the extensions that are about certificates: their kinds, issuers, status and logs. Listed in
// extensions.h.
#pragma once
#include <vector>

#include "harness/base/bytes.h"
#include "harness/registry/extensions.h"
#include "harness/registry/messages.h"

namespace shakedown::wire {

using registry::operator""_ext;
using registry::In;

struct StatusRequest {  // RFC 6066 §8, with the ocsp form
  static constexpr auto code = "status_request"_ext;
  static constexpr unsigned in = In::CH;
  registry::CertificateStatusType status_type{1};
  Bytes responder_id_list;
  Bytes request_extensions;
  static void fields(auto& io, auto& m) {
    io.number("status_type", m.status_type);
    io.opaque("responder_id_list", m.responder_id_list, 2);
    io.opaque("request_extensions", m.request_extensions, 2);
  }
  friend bool operator==(const StatusRequest&, const StatusRequest&) = default;
};
// Empty: the CertificateRequest asks for a response (RFC 8446 §4.4.2.1); the server of TLS 1.2 will send one (RFC 6066
// §8).
struct StatusRequestMark {
  static constexpr auto code = "status_request"_ext;
  static constexpr unsigned in = In::CR | In::SH12;
  static void fields(auto&, auto&) {}
  friend bool operator==(const StatusRequestMark&, const StatusRequestMark&) = default;
};
// The response beside a certificate: a CertificateStatus in its ocsp form (RFC 8446 §4.4.2.1, RFC 6066 §8).
struct EntryStatus {
  static constexpr auto code = "status_request"_ext;
  static constexpr unsigned in = In::CT;
  registry::CertificateStatusType status_type{1};
  Bytes response;
  static void fields(auto& io, auto& m) {
    io.number("status_type", m.status_type);
    io.opaque("response", m.response, 3);
  }
  friend bool operator==(const EntryStatus&, const EntryStatus&) = default;
};

struct TimestampRequest {  // RFC 6962 §3.3.1: who asks sends it empty
  static constexpr auto code = "signed_certificate_timestamp"_ext;
  static constexpr unsigned in = In::CH | In::CR;
  static void fields(auto&, auto&) {}
  friend bool operator==(const TimestampRequest&, const TimestampRequest&) = default;
};
struct SerializedSct {
  Bytes sct;
  static void fields(auto& io, auto& m) { io.opaque("sct", m.sct, 2); }
  friend bool operator==(const SerializedSct&, const SerializedSct&) = default;
};
struct SignedCertificateTimestampList {  // RFC 6962 §3.3
  static constexpr auto code = "signed_certificate_timestamp"_ext;
  static constexpr unsigned in = In::CT | In::SH12;
  std::vector<SerializedSct> sct_list;
  static void fields(auto& io, auto& m) { io.list("sct_list", m.sct_list, 2); }
  friend bool operator==(const SignedCertificateTimestampList&, const SignedCertificateTimestampList&) = default;
};

struct ClientCertificateTypes {  // RFC 7250 §3, in preference
  static constexpr auto code = "client_certificate_type"_ext;
  static constexpr unsigned in = In::CH;
  std::vector<registry::CertificateType> client_certificate_types;
  static void fields(auto& io, auto& m) { io.list("client_certificate_types", m.client_certificate_types, 1); }
  friend bool operator==(const ClientCertificateTypes&, const ClientCertificateTypes&) = default;
};
struct SelectedClientCertificateType {
  static constexpr auto code = "client_certificate_type"_ext;
  static constexpr unsigned in = In::EE | In::SH12;
  registry::CertificateType client_certificate_type{};
  static void fields(auto& io, auto& m) { io.number("client_certificate_type", m.client_certificate_type); }
  friend bool operator==(const SelectedClientCertificateType&, const SelectedClientCertificateType&) = default;
};

struct ServerCertificateTypes {  // RFC 7250 §3, in preference
  static constexpr auto code = "server_certificate_type"_ext;
  static constexpr unsigned in = In::CH;
  std::vector<registry::CertificateType> server_certificate_types;
  static void fields(auto& io, auto& m) { io.list("server_certificate_types", m.server_certificate_types, 1); }
  friend bool operator==(const ServerCertificateTypes&, const ServerCertificateTypes&) = default;
};
struct SelectedServerCertificateType {
  static constexpr auto code = "server_certificate_type"_ext;
  static constexpr unsigned in = In::EE | In::SH12;
  registry::CertificateType server_certificate_type{};
  static void fields(auto& io, auto& m) { io.number("server_certificate_type", m.server_certificate_type); }
  friend bool operator==(const SelectedServerCertificateType&, const SelectedServerCertificateType&) = default;
};

struct DistinguishedName {
  Bytes name;
  static void fields(auto& io, auto& m) { io.opaque("name", m.name, 2); }
  friend bool operator==(const DistinguishedName&, const DistinguishedName&) = default;
};
struct CertificateAuthorities {  // RFC 8446 §4.2.4
  static constexpr auto code = "certificate_authorities"_ext;
  static constexpr unsigned in = In::CH | In::CR;
  std::vector<DistinguishedName> authorities;
  static void fields(auto& io, auto& m) { io.list("authorities", m.authorities, 2); }
  friend bool operator==(const CertificateAuthorities&, const CertificateAuthorities&) = default;
};

struct OidFilter {
  Bytes certificate_extension_oid;
  Bytes certificate_extension_values;
  static void fields(auto& io, auto& m) {
    io.opaque("certificate_extension_oid", m.certificate_extension_oid, 1);
    io.opaque("certificate_extension_values", m.certificate_extension_values, 2);
  }
  friend bool operator==(const OidFilter&, const OidFilter&) = default;
};
struct OidFilters {  // RFC 8446 §4.2.5
  static constexpr auto code = "oid_filters"_ext;
  static constexpr unsigned in = In::CR;
  std::vector<OidFilter> filters;
  static void fields(auto& io, auto& m) { io.list("filters", m.filters, 2); }
  friend bool operator==(const OidFilters&, const OidFilters&) = default;
};

}  // namespace shakedown::wire
