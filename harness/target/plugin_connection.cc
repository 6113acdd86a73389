#include "harness/target/plugin_connection.h"

#include <fmt/format.h>

#include "harness/target/plugin_config.h"

namespace shakedown::target {
namespace {

std::string text(const char* s) { return s == nullptr ? std::string() : std::string(s); }

std::optional<bool> known(std::int32_t three_valued) {
  if (three_valued == 0) return std::nullopt;
  return three_valued == 2;
}

std::optional<std::uint8_t> alert(std::int32_t shifted) {
  if (shifted <= 0) return std::nullopt;
  return static_cast<std::uint8_t>(shifted - 1);
}

Ending ending(std::int32_t code) {
  switch (code) {
    case SHAKEDOWN_OPEN:
      return Ending::open;
    case SHAKEDOWN_CLOSED:
      return Ending::closed;
    default:
      return Ending::error;
  }
}

Negotiated negotiated(const shakedown_state& state) {
  Negotiated out;
  out.version = state.version;
  out.cipher_suite = state.cipher_suite;
  out.group = state.group;
  out.signature_scheme = state.signature_scheme;
  out.version_name = text(state.version_name);
  out.cipher_suite_name = text(state.cipher_suite_name);
  out.group_name = text(state.group_name);
  out.alpn = to_bytes(View(state.alpn.data, state.alpn.size));
  out.resumed = known(state.resumed);
  out.early_data_accepted = known(state.early_data_accepted);
  out.extended_master_secret = known(state.extended_master_secret);
  return out;
}

std::vector<std::string> lines(std::string_view all) {
  std::vector<std::string> out;
  while (!all.empty()) {
    const auto end = all.find('\n');
    out.emplace_back(all.substr(0, end));
    all = end == std::string_view::npos ? std::string_view{} : all.substr(end + 1);
  }
  return out;
}

}  // namespace

void PluginConnection::feed(View bytes) { table_.feed(raw_, 0, to_c(bytes)); }

Bytes PluginConnection::take(Patience) {
  if (flooded_) return {};
  const shakedown_bytes got = table_.take(raw_, 0);
  taken_ += got.size;
  flooded_ = taken_ > flood_limit;
  return to_bytes(View(got.data, got.size));
}

bool PluginConnection::alive() const { return !flooded_ && state().ending == SHAKEDOWN_OPEN; }

shakedown_state PluginConnection::state() const {
  shakedown_state out = {};
  out.size = sizeof(out);
  table_.state(raw_, &out);
  return out;
}

void PluginConnection::collect() {
  const shakedown_bytes got = table_.read(raw_);
  append(data_, View(got.data, got.size));
}

Bytes PluginConnection::read() {
  collect();
  Bytes out(data_.begin() + static_cast<std::ptrdiff_t>(data_read_), data_.end());
  data_read_ = data_.size();
  return out;
}

Status PluginConnection::refused(const char* what) const {
  const std::string why = text(state().error);
  return fail(Cause::target, fmt::format("{} refused: {}", what, why.empty() ? "not in this state" : why));
}

Status PluginConnection::write(View data) {
  if (table_.write(raw_, to_c(data)) == 0) return {};
  return refused("writing application data");
}

Status PluginConnection::key_update(bool request) {
  if (table_.key_update == nullptr) return fail(Cause::unsupported, "the plugin has no KeyUpdate");
  if (table_.key_update(raw_, request ? 1 : 0) == 0) return {};
  return refused("KeyUpdate");
}

Status PluginConnection::renegotiate() {
  if (table_.renegotiate == nullptr) return fail(Cause::unsupported, "the plugin has no renegotiation");
  if (table_.renegotiate(raw_) == 0) return {};
  return refused("renegotiation");
}

Status PluginConnection::close() {
  table_.close(raw_);
  return {};
}

Result<Exported> PluginConnection::exporter(const std::string& label, const std::optional<Bytes>& context,
                                            std::size_t size) {
  if (table_.exporter == nullptr) return fail(Cause::unsupported, "the plugin has no exporter");
  Exported out{label, context, Bytes(size)};
  const shakedown_bytes given = context ? to_c(*context) : shakedown_bytes{nullptr, 0};
  if (table_.exporter(raw_, label.c_str(), given, out.output.data(), size) != 0) {
    return fail(refused("the exporter").error());
  }
  exported_.push_back(out);
  return out;
}

std::optional<std::uint64_t> PluginConnection::next_timeout() {
  if (table_.next_timeout == nullptr) return std::nullopt;
  const std::int64_t wait = table_.next_timeout(raw_);
  if (wait < 0) return std::nullopt;
  return static_cast<std::uint64_t>(wait);
}

TargetReport PluginConnection::report() {
  collect();
  const shakedown_state now = state();
  TargetReport out;
  out.handshake_done = now.handshake_done != 0;
  out.negotiated = negotiated(now);
  out.exported = exported_;
  out.error = text(now.error);
  out.alert_sent = alert(now.alert_sent);
  out.alert_received = alert(now.alert_received);
  out.application_data = data_;
  out.data_known = true;
  out.peer_closed = now.peer_closed != 0;
  out.ending = ending(now.ending);
  if (flooded_) {
    out.flooded = true;
    out.ending = Ending::error;
    out.error = fmt::format("it sent {} bytes, more than the {} that a connection may send", taken_, flood_limit);
  }
  if (table_.key_log != nullptr) out.key_log = lines(text(table_.key_log(raw_)));
  return out;
}

}  // namespace shakedown::target
