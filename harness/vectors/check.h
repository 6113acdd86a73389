// What the tests of vectors/ share.
#pragma once
#include <functional>
#include <vector>

#include "harness/registry/hash.h"
#include "harness/registry/role.h"
#include "harness/vectors/reader.h"
#include "harness/vectors/runner.h"
#include "harness/wire/message.h"

namespace shakedown::vectors {

// `computed` against the attribute's octets.
Status same(Record& record, std::string_view name, View computed);
// Two computed things against each other.
Status same_bytes(std::string_view what, View got, View expected);
// The first error of several results.
Status all_of(std::initializer_list<Status> results);

Result<registry::Hash> hash_of(Record& record, std::string_view name);
Result<registry::Role> role_of(Record& record, std::string_view name);
Result<bool> yes_or_no(Record& record, std::string_view name);

// Appends the check of one record: what `test` says, then whether it consumed every attribute.
void check_record(std::vector<Check>& checks, const VectorFile& file, const Section& section, Record& record,
                  std::string_view what, const std::function<Status(Record&)>& test);
// The same for every record of a file whose records stand on their own; `what` is empty.
void check_each_record(std::vector<Check>& checks, VectorFile& file, const std::function<Status(Record&)>& test);

// A whole handshake message that decodes to its end and encodes to the same octets again.
Result<wire::Message> parse_message(View message, const wire::Context& context);
// Cuts whole messages off the front of `buffer`; what is left is the beginning of the next.
std::vector<Bytes> take_messages(Bytes& buffer);

// The tests, by file. Each reads every record of its file.
using Checks = std::vector<Check>;
Checks run_rfc5869(VectorFile& file);
Checks run_rfc7748(VectorFile& file);
Checks run_acvp_tls12(VectorFile& file);
Checks run_acvp_tls13(VectorFile& file);
Checks run_rfc8448(VectorFile& file);
Checks run_openssl_tls12(VectorFile& file);
Checks run_openssl_tls13(VectorFile& file);

}  // namespace shakedown::vectors
