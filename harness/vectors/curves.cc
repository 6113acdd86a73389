// X25519 and X448 (RFC 7748).
#include "harness/crypto/kx.h"
#include "harness/vectors/check.h"

namespace shakedown::vectors {

namespace {

using crypto::NamedGroup;
using registry::operator""_group;

Result<NamedGroup> function_of(Record& record) {
  auto text = record.text("Function");
  if (!text) return fail(text.error());
  const bool x25519 = *text == "X25519";
  if (!x25519 && *text != "X448") return fail(Cause::input, "no such function: " + *text);
  const auto group = x25519 ? "x25519"_group : "x448"_group;
  if (!crypto::supports(group)) return fail(Cause::unsupported, *text + " is not in this build");
  return group;
}

Result<Bytes> multiply(NamedGroup group, View scalar, View u) {
  return crypto::shared_secret({.group = group, .private_key = to_bytes(scalar), .public_key = {}}, u,
                               crypto::ZeroSecret::allow);
}

Status check_product(Record& record) {
  const auto group = function_of(record);
  const auto scalar = record.hex("Input scalar"), u = record.hex("Input u-coordinate");
  if (!group) return fail(group.error());
  if (!scalar) return fail(scalar.error());
  if (!u) return fail(u.error());
  const auto product = multiply(*group, *scalar, *u);
  if (!product) return fail(product.error());
  return same(record, "Output u-coordinate", *product);
}

Status check_iterated(Record& record) {
  const auto group = function_of(record);
  const auto start = record.hex("k and u");
  const auto iterations = record.number("Iterations");
  if (!group) return fail(group.error());
  if (!start) return fail(start.error());
  if (!iterations) return fail(iterations.error());
  if (*iterations > 1'000'000) return fail(Cause::input, "RFC 7748 iterates no more than 1,000,000 times");
  Bytes k = *start, u = *start;
  for (std::uint64_t i = 0; i < *iterations; ++i) {
    auto next = multiply(*group, k, u);
    if (!next) return fail(next.error());
    u = std::exchange(k, std::move(*next));
  }
  return same(record, "Result", k);
}

Status check_agreement(Record& record) {
  const auto group = function_of(record);
  const auto alice = record.hex("Alice's private key"), bob = record.hex("Bob's private key");
  if (!group) return fail(group.error());
  if (!alice) return fail(alice.error());
  if (!bob) return fail(bob.error());
  const auto alice_public = crypto::public_key_of(*group, *alice), bob_public = crypto::public_key_of(*group, *bob);
  if (!alice_public) return fail(alice_public.error());
  if (!bob_public) return fail(bob_public.error());
  const auto at_alice = multiply(*group, *alice, *bob_public), at_bob = multiply(*group, *bob, *alice_public);
  if (!at_alice) return fail(at_alice.error());
  if (!at_bob) return fail(at_bob.error());
  return all_of({same(record, "Alice's public key", *alice_public), same(record, "Bob's public key", *bob_public),
                 same(record, "Shared secret", *at_alice), same(record, "Shared secret", *at_bob)});
}

Status check_curve(Record& record) {
  if (record.has("Iterations")) return check_iterated(record);
  return record.has("Shared secret") ? check_agreement(record) : check_product(record);
}

}  // namespace

Checks run_rfc7748(VectorFile& file) {
  Checks checks;
  check_each_record(checks, file, check_curve);
  return checks;
}

}  // namespace shakedown::vectors
