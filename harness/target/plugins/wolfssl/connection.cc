#include "harness/target/plugins/wolfssl/connection.h"

#include <fmt/format.h>

#include <array>
#include <cstring>

#include "harness/target/plugins/glue.h"
#include "harness/target/plugins/wolfssl/psk.h"

namespace shakedown::plugin::wolf {
namespace {

constexpr int read_size = 16384;  // the largest plaintext of a record, RFC 8446 §5.1

}  // namespace

Connection::Connection(Context& context, const shakedown_connection_config& config)
    : context_(context), environment_(config.seed, config.now) {}

Result<std::unique_ptr<Connection>> Connection::create(Context& context, const shakedown_connection_config& config) {
  if (context.live != nullptr) context.live->save_session();
  std::unique_ptr<Connection> made(new Connection(context, config));
  const Entered entered(made->environment_);
  if (auto status = made->configure(config); !status) return fail(status.error());
  if (context.settings().client) {
    if (auto status = made->start_client(config); !status) return fail(status.error());
  }
  context.live = made.get();
  return made;
}

Connection::~Connection() {
  const Entered entered(environment_);
  if (ssl_ != nullptr) save_session();
  if (context_.live == this) context_.live = nullptr;
  ssl_.reset();
}

Status Connection::configure(const shakedown_connection_config&) {
  ssl_.reset(wolfSSL_new(context_.get()));
  if (ssl_ == nullptr) return fail(Cause::target, "wolfSSL_new failed");
  wolfSSL_SSLSetIORecv(ssl_.get(), receive);
  wolfSSL_SSLSetIOSend(ssl_.get(), send);
  wolfSSL_SetIOReadCtx(ssl_.get(), this);
  wolfSSL_SetIOWriteCtx(ssl_.get(), this);
  wolfSSL_KeepArrays(ssl_.get());  // exporters and the TLS 1.2 key log need them after the handshake
  configure_secrets();
  const Settings& settings = context_.settings();
  use_psk(ssl_.get(), settings);
  if (settings.hello_retry_cookie && wolfSSL_send_hrr_cookie(ssl_.get(), nullptr, 0) != WOLFSSL_SUCCESS) {
    return unsupported("a cookie in HelloRetryRequest");
  }
  if (settings.take_early_data) stage_ = Stage::early_data;
  return configure_names();
}

Status Connection::configure_names() {
  const Settings& settings = context_.settings();
  if (!settings.server_name.empty()) {
    const int code = wolfSSL_UseSNI(ssl_.get(), WOLFSSL_SNI_HOST_NAME, settings.server_name.data(),
                                    static_cast<unsigned short>(settings.server_name.size()));
    if (code != WOLFSSL_SUCCESS) return library_error("the server name was refused", code);
    if (settings.client && settings.verify_peer) wolfSSL_check_domain_name(ssl_.get(), settings.server_name.c_str());
  }
  if (settings.alpn.empty()) return {};
  std::string list = settings.alpn;
  // RFC 7301 §3.2: no protocol in common is a fatal no_application_protocol.
  const int code =
      wolfSSL_UseALPN(ssl_.get(), list.data(), static_cast<unsigned int>(list.size()), WOLFSSL_ALPN_FAILED_ON_MISMATCH);
  if (code != WOLFSSL_SUCCESS) return library_error("the ALPN list was refused", code);
  return {};
}

Status Connection::start_client(const shakedown_connection_config& config) {
  if (config.resume != 0) {
    if (context_.session() == nullptr) return fail(Cause::target, "there is no session to resume");
    const int code = wolfSSL_set_session(ssl_.get(), context_.session());
    if (code != WOLFSSL_SUCCESS) return library_error("the session was refused", code);
  }
  if (config.early_data.data != nullptr) {
    int written = 0;
    const int code = wolfSSL_write_early_data(ssl_.get(), config.early_data.data,
                                              static_cast<int>(config.early_data.size), &written);
    if (code < 0 || written != static_cast<int>(config.early_data.size)) {
      return library_error("early data was refused", code < 0 ? wolfSSL_get_error(ssl_.get(), code) : code);
    }
  }
  advance();
  return {};
}

void Connection::feed(View bytes) {
  input_.erase(input_.begin(), input_.begin() + static_cast<std::ptrdiff_t>(input_used_));
  input_used_ = 0;
  append(input_, bytes);
  advance();
}

void Connection::feed_end() {
  input_ended_ = true;
  advance();
}

View Connection::take() {
  taken_.clear();
  taken_.swap(output_);
  return taken_;
}

View Connection::read() {
  read_.clear();
  read_.swap(data_);
  return read_;
}

void Connection::advance() {
  while (stage_ != Stage::over && step()) {
  }
}

bool Connection::step() {
  switch (stage_) {
    case Stage::early_data:
      return step_early_data();
    case Stage::handshake:
      return step_handshake();
    case Stage::open:
      return step_open();
    case Stage::over:
      break;
  }
  return false;
}

bool Connection::step_early_data() {
  std::array<unsigned char, read_size> buffer;
  int got = 0;
  const int result = wolfSSL_read_early_data(ssl_.get(), buffer.data(), read_size, &got);
  append(data_, View(buffer.data(), static_cast<std::size_t>(got)));
  if (result > 0) return true;
  if (result < 0) {
    // After a fall back to TLS 1.2 there is no early data to read.
    if (wolfSSL_version(ssl_.get()) >= TLS1_3_VERSION) {
      stopped(result);
      return false;
    }
  }
  stage_ = Stage::handshake;
  return true;
}

bool Connection::step_handshake() {
  const int result = context_.settings().client ? wolfSSL_connect(ssl_.get()) : wolfSSL_accept(ssl_.get());
  if (result != WOLFSSL_SUCCESS) {
    stopped(result);
    return false;
  }
  handshake_done_ = true;
  stage_ = Stage::open;
  return true;
}

bool Connection::step_open() {
  std::array<unsigned char, read_size> buffer;
  const int got = wolfSSL_read(ssl_.get(), buffer.data(), read_size);
  if (got > 0) {
    append(data_, View(buffer.data(), static_cast<std::size_t>(got)));
    return true;
  }
  stopped(got);
  return false;
}

void Connection::stopped(int result) {
  const int code = wolfSSL_get_error(ssl_.get(), result);
  switch (code) {
    case WOLFSSL_ERROR_WANT_READ:
    case WOLFSSL_ERROR_WANT_WRITE:
      return;
    case WOLFSSL_ERROR_ZERO_RETURN:
      finish_in_good_order();
      return;
    default:
      give_up(code);
  }
}

// As an application does whose peer has closed: it answers, which TLS 1.2 demands (RFC 5246 §7.2.1) and 1.3 permits.
void Connection::finish_in_good_order() {
  peer_closed_ = true;
  save_session();
  wolfSSL_shutdown(ssl_.get());
  stage_ = Stage::over;
}

void Connection::give_up(int code) {
  std::array<char, 160> text{};
  wolfSSL_ERR_error_string_n(static_cast<unsigned long>(code), text.data(), text.size());
  error_ = code;
  error_text_ = text.data();
  stage_ = Stage::over;
}

bool Connection::write(View data) {
  if (stage_ != Stage::open) return false;
  const int sent = wolfSSL_write(ssl_.get(), data.data(), static_cast<int>(data.size()));
  if (sent != static_cast<int>(data.size())) {
    stopped(sent);
    return false;
  }
  return true;
}

bool Connection::key_update(bool request) {
  // wolfSSL always asks the peer to update as well (RFC 8446 §4.6.3: update_requested).
  if (!request || stage_ != Stage::open || wolfSSL_version(ssl_.get()) < TLS1_3_VERSION) return false;
  return wolfSSL_update_keys(ssl_.get()) == WOLFSSL_SUCCESS;
}

bool Connection::renegotiate() {
  if (stage_ != Stage::open) return false;
  const int result = wolfSSL_Rehandshake(ssl_.get());
  if (result == WOLFSSL_SUCCESS) return true;
  const int code = wolfSSL_get_error(ssl_.get(), result);
  if (code != WOLFSSL_ERROR_WANT_READ) {
    if (code == SECURE_RENEGOTIATION_E) return false;  // was not negotiated; the connection goes on
    give_up(code);
    return false;
  }
  stage_ = Stage::handshake;
  return true;
}

void Connection::close() {
  if (stage_ == Stage::over) return;
  save_session();
  wolfSSL_shutdown(ssl_.get());
}

void Connection::save_session() {
  if (!context_.settings().client || !handshake_done_ || error_ != 0) return;
  SessionPointer session(wolfSSL_get1_session(ssl_.get()));
  if (session == nullptr) return;
  const bool has_ticket = wolfSSL_SESSION_has_ticket(session.get()) == WOLFSSL_SUCCESS;
  // A session id resumes TLS 1.2 only; in 1.3 it is what the compatibility mode made up (RFC 8446 §4.1.2).
  const bool has_id = wolfSSL_version(ssl_.get()) < TLS1_3_VERSION && wolfSSL_SESSION_is_resumable(session.get()) != 0;
  if (has_ticket || has_id) context_.store(std::move(session));
}

int Connection::receive(WOLFSSL*, char* buffer, int size, void* self) {
  Connection& me = *static_cast<Connection*>(self);
  const std::size_t left = me.input_.size() - me.input_used_;
  if (left == 0) return me.input_ended_ ? WOLFSSL_CBIO_ERR_CONN_CLOSE : WOLFSSL_CBIO_ERR_WANT_READ;
  const std::size_t count = std::min(left, static_cast<std::size_t>(size));
  std::memcpy(buffer, me.input_.data() + me.input_used_, count);
  me.input_used_ += count;
  return static_cast<int>(count);
}

int Connection::send(WOLFSSL*, char* buffer, int size, void* self) {
  const View bytes(reinterpret_cast<const std::uint8_t*>(buffer), static_cast<std::size_t>(size));
  append(static_cast<Connection*>(self)->output_, bytes);
  return size;
}

}  // namespace shakedown::plugin::wolf
