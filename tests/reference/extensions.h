// Extension blocks: the rules that hold for all of them, and typed access that is strict about syntax.
#pragma once
#include <span>

#include "tests/reference/core.h"

namespace shakedown::reference {

using wire::operator""_ext;
using registry::ExtensionType;
using registry::In;

// RFC 8446 §4.2: no type twice, none that does not belong into this message.
void check_block(const Core& core, const std::vector<wire::Extension>& block, In message);
// The same for a block that answers: only what was offered.
void check_answers(const Core& core, const std::vector<wire::Extension>& block, In message,
                   std::span<const ExtensionType> offered);

// Lengths that the codec leaves open but the RFC's syntax does not (RFC 8446 §6: decode_error).
template <class T>
void check_bounds(const T&) {}
void check_bounds(const wire::ServerNameList& value);
void check_bounds(const wire::SupportedGroups& value);
void check_bounds(const wire::SignatureAlgorithms& value);
void check_bounds(const wire::ProtocolNameList& value);
void check_bounds(const wire::OfferedPsks& value);
void check_bounds(const wire::SupportedVersions& value);
void check_bounds(const wire::Cookie& value);
void check_bounds(const wire::PskKeyExchangeModes& value);
void check_bounds(const wire::KeyShareClientHello& value);
void check_bounds(const wire::KeyShareServerHello& value);
void check_bounds(const wire::EcPointFormats& value);

template <class T>
std::optional<T> extension(const std::vector<wire::Extension>& block) {
  const auto* raw = wire::find(block, T::code);
  if (raw == nullptr) return std::nullopt;
  auto value = wire::decode<T>(raw->extension_data);
  if (!value) abort_with(Violation::malformed_extension, registry::name_of(T::code));
  check_bounds(*value);
  return value;
}

template <class T>
T mandatory(const std::vector<wire::Extension>& block) {
  auto value = extension<T>(block);
  if (!value) abort_with(Violation::extension_missing, registry::name_of(T::code));
  return std::move(*value);
}

template <class T>
bool contains(const std::vector<T>& list, const T& item) {
  return std::find(list.begin(), list.end(), item) != list.end();
}

}  // namespace shakedown::reference
