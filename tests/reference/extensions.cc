#include "tests/reference/extensions.h"

#include <algorithm>

namespace shakedown::reference {
namespace {

// `met` is about an extension of the type T.
template <class T>
void in_bounds(bool met, const T&) {
  demand(met, Violation::malformed_extension, registry::name_of(T::code));
}

}  // namespace

void check_block(const Core& core, const std::vector<wire::Extension>& block, In message) {
  for (std::size_t i = 0; i < block.size(); ++i) {
    const ExtensionType type = block[i].extension_type;
    if (!core.faulty(Fault::accepts_duplicate_extensions)) {
      const bool first = wire::find(block, type) == &block[i];
      demand(first, Violation::duplicate_extension, registry::name_of(type));
    }
    const auto* row = registry::find(type);
    if (row != nullptr) demand((row->allowed_in & message) != 0, Violation::extension_misplaced, row->name);
  }
}

void check_answers(const Core& core, const std::vector<wire::Extension>& block, In message,
                   std::span<const ExtensionType> offered) {
  for (const auto& e : block) {
    const bool asked = std::find(offered.begin(), offered.end(), e.extension_type) != offered.end();
    demand(asked, Violation::extension_not_solicited, registry::name_of(e.extension_type));
  }
  check_block(core, block, message);
}

void check_bounds(const wire::ServerNameList& value) {  // RFC 6066 §3: <1..2^16-1>, each HostName <1..2^16-1>
  in_bounds(!value.server_name_list.empty(), value);
  for (const auto& name : value.server_name_list) in_bounds(!name.host_name.empty(), value);
  for (std::size_t i = 1; i < value.server_name_list.size(); ++i)
    for (std::size_t j = 0; j < i; ++j)
      demand(value.server_name_list[i].name_type != value.server_name_list[j].name_type,
             Violation::server_names_repeated);
}
void check_bounds(const wire::SupportedGroups& value) {  // RFC 8446 §4.2.7: <2..2^16-1>
  in_bounds(!value.named_group_list.empty(), value);
}
void check_bounds(const wire::SignatureAlgorithms& value) {  // RFC 8446 §4.2.3: <2..2^16-2>
  in_bounds(!value.supported_signature_algorithms.empty(), value);
}
void check_bounds(const wire::ProtocolNameList& value) {  // RFC 7301 §3.1: <2..2^16-1>, each <1..2^8-1>
  in_bounds(!value.protocol_name_list.empty(), value);
  for (const auto& name : value.protocol_name_list) in_bounds(!name.name.empty(), value);
}
void check_bounds(const wire::OfferedPsks& value) {  // RFC 8446 §4.2.11
  in_bounds(!value.identities.empty() && !value.binders.empty(), value);
  for (const auto& identity : value.identities) in_bounds(!identity.identity.empty(), value);
  for (const auto& binder : value.binders) in_bounds(binder.binder.size() >= 32, value);
}
void check_bounds(const wire::SupportedVersions& value) {  // RFC 8446 §4.2.1: <2..254>
  in_bounds(!value.versions.empty() && value.versions.size() <= 127, value);
}
void check_bounds(const wire::Cookie& value) { in_bounds(!value.cookie.empty(), value); }  // RFC 8446 §4.2.2
void check_bounds(const wire::PskKeyExchangeModes& value) {                                // RFC 8446 §4.2.9: <1..255>
  in_bounds(!value.ke_modes.empty(), value);
}
void check_bounds(const wire::KeyShareClientHello& value) {  // RFC 8446 §4.2.8: key_exchange<1..2^16-1>
  for (const auto& share : value.client_shares) in_bounds(!share.key_exchange.empty(), value);
}
void check_bounds(const wire::KeyShareServerHello& value) {
  in_bounds(!value.server_share.key_exchange.empty(), value);
}
void check_bounds(const wire::EcPointFormats& value) {  // RFC 8422 §5.1.2: <1..2^8-1>
  in_bounds(!value.ec_point_format_list.empty(), value);
}

}  // namespace shakedown::reference
