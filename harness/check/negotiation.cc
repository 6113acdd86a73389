// What the target agreed to, against what was offered.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "harness/check/invariants.h"

namespace shakedown::check {
namespace {

using registry::ExtensionType;
using registry::Role;
using registry::operator""_ext;
using registry::operator""_suite;
using registry::operator""_version;

bool has(const auto& list, const auto& value) { return std::ranges::count(list, value) > 0; }

template <class T>
std::optional<T> offered(const wire::ClientHello& hello) {
  return wire::view<T>(hello.extensions);
}

// A message of the server's, and the ClientHello that it answers: after a HelloRetryRequest the first one behind it,
// else the first of all.
template <class T>
struct Answered {
  const wire::ClientHello* hello = nullptr;
  const T* answer = nullptr;
  explicit operator bool() const { return hello != nullptr && answer != nullptr; }
};

template <class T>
Answered<T> answered(const Subject& s) {
  Answered<T> out;
  bool retried = false;
  for (const auto& p : s.handshake) {
    if (const auto* m = std::get_if<wire::ClientHello>(&p.message.value); m && p.seen->sender == Role::client) {
      if (out.hello == nullptr || std::exchange(retried, false)) out.hello = m;
    } else if (p.seen->sender == Role::server) {
      out.answer = std::get_if<T>(&p.message.value);
      if (out.answer != nullptr) break;
      retried = retried || std::holds_alternative<wire::HelloRetryRequest>(p.message.value);
    }
  }
  return out;
}

// RFC 8446 §4.2.1: without the extension legacy_version is what was selected.
Finding version_offered(const wire::ClientHello& hello, const wire::ServerHello& answer) {
  const auto extension = wire::view<wire::SelectedVersion>(answer.extensions);
  const auto selected = extension ? extension->selected_version : answer.legacy_version;
  const auto list = offered<wire::SupportedVersions>(hello);
  const bool unreadable = !list && wire::find(hello.extensions, "supported_versions"_ext) != nullptr;
  if (unreadable || (list ? has(list->versions, selected) : selected <= hello.legacy_version)) return std::nullopt;
  return fmt::format("the version {} was not offered", registry::name_of(selected));
}

bool has_share(const wire::KeyShareClientHello& shares, registry::NamedGroup group) {
  return std::ranges::count(shares.client_shares, group, &wire::KeyShareEntry::group) > 0;
}

Finding share_offered(const wire::ClientHello& hello, const wire::ServerHello& answer) {
  const auto share = wire::view<wire::KeyShareServerHello>(answer.extensions);
  const auto list = offered<wire::KeyShareClientHello>(hello);
  if (!share || !list || has_share(*list, share->server_share.group)) return std::nullopt;
  return fmt::format("the key_share is of {}, for which there was no share",
                     registry::name_of(share->server_share.group));
}

Finding psk_offered(const wire::ClientHello& hello, const wire::ServerHello& answer) {
  const auto selected = wire::view<wire::SelectedPsk>(answer.extensions);
  const auto list = offered<wire::OfferedPsks>(hello);
  if (!selected || !list || selected->selected_identity < list->identities.size()) return std::nullopt;
  return fmt::format("selected_identity is {} of {}", selected->selected_identity, list->identities.size());
}

// RFC 7301 §3.1: one protocol, and one that the client named.
Finding protocol_offered(const wire::ClientHello& hello, const std::vector<wire::Extension>& answer) {
  const auto selected = wire::view<wire::ProtocolNameList>(answer);
  const auto list = offered<wire::ProtocolNameList>(hello);
  if (!selected || !list) return std::nullopt;
  const auto& names = selected->protocol_name_list;
  if (names.size() != 1) return fmt::format("{} application protocols were selected", names.size());
  if (has(list->protocol_name_list, names.front())) return std::nullopt;
  return fmt::format("the application protocol {} was not offered", to_hex(names.front().name));
}

// RFC 8446 §4.1.4: a group that the client supports and has sent no share of.
Finding retry_group_offered(const wire::ClientHello& hello, const wire::HelloRetryRequest& retry) {
  const auto wanted = wire::view<wire::KeyShareHelloRetryRequest>(retry.extensions);
  if (!wanted) return std::nullopt;
  const auto name = registry::name_of(wanted->selected_group);
  const auto groups = offered<wire::SupportedGroups>(hello);
  if (groups && !has(groups->named_group_list, wanted->selected_group))
    return fmt::format("the HelloRetryRequest wants {}, which was not offered", name);
  const auto shares = offered<wire::KeyShareClientHello>(hello);
  if (shares && has_share(*shares, wanted->selected_group))
    return fmt::format("the HelloRetryRequest wants {}, of which there was a share", name);
  return std::nullopt;
}

Finding scheme_offered(registry::SignatureScheme scheme, const std::vector<registry::SignatureScheme>& list) {
  if (has(list, scheme)) return std::nullopt;
  return fmt::format("signed with {}, which was not offered", registry::name_of(scheme));
}

Finding server_scheme_offered(const Subject& s, const wire::ClientHello& hello) {
  const auto scheme = s.log.agreed.signature_scheme;
  const auto list = offered<wire::SignatureAlgorithms>(hello);
  if (scheme == registry::SignatureScheme{} || !list) return std::nullopt;
  return scheme_offered(scheme, list->supported_signature_algorithms);
}

// What the CertificateRequest allows a client (RFC 8446 §4.3.2, RFC 5246 §7.4.8).
Finding client_scheme_offered(const Subject& s) {
  const auto* verify = s.first<wire::CertificateVerify>(Role::client);
  if (verify == nullptr) return std::nullopt;
  if (const auto* request = s.first<wire::CertificateRequest12>(Role::server))
    return scheme_offered(verify->algorithm, request->supported_signature_algorithms);
  const auto* request = s.first<wire::CertificateRequest>(Role::server);
  if (request == nullptr) return std::nullopt;
  const auto list = wire::view<wire::SignatureAlgorithms>(request->extensions);
  return list ? scheme_offered(verify->algorithm, list->supported_signature_algorithms) : Finding{};
}

Finding curve_offered(const Subject& s, const wire::ClientHello& hello) {
  const auto* m = s.first<wire::ServerKeyExchangeEcdhe>(Role::server);
  const auto list = offered<wire::SupportedGroups>(hello);
  if (m == nullptr || !list || has(list->named_group_list, m->params.named_curve)) return std::nullopt;
  return fmt::format("the ServerKeyExchange is of {}, which was not offered", registry::name_of(m->params.named_curve));
}

Finding hello_offered(const wire::ClientHello& hello, const wire::ServerHello& answer) {
  if (!has(hello.cipher_suites, answer.cipher_suite))
    return fmt::format("the cipher suite {} was not offered", registry::name_of(answer.cipher_suite));
  if (!has(hello.legacy_compression_methods, answer.legacy_compression_method))
    return fmt::format("the compression method {} was not offered",
                       registry::name_of(answer.legacy_compression_method));
  if (auto wrong = version_offered(hello, answer)) return wrong;
  if (auto wrong = share_offered(hello, answer)) return wrong;
  if (auto wrong = psk_offered(hello, answer)) return wrong;
  return protocol_offered(hello, answer.extensions);
}

// In a block of the target's, the first extension that the ClientHello did not ask for.
Finding unasked(const wire::ClientHello& hello, const std::vector<wire::Extension>& block, std::string_view where) {
  for (const auto& e : block) {
    const bool scsv =
        e.extension_type == "renegotiation_info"_ext &&  // RFC 5746 §3.4: the signalling suite asks for it
        has(hello.cipher_suites, "TLS_EMPTY_RENEGOTIATION_INFO_SCSV"_suite);
    const bool free = e.extension_type == "cookie"_ext && where == "HelloRetryRequest";  // RFC 8446 §4.2
    if (!scsv && !free && wire::find(hello.extensions, e.extension_type) == nullptr)
      return fmt::format("{} carries {}, which the ClientHello did not", where, registry::name_of(e.extension_type));
  }
  return std::nullopt;
}

// The blocks of one kind of message against the ClientHello that it answers.
template <class T>
Finding extensions_asked(const Subject& s) {
  const auto found = answered<T>(s);
  return found ? unasked(*found.hello, found.answer->extensions, T::name) : Finding{};
}

Finding entries_asked(const Subject& s) {
  const auto found = answered<wire::Certificate>(s);
  if (!found) return std::nullopt;
  for (const auto& entry : found.answer->certificate_list)
    if (auto wrong = unasked(*found.hello, entry.extensions, "CertificateEntry")) return wrong;
  return std::nullopt;
}

}  // namespace

Finding session_id_echoed(const Subject& s) {
  const auto* hello = s.first<wire::ClientHello>(Role::client);
  const auto* answer = s.first<wire::ServerHello>(Role::server);
  if (s.target != Role::server || !s.tls13 || !hello || !answer) return std::nullopt;
  if (hello->legacy_session_id == answer->legacy_session_id_echo) return std::nullopt;
  return fmt::format("got '{}', expected '{}'", to_hex(answer->legacy_session_id_echo),
                     to_hex(hello->legacy_session_id));
}

Finding values_were_offered(const Subject& s) {
  if (s.target == Role::client) return client_scheme_offered(s);
  if (const auto retry = answered<wire::HelloRetryRequest>(s))
    if (auto wrong = retry_group_offered(*retry.hello, *retry.answer)) return wrong;
  const auto hello = answered<wire::ServerHello>(s);
  if (!hello) return std::nullopt;
  if (auto wrong = hello_offered(*hello.hello, *hello.answer)) return wrong;
  if (const auto more = answered<wire::EncryptedExtensions>(s))
    if (auto wrong = protocol_offered(*more.hello, more.answer->extensions)) return wrong;
  if (auto wrong = curve_offered(s, *hello.hello)) return wrong;
  return server_scheme_offered(s, *hello.hello);
}

Finding extensions_were_offered(const Subject& s) {
  if (s.target != Role::server) return std::nullopt;
  for (const auto check : {extensions_asked<wire::ServerHello>, extensions_asked<wire::HelloRetryRequest>,
                           extensions_asked<wire::EncryptedExtensions>, entries_asked})
    if (auto wrong = check(s)) return wrong;
  return std::nullopt;
}

// RFC 8446 §4.1.3: a server that could have negotiated TLS 1.3 says so at the end of its random.
Finding downgrade_marked(const Subject& s) {
  static constexpr std::array<std::uint8_t, 8> marker = {'D', 'O', 'W', 'N', 'G', 'R', 'D', 1};
  const auto* answer = s.first<wire::ServerHello>(Role::server);
  const bool could = s.log.params.target_version_max == "TLSv1.3"_version;
  if (s.target != Role::server || s.tls13 || !could || answer == nullptr) return std::nullopt;
  const auto end = View(answer->random).last(marker.size());
  if (equal(end, marker)) return std::nullopt;
  return fmt::format("the ServerHello's random ends in {}, not {}", to_hex(end), to_hex(marker));
}

Finding messages_well_formed(const Subject& s) {
  for (const auto& p : s.handshake)
    if (p.seen->sender == s.target && p.message.first_error)
      return fmt::format("{}: {}", p.seen->name(), wire::to_string(*p.message.first_error));
  return std::nullopt;
}

}  // namespace shakedown::check
