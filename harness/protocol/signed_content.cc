#include "harness/protocol/signed_content.h"

namespace shakedown::protocol {

std::string_view certificate_verify_context(registry::Role signer) {
  return signer == registry::Role::client ? "TLS 1.3, client CertificateVerify" : "TLS 1.3, server CertificateVerify";
}

Bytes certificate_verify_content(std::string_view context, View transcript_hash) {
  const Bytes spaces(64, ' ');
  const Bytes zero(1, 0);
  return concat({spaces, as_view(context), zero, transcript_hash});
}

Bytes server_key_exchange_content(View client_random, View server_random, View params) {
  return concat({client_random, server_random, params});
}

}  // namespace shakedown::protocol
