#include "tests/reference/record_reader.h"

#include <utility>

#include "harness/wire/record.h"

namespace shakedown::reference {
namespace {

constexpr std::size_t header_size = wire::record_header_size;

bool is_known(ContentType type) {
  return type == "change_cipher_spec"_content || type == "alert"_content || type == "handshake"_content ||
         type == "application_data"_content;
}

}  // namespace

void RecordReader::use_keys(protocol::RecordOpener opener) {
  opener_ = std::move(opener);
  other_.reset();
  plaintext_alert_allowed_ = false;
}

std::optional<IncomingRecord> RecordReader::next() {
  while (buffer_.size() >= header_size) {
    const View all(buffer_);
    const Header header{ContentType{all[0]}, static_cast<std::uint16_t>(read_uint(all.subspan(1, 2))),
                        static_cast<std::size_t>(read_uint(all.subspan(3, 2)))};
    check_header(header);
    if (all.size() < header_size + header.length) return std::nullopt;
    const Bytes fragment = to_bytes(all.subspan(header_size, header.length));
    buffer_.erase(buffer_.begin(), buffer_.begin() + static_cast<std::ptrdiff_t>(header_size + header.length));
    if (auto record = open(header, fragment)) return record;
  }
  return std::nullopt;
}

// As early as the header says it, so that nobody waits for octets that cannot help.
void RecordReader::check_header(const Header& header) const {
  demand(is_known(header.type), Violation::unexpected_record_type);  // RFC 8446 §5, RFC 5246 §6
  // RFC 8446 §5.1: legacy_record_version is ignored; RFC 5246 §E.1: any for a ClientHello.
  if (rules_ == RecordRules::tls12 && !has_keys()) demand(header.version == 0x0303, Violation::record_version);
  if (rules_ == RecordRules::tls13 && has_keys() && is_clear(header)) {
    const bool ccs = header.type == "change_cipher_spec"_content;  // RFC 8446 §5: compatibility mode
    const bool alert = header.type == "alert"_content && plaintext_alert_allowed_;
    demand(ccs || alert || takes_in_the_clear(header.type), Violation::plaintext_after_keys);
  }
  if (fault_ != Fault::accepts_long_records)
    demand(header.length <= longest(header), Violation::record_too_long);  // RFC 8446 §5.1, §5.2; RFC 5246 §6.2
}

// Whether this record's fragment stands in the clear.
bool RecordReader::is_clear(const Header& header) const {
  if (!has_keys()) return true;
  return rules_ == RecordRules::tls13 && header.type != "application_data"_content;
}

std::size_t RecordReader::longest(const Header& header) const {
  if (skip_ && skip_->all && header.type == "application_data"_content) return wire::max_ciphertext;
  if (is_clear(header)) return wire::max_plaintext;
  return rules_ == RecordRules::tls13 ? wire::max_ciphertext : wire::max_ciphertext12;
}

// A change_cipher_spec too many may come in the clear, too.
bool RecordReader::takes_in_the_clear(ContentType type) const {
  if (fault_ == Fault::accepts_plaintext_after_keys) return true;
  if (rules_ != RecordRules::tls12 || type != "change_cipher_spec"_content) return false;
  return fault_ == Fault::accepts_early_change_cipher_spec || fault_ == Fault::accepts_doubled_change_cipher_spec;
}

bool RecordReader::spend(std::size_t octets) {
  if (octets > skip_->left) return false;
  skip_->left -= octets;
  return true;
}

Result<protocol::OpenedRecord> RecordReader::decrypt(const Header& header, View fragment) {
  auto opened = opener_.open({header.type, header.version}, fragment);
  if (opened || !other_) return opened;
  auto again = other_->open({header.type, header.version}, fragment);
  if (again) use_keys(std::move(*std::exchange(other_, std::nullopt)));
  return again;
}

std::optional<IncomingRecord> RecordReader::open(const Header& header, View fragment) {
  if (is_clear(header)) {
    if (skip_ && skip_->all && header.type == "application_data"_content) {
      demand(spend(fragment.size()), Violation::too_much_early_data);
      return std::nullopt;
    }
    return IncomingRecord{header.type, to_bytes(fragment), false};
  }
  auto opened = decrypt(header, fragment);
  if (!opened) {
    if (opened.error().cause == Cause::decode) abort_with(Violation::only_zeros);  // RFC 8446 §5.4
    if (skip_ && !skip_->all && spend(fragment.size())) return std::nullopt;
    if (takes_in_the_clear(header.type)) return IncomingRecord{header.type, to_bytes(fragment), false};
    abort_with(Violation::record_unprotectable, opened.error().what);  // RFC 8446 §5.2
  }
  plaintext_alert_allowed_ = false;
  skip_.reset();  // RFC 8446 §4.2.10: this is the start of the client's second flight
  // RFC 8446 §5.4: content, type and padding together have at most 2^14 + 1 octets.
  const std::size_t padding = rules_ == RecordRules::tls13 ? opened->padding : 0;
  if (fault_ != Fault::accepts_long_records)
    demand(opened->content.size() + padding <= wire::max_plaintext, Violation::plaintext_too_long);
  if (rules_ == RecordRules::tls13) demand(is_known(opened->type), Violation::unexpected_record_type);
  return IncomingRecord{opened->type, std::move(opened->content), true};
}

}  // namespace shakedown::reference
