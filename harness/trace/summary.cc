#include "harness/trace/summary.h"

#include <fmt/format.h>

#include <chrono>

#include "harness/crypto/certificate.h"
#include "harness/trace/facts.h"

namespace shakedown::trace {
namespace {

using peer::ConnectionLog;
using registry::Role;

using Lines = std::vector<SummaryLine>;

// Index of the message by which both Finished are there.
std::optional<std::size_t> handshake_end(const ConnectionLog& log) {
  bool client = false, server = false;
  for (std::size_t i = 0; i < log.messages.size(); ++i) {
    if (log.messages[i].name() != "Finished") continue;
    (log.messages[i].sender == Role::client ? client : server) = true;
    if (client && server) return i;
  }
  return std::nullopt;
}

std::string date(std::int64_t seconds) {
  using namespace std::chrono;
  const auto day = floor<days>(sys_seconds{std::chrono::seconds{seconds}});
  const year_month_day ymd{day};
  const hh_mm_ss time{std::chrono::seconds{seconds} - day.time_since_epoch()};
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z", static_cast<int>(ymd.year()),
                     static_cast<unsigned>(ymd.month()), static_cast<unsigned>(ymd.day()), time.hours().count(),
                     time.minutes().count(), time.seconds().count());
}

void add_agreed(Lines& out, const ConnectionLog& log) {
  const auto& a = log.agreed;
  const auto add = [&](std::string_view name, auto code) {
    if (registry::number(code) != 0) out.push_back({std::string(name), registry::name_of(code)});
  };
  add("version", a.version);
  add("cipher suite", a.cipher_suite);
  add("group", a.group);
  add("signature", a.signature_scheme);
  if (!a.alpn.empty()) out.push_back({"ALPN", a.alpn});
  if (a.extended_master_secret) out.push_back({"master secret", "extended (RFC 7627)"});
  if (a.encrypt_then_mac) out.push_back({"record protection", "encrypt-then-MAC (RFC 7366)"});
}

void add_session(Lines& out, const ConnectionLog& log) {
  if (log.agreed.version == registry::ProtocolVersion{}) return;
  out.push_back({"session", log.agreed.resumed ? "resumed" : "new"});
  if (log.agreed.early_data_accepted) out.push_back({"early data", "accepted"});
  for (const auto& m : log.messages)
    if (m.name() == "NewSessionTicket") out.push_back({"ticket", facts(m)});
}

void add_certificates(Lines& out, const ConnectionLog& log, Role ours, const SummaryOptions& options) {
  const auto& chain = log.agreed.target_certificates;
  for (const auto& der : chain) {
    const auto c = crypto::parse_certificate(der);
    if (!c) {
      out.push_back({"certificate", "not a certificate: " + to_string(c.error())});
      continue;
    }
    out.push_back({"certificate", c->subject});
    out.push_back({"  key", std::string(c->key_kind ? crypto::name_of(*c->key_kind) : "of an unknown kind")});
    out.push_back({"  valid", fmt::format("{} to {}", date(c->not_before), date(c->not_after))});
    out.push_back({"  issuer", c->issuer});
  }
  if (chain.empty() || options.roots.empty()) return;
  const auto purpose = ours == Role::client ? crypto::Purpose::server : crypto::Purpose::client;
  const auto ok = crypto::verify_chain(chain, options.roots, {options.host, options.at, purpose});
  out.push_back({"verification", ok ? "good" : to_string(ok.error())});
}

void add_times(Lines& out, const ConnectionLog& log) {
  if (const auto trips = round_trips(log)) out.push_back({"round trips", fmt::format("{}", *trips)});
  const auto ms = [&](std::size_t i) { return fmt::format("{:.3f} ms", static_cast<double>(log.times_ns[i]) / 1e6); };
  const auto end = handshake_end(log);
  if (end && *end < log.times_ns.size()) out.push_back({"handshake", ms(*end)});
  if (!log.times_ns.empty()) out.push_back({"in all", ms(log.times_ns.size() - 1)});
}

}  // namespace

std::optional<std::size_t> round_trips(const ConnectionLog& log) {
  const auto end = handshake_end(log);
  if (!end) return std::nullopt;
  std::size_t trips = 0;
  for (std::size_t i = 1; i <= *end; ++i)
    if (log.messages[i - 1].sender == Role::client && log.messages[i].sender == Role::server) ++trips;
  return trips;
}

std::vector<SummaryLine> summary(const ConnectionLog& log, Role ours, const SummaryOptions& options) {
  Lines out;
  add_agreed(out, log);
  add_session(out, log);
  add_certificates(out, log, ours, options);
  add_times(out, log);
  return out;
}

std::string to_text(const std::vector<SummaryLine>& lines) {
  std::string out;
  for (const auto& line : lines) out += fmt::format("* {:<18} {}\n", line.name, line.value);
  return out;
}

}  // namespace shakedown::trace
