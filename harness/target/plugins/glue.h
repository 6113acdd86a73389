// From C++ classes to the table of plugin.h, so that a plugin is written in terms of spans and Results.
//
// A plugin defines `struct Library` with
//   class Context     static Result<std::unique_ptr<Context>> create(const shakedown_config&); Status reset(seed, now);
//                     Environment& environment();
//   class Connection  static Result<std::unique_ptr<Connection>> create(Context&, const shakedown_connection_config&);
//                     feed, feed_end, take, state, exporter, key_log, write, read, key_update, renegotiate, close,
//                     environment
//   static Status set_up(); static constexpr const char* name; static const char* version();
//   static const char* const* capabilities(); static constexpr bool deterministic
#pragma once
#include <cstring>
#include <exception>
#include <memory>
#include <string>

#include "harness/base/bytes.h"
#include "harness/target/plugin.h"
#include "harness/target/plugins/environment.h"

namespace shakedown::plugin {

inline View view(shakedown_bytes bytes) { return {bytes.data, bytes.size}; }
inline shakedown_bytes bytes_of(View v) { return {v.data(), v.size()}; }

inline void explain(shakedown_error* out, const Error& error) {
  if (out == nullptr) return;
  out->unsupported = error.cause == Cause::unsupported ? 1 : 0;
  const std::string text = to_string(error);
  const std::size_t size = std::min(text.size(), sizeof(out->text) - 1);
  std::memcpy(out->text, text.data(), size);
  out->text[size] = 0;
}

// No exception may cross the border; one that gets here is a defect of the plugin and ends the process, as a crash.
template <class Library>
struct Glue {
  using Context = typename Library::Context;
  using Connection = typename Library::Connection;

  static Context& of(shakedown_context* c) { return *reinterpret_cast<Context*>(c); }
  static Connection& of(shakedown_connection* c) { return *reinterpret_cast<Connection*>(c); }

  static std::int32_t set_up(shakedown_error* error) noexcept {
    const Status status = Library::set_up();
    if (!status) explain(error, status.error());
    return status ? 0 : -1;
  }

  static shakedown_context* context_create(const shakedown_config* config, shakedown_error* error) noexcept {
    auto made = Context::create(*config);
    if (!made) explain(error, made.error());
    return made ? reinterpret_cast<shakedown_context*>(made->release()) : nullptr;
  }
  static std::int32_t context_reset(shakedown_context* context, std::uint64_t seed, std::uint64_t now) noexcept {
    return of(context).reset(seed, now) ? 0 : -1;
  }
  static void context_free(shakedown_context* context) noexcept { delete &of(context); }

  static shakedown_connection* connection_create(shakedown_context* context, const shakedown_connection_config* config,
                                                 shakedown_error* error) noexcept {
    auto made = Connection::create(of(context), *config);
    if (!made) explain(error, made.error());
    return made ? reinterpret_cast<shakedown_connection*>(made->release()) : nullptr;
  }
  static void connection_free(shakedown_connection* c) noexcept { delete &of(c); }

  static void feed(shakedown_connection* c, std::uint32_t, shakedown_bytes bytes) noexcept {
    const Entered entered(of(c).environment());
    of(c).feed(view(bytes));
  }
  static void feed_end(shakedown_connection* c) noexcept {
    const Entered entered(of(c).environment());
    of(c).feed_end();
  }
  static shakedown_bytes take(shakedown_connection* c, std::uint32_t) noexcept { return bytes_of(of(c).take()); }
  static void set_now(shakedown_connection* c, std::uint64_t now) noexcept { of(c).environment().now = now; }

  static void state(shakedown_connection* c, shakedown_state* state) noexcept {
    const Entered entered(of(c).environment());
    of(c).state(*state);
  }
  static std::int32_t exporter(shakedown_connection* c, const char* label, shakedown_bytes context,
                               std::uint8_t* output, std::size_t size) noexcept {
    const Entered entered(of(c).environment());
    return of(c).exporter(label, context, {output, size}) ? 0 : -1;
  }
  static const char* key_log(shakedown_connection* c) noexcept { return of(c).key_log(); }

  static std::int32_t write(shakedown_connection* c, shakedown_bytes data) noexcept {
    const Entered entered(of(c).environment());
    return of(c).write(view(data)) ? 0 : -1;
  }
  static shakedown_bytes read(shakedown_connection* c) noexcept { return bytes_of(of(c).read()); }
  static std::int32_t key_update(shakedown_connection* c, std::int32_t request) noexcept {
    const Entered entered(of(c).environment());
    return of(c).key_update(request != 0) ? 0 : -1;
  }
  static std::int32_t renegotiate(shakedown_connection* c) noexcept {
    const Entered entered(of(c).environment());
    return of(c).renegotiate() ? 0 : -1;
  }
  static void close(shakedown_connection* c) noexcept {
    const Entered entered(of(c).environment());
    of(c).close();
  }

  static const shakedown_plugin_table* table() noexcept {
    static const shakedown_plugin_table made = {
        .size = sizeof(shakedown_plugin_table),
        .abi = SHAKEDOWN_PLUGIN_ABI,
        .name = Library::name,
        .library_version = Library::version(),
        .capabilities = Library::capabilities(),
        .deterministic = Library::deterministic ? 1 : 0,
        .set_up = set_up,
        .context_create = context_create,
        .context_reset = context_reset,
        .context_free = context_free,
        .connection_create = connection_create,
        .connection_reset = nullptr,
        .connection_free = connection_free,
        .feed = feed,
        .feed_end = feed_end,
        .take = take,
        .next_timeout = nullptr,
        .set_now = set_now,
        .state = state,
        .exporter = exporter,
        .key_log = key_log,
        .write = write,
        .read = read,
        .key_update = key_update,
        .renegotiate = renegotiate,
        .close = close,
    };
    return &made;
  }
};

}  // namespace shakedown::plugin
