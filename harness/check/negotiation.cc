// What the target agreed to, against what was offered.
#include <fmt/format.h>

#include <algorithm>
#include <array>

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

// The ClientHello that the target answered: the second one after a HelloRetryRequest.
const wire::ClientHello* last_hello(const Subject& s) {
  const wire::ClientHello* last = nullptr;
  for (const auto& p : s.handshake)
    if (const auto* m = std::get_if<wire::ClientHello>(&p.message.value); m && p.seen->sender == Role::client) last = m;
  return last;
}

Finding version_offered(const wire::ClientHello& hello, const wire::ServerHello& answer) {
  const auto selected = wire::view<wire::SelectedVersion>(answer.extensions);
  const auto list = offered<wire::SupportedVersions>(hello);
  if (selected && list && !has(list->versions, selected->selected_version))
    return fmt::format("selected_version {} was not offered", registry::name_of(selected->selected_version));
  return std::nullopt;
}

Finding share_offered(const wire::ClientHello& hello, const wire::ServerHello& answer) {
  const auto share = wire::view<wire::KeyShareServerHello>(answer.extensions);
  const auto list = offered<wire::KeyShareClientHello>(hello);
  if (!share || !list) return std::nullopt;
  const auto group = share->server_share.group;
  if (std::ranges::any_of(list->client_shares, [&](const auto& e) { return e.group == group; })) return std::nullopt;
  return fmt::format("the key_share is of {}, for which there was no share", registry::name_of(group));
}

Finding scheme_offered(const Subject& s, const wire::ClientHello& hello) {
  const auto scheme = s.log.agreed.signature_scheme;
  const auto list = offered<wire::SignatureAlgorithms>(hello);
  if (scheme == registry::SignatureScheme{} || !list || has(list->supported_signature_algorithms, scheme))
    return std::nullopt;
  return fmt::format("signed with {}, which was not offered", registry::name_of(scheme));
}

Finding curve_offered(const Subject& s, const wire::ClientHello& hello) {
  const auto* m = s.first<wire::ServerKeyExchangeEcdhe>(Role::server);
  const auto list = offered<wire::SupportedGroups>(hello);
  if (m == nullptr || !list || has(list->named_group_list, m->params.named_curve)) return std::nullopt;
  return fmt::format("the ServerKeyExchange is of {}, which was not offered", registry::name_of(m->params.named_curve));
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
  const auto* hello = last_hello(s);
  const auto* answer = s.first<wire::ServerHello>(Role::server);
  if (s.target != Role::server || !hello || !answer) return std::nullopt;
  if (!has(hello->cipher_suites, answer->cipher_suite))
    return fmt::format("the cipher suite {} was not offered", registry::name_of(answer->cipher_suite));
  if (!has(hello->legacy_compression_methods, answer->legacy_compression_method))
    return fmt::format("the compression method {} was not offered",
                       registry::name_of(answer->legacy_compression_method));
  if (auto wrong = version_offered(*hello, *answer)) return wrong;
  if (auto wrong = share_offered(*hello, *answer)) return wrong;
  if (auto wrong = curve_offered(s, *hello)) return wrong;
  return scheme_offered(s, *hello);
}

Finding extensions_were_offered(const Subject& s) {
  const auto* hello = last_hello(s);
  if (s.target != Role::server || !hello) return std::nullopt;
  if (const auto* m = s.first<wire::ServerHello>(Role::server))
    if (auto wrong = unasked(*hello, m->extensions, "ServerHello")) return wrong;
  if (const auto* m = s.first<wire::HelloRetryRequest>(Role::server))
    if (auto wrong = unasked(*hello, m->extensions, "HelloRetryRequest")) return wrong;
  if (const auto* m = s.first<wire::EncryptedExtensions>(Role::server))
    if (auto wrong = unasked(*hello, m->extensions, "EncryptedExtensions")) return wrong;
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
