// A WOLFSSL_CTX with what the configuration asks for, and the sessions of its clients.
#pragma once
#include <memory>
#include <string>
#include <vector>

#include "harness/base/bytes.h"
#include "harness/target/plugin.h"
#include "harness/target/plugins/environment.h"
#include "harness/target/plugins/wolfssl/library.h"

namespace shakedown::plugin::wolf {

template <auto function>
struct Free {
  template <class T>
  void operator()(T* object) const {
    function(object);
  }
};
using CtxPointer = std::unique_ptr<WOLFSSL_CTX, Free<wolfSSL_CTX_free>>;
using SslPointer = std::unique_ptr<WOLFSSL, Free<wolfSSL_free>>;
using SessionPointer = std::unique_ptr<WOLFSSL_SESSION, Free<wolfSSL_SESSION_free>>;

// Fails with the library's words for `code`.
tl::unexpected<Error> library_error(std::string_view what, int code);
tl::unexpected<Error> unsupported(std::string_view what);

class Connection;

// What connections need to know of the configuration, which itself does not outlive the call.
struct Settings {
  bool client = false;
  bool tls13 = false;  // may negotiate it
  bool verify_peer = false;
  bool hello_retry_cookie = false;
  bool take_early_data = false;
  std::string server_name;
  std::string alpn;  // comma-separated, as wolfSSL_UseALPN wants it
  std::string psk_identity;
  Bytes psk_key;
  const char* psk_suite = nullptr;
};

class Context {
 public:
  static Result<std::unique_ptr<Context>> create(const shakedown_config& config);
  Context(const Context&) = delete;
  Context& operator=(const Context&) = delete;

  // Forgets sessions and ticket keys; the latter are made again from the next connection's randomness.
  Status reset(std::uint64_t seed, std::uint64_t now);
  Environment& environment() { return environment_; }

  WOLFSSL_CTX* get() const { return ctx_.get(); }
  const Settings& settings() const { return settings_; }

  // The session that a client's connection may resume; nullptr: none.
  WOLFSSL_SESSION* session() const { return session_.get(); }
  void store(SessionPointer session) { session_ = std::move(session); }
  Connection* live = nullptr;  // the youngest connection

 private:
  Context() = default;
  void begin(std::uint64_t seed, std::uint64_t now);

  Environment environment_;
  Settings settings_;
  CtxPointer ctx_;
  SessionPointer session_;
};

}  // namespace shakedown::plugin::wolf
