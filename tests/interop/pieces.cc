#include "tests/interop/pieces.h"

#include <algorithm>

#include "harness/crypto/credentials.h"
#include "harness/crypto/kx.h"
#include "harness/crypto/sign.h"

namespace shakedown::interop {
namespace {

using registry::GroupKind;
using registry::SchemeRow;

std::vector<Signer> signers(bool (*allowed)(const SchemeRow& row)) {
  std::vector<Signer> out;
  for (const auto kind : certificate_kinds())
    for (const auto& row : registry::Table<SignatureScheme>::rows)
      if (allowed(row) && crypto::fits(kind, row.code)) out.push_back({kind, row.code});
  std::ranges::rotate(out, std::ranges::find(out, KeyKind::ecdsa_p256, &Signer::certificate));
  return out;
}

}  // namespace

std::vector<NamedGroup> groups13() { return crypto::supported_groups(); }

std::vector<NamedGroup> groups12() {
  auto out = crypto::supported_groups();
  std::erase_if(out, [](NamedGroup group) { return registry::find(group)->kind == GroupKind::ffdhe; });
  return out;
}

std::vector<KeyKind> certificate_kinds() {
  auto out = crypto::credential_kinds();
  out.push_back(KeyKind::rsa_pss);
  return out;
}

std::vector<Signer> signers13() {
  return signers([](const SchemeRow& row) { return row.tls13_handshake; });
}

// SHA-1 signs nothing any more (RFC 9155).
std::vector<Signer> signers12() {
  return signers([](const SchemeRow& row) { return row.hash != registry::Hash::sha1; });
}

void sign_with(Params& params, const Signer& signer) {
  params.certificate = signer.certificate;
  params.signature_schemes = {signer.scheme};
  if (!crypto::is_rsa(signer.certificate)) return;
  const auto of_chain = signer.certificate == KeyKind::rsa ? "rsa_pkcs1_sha256"_scheme : "rsa_pss_pss_sha256"_scheme;
  if (signer.scheme != of_chain) params.signature_schemes.push_back(of_chain);
}

}  // namespace shakedown::interop
