#include <gtest/gtest.h>

#include <set>

#include "harness/registry/alerts.h"
#include "harness/registry/extensions.h"
#include "harness/registry/groups.h"
#include "harness/registry/messages.h"
#include "harness/registry/schemes.h"
#include "harness/registry/suites.h"

namespace shakedown::registry {
namespace {

template <class E>
class Registries : public testing::Test {};
using All = testing::Types<ContentType, HandshakeType, ProtocolVersion, CompressionMethod, PskKeyExchangeMode,
                           KeyUpdateRequest, ECPointFormat, ECCurveType, ClientCertificateType, CertificateStatusType,
                           CertificateType, HeartbeatMode, SrtpProtectionProfile, NameType, MaxFragmentLength,
                           AlertLevel, AlertDescription, ExtensionType, NamedGroup, SignatureScheme, CipherSuite>;
TYPED_TEST_SUITE(Registries, All);

TYPED_TEST(Registries, NamesAndCodesAreUniqueAndFindEachOther) {
  std::set<std::string_view> names;
  std::set<unsigned> codes;
  for (const auto& row : Table<TypeParam>::rows) {
    EXPECT_TRUE(names.insert(row.name).second) << row.name;
    EXPECT_TRUE(codes.insert(static_cast<unsigned>(row.code)).second) << row.name;
    EXPECT_EQ(value_of<TypeParam>(row.name), row.code);
    EXPECT_EQ(name_of(row.code), row.name);
    EXPECT_EQ(erased<TypeParam>.value_of(row.name), static_cast<std::uint64_t>(row.code));
  }
}

TEST(Registry, UnknownNumbersPrintAsHexOfTheirWidth) {
  EXPECT_EQ(name_of(NamedGroup{0x0a0a}), "0x0a0a");
  EXPECT_EQ(name_of(AlertDescription{7}), "0x07");
}

TEST(Registry, LiteralsAreTheIanaNumbers) {
  EXPECT_EQ(number("TLS_AES_128_GCM_SHA256"_suite), 0x1301);
  EXPECT_EQ(number("x25519"_group), 29);
  EXPECT_EQ(number("key_share"_ext), 51);
  EXPECT_EQ(number("decrypt_error"_alert), 51);
}

}  // namespace
}  // namespace shakedown::registry
