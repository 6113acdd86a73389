// A WOLFSSL between two buffers, driven as far as it goes with each feed.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "harness/target/plugins/wolfssl/context.h"

namespace shakedown::plugin::wolf {

class Connection {
 public:
  static Result<std::unique_ptr<Connection>> create(Context& context, const shakedown_connection_config& config);
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  Environment& environment() { return environment_; }
  void feed(View bytes);
  void feed_end();
  View take();
  void state(shakedown_state& out);
  bool exporter(const char* label, shakedown_bytes context, std::span<std::uint8_t> output);
  const char* key_log();
  bool write(View data);
  View read();
  bool key_update(bool request);
  bool renegotiate();
  void close();

  // Hands the context what a later connection may resume.
  void save_session();

 private:
  enum class Stage { early_data, handshake, open, over };
  struct Secret {
    const char* label;
    Bytes value;
  };

  Connection(Context& context, const shakedown_connection_config& config);
  Status configure(const shakedown_connection_config& config);
  Status configure_names();
  void configure_secrets();
  Status start_client(const shakedown_connection_config& config);

  // Each returns whether there may be more to do without further input.
  bool step();
  bool step_early_data();
  bool step_handshake();
  bool step_open();
  void advance();
  // What a negative result means: more input needed, or the end.
  void stopped(int result);
  void give_up(int code);
  void finish_in_good_order();

  static int receive(WOLFSSL*, char* buffer, int size, void* self);
  static int send(WOLFSSL*, char* buffer, int size, void* self);
  static int tls13_secret(WOLFSSL*, int id, const unsigned char* secret, int size, void* self);
  static int tls12_secret(WOLFSSL*, void* secret, int size, void* self);

  Context& context_;
  Environment environment_;
  SslPointer ssl_;
  Stage stage_ = Stage::handshake;
  bool handshake_done_ = false;
  bool input_ended_ = false;
  bool peer_closed_ = false;
  int error_ = 0;
  std::string error_text_;
  Bytes input_;
  std::size_t input_used_ = 0;
  Bytes output_, taken_;
  Bytes data_, read_;
  std::vector<Secret> secrets_;
  std::string key_log_;
};

}  // namespace shakedown::plugin::wolf
