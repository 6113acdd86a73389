// Records in, under the rules of RFC 8446 §5 and RFC 5246 §6.2.
#pragma once
#include <optional>

#include "harness/protocol/record_protection.h"
#include "tests/reference/faults.h"
#include "tests/reference/violation.h"

namespace shakedown::reference {

using registry::ContentType;
using registry::operator""_content;

// Which version's rules hold; `start` until the hellos have decided.
enum class RecordRules : std::uint8_t { start, tls12, tls13 };

struct IncomingRecord {
  ContentType type{};
  Bytes content;
  bool protected_record = false;
};

class RecordReader {
 public:
  explicit RecordReader(Fault fault) : fault_(fault) {}

  void push(View bytes) { append(buffer_, bytes); }
  // The next record that is not skipped. Throws Abort for one that breaks a rule.
  std::optional<IncomingRecord> next();

  void use_rules(RecordRules rules) { rules_ = rules; }
  RecordRules rules() const { return rules_; }
  void use_keys(protocol::RecordOpener opener);
  bool has_keys() const { return opener_.protection().scheme != protocol::RecordScheme::plaintext; }
  // A server that reads with handshake keys takes an alert in the clear from a client that could not derive its own.
  void allow_plaintext_alert() { plaintext_alert_allowed_ = true; }

  // RFC 8446 §4.2.10, the first two of a server's three ways: rejected early data is skipped, up to `budget` octets.
  void skip_undecryptable(std::size_t budget) { skip_ = Skip{.all = false, .left = budget}; }
  void skip_application_data(std::size_t budget) { skip_ = Skip{.all = true, .left = budget}; }
  void stop_skipping() { skip_.reset(); }
  // For a fault: tried when the keys do not fit, and then the keys.
  void fall_back_to(protocol::RecordOpener opener) { other_ = std::move(opener); }

 private:
  struct Header {
    ContentType type;
    std::uint16_t version;
    std::size_t length;
  };
  struct Skip {
    bool all;  // every record of application data (after a HelloRetryRequest), else those that do not decrypt
    std::size_t left;
  };

  void check_header(const Header& header) const;
  bool is_clear(const Header& header) const;
  std::size_t longest(const Header& header) const;
  std::optional<IncomingRecord> open(const Header& header, View fragment);
  Result<protocol::OpenedRecord> decrypt(const Header& header, View fragment);
  bool spend(std::size_t octets);
  bool takes_in_the_clear(ContentType type) const;

  Fault fault_;
  Bytes buffer_;
  RecordRules rules_ = RecordRules::start;
  protocol::RecordOpener opener_;
  std::optional<protocol::RecordOpener> other_;
  std::optional<Skip> skip_;
  bool plaintext_alert_allowed_ = false;
};

}  // namespace shakedown::reference
