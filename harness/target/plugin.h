/* The whole contract between Shakedown and a TLS library under test that runs in its process.
 *
 * A plugin is a shared object that exports exactly one symbol, the function `shakedown_plugin`, and hides all others (a
 * version script; two libraries, or two versions of one, must be able to live side by side). The function returns a
 * table with static lifetime. A plugin is loaded once and never unloaded. All functions of one context and its
 * connections are called by one thread at a time; several contexts may be alive at once.
 *
 * There is no network. Bytes that the peer sent go in through `feed`, bytes for the peer come out through `take`.
 * Nothing in a plugin may block, sleep or read the clock: time is given by `now`, randomness by `seed`, and a plugin
 * that obeys both for every byte that it sends says `deterministic`.
 *
 * Ownership: what the harness passes in is only valid during the call. What a plugin returns through shakedown_bytes or
 * const char* stays valid until the next call with the same object.
 *
 * Compatibility: every struct that crosses the border starts with its size in bytes as its maker saw it. A struct only
 * grows at its end; a reader treats members beyond `size` as zero. SHAKEDOWN_PLUGIN_ABI changes when that is not
 * enough.
 */
#ifndef SHAKEDOWN_PLUGIN_H
#define SHAKEDOWN_PLUGIN_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* NOLINTBEGIN(modernize-*,readability-identifier-naming): this is C */
#define SHAKEDOWN_PLUGIN_ABI 1
#define SHAKEDOWN_PLUGIN_SYMBOL "shakedown_plugin"

/* data == NULL means absent where that differs from empty. */
typedef struct shakedown_bytes {
  const uint8_t* data;
  size_t size;
} shakedown_bytes;

typedef struct shakedown_list {
  const shakedown_bytes* items;
  size_t count;
} shakedown_list;

/* Code points in order of preference. count == 0: the library's default. */
typedef struct shakedown_codes {
  const uint16_t* items;
  size_t count;
} shakedown_codes;

/* Named options that only one library has; an unknown key is an error, so that a typing slip is found. */
typedef struct shakedown_option {
  const char* key;
  const char* value;
} shakedown_option;

enum shakedown_role { SHAKEDOWN_SERVER = 0, SHAKEDOWN_CLIENT = 1 };
enum shakedown_client_auth { SHAKEDOWN_AUTH_NONE = 0, SHAKEDOWN_AUTH_REQUEST = 1, SHAKEDOWN_AUTH_REQUIRE = 2 };
enum shakedown_hash { SHAKEDOWN_SHA256 = 4, SHAKEDOWN_SHA384 = 5 }; /* HashAlgorithm, RFC 5246 section 7.4.1.4.1 */

/* What a context is made from. A wish that the library cannot fulfil makes context_create fail with `unsupported`; it
 * is never ignored in silence. */
typedef struct shakedown_config {
  size_t size;
  int32_t role;
  uint16_t version_min, version_max; /* 0x0303, 0x0304 */
  shakedown_codes cipher_suites;     /* both versions in one list */
  shakedown_codes groups;            /* a client sends a key share for the first one only */
  shakedown_codes signature_schemes;
  shakedown_list alpn;         /* protocol names in order of preference */
  const char* server_name;     /* client: SNI; server: the name that it serves; NULL: none */
  shakedown_list certificates; /* own chain, leaf first, DER; count 0: none */
  shakedown_bytes private_key; /* PKCS#8 DER of the leaf */
  shakedown_list trust;        /* trust anchors, DER */
  int32_t verify_peer;         /* client: verify the server's chain (and name) */
  int32_t client_auth;         /* server */
  int32_t tickets;             /* session tickets: server issues, client takes */
  uint32_t ticket_count;       /* server, TLS 1.3: tickets after the handshake; 0: the library's default */
  int32_t session_ids;         /* TLS 1.2 resumption by session id */
  int32_t extended_master_secret;
  int32_t encrypt_then_mac;
  int32_t hello_retry_cookie;   /* server: a HelloRetryRequest carries a cookie and keeps no state */
  shakedown_bytes psk_identity; /* external PSK; data NULL: none */
  shakedown_bytes psk_key;
  int32_t psk_hash;        /* shakedown_hash */
  uint32_t early_data_max; /* bytes of 0-RTT that a server accepts; 0: none */
  int32_t renegotiation;   /* TLS 1.2 secure renegotiation is allowed */
  uint64_t seed;           /* of every random byte of this context */
  uint64_t now;            /* milliseconds since 1970-01-01 00:00 UTC; 0: the system's clock */
  const shakedown_option* options;
  size_t option_count;
} shakedown_config;

/* What a connection adds to its context. */
typedef struct shakedown_connection_config {
  size_t size;
  uint64_t seed;
  uint64_t now;
  int32_t resume;             /* client: offer the session that the context stored last; without one: an error */
  shakedown_bytes early_data; /* client: 0-RTT data to send with the first flight; data NULL: none */
} shakedown_connection_config;

enum shakedown_ending { SHAKEDOWN_OPEN = 0, SHAKEDOWN_CLOSED = 1, SHAKEDOWN_FAILED = 2 };

/* Filled by connection_state, which gets it zeroed with `size` set. Code points are 0 and names NULL when unknown.
 * Three-valued members hold 0 unknown, 1 no, 2 yes. */
typedef struct shakedown_state {
  size_t size;
  int32_t ending;
  int32_t handshake_done;
  const char* error; /* the library's words for why it failed */
  int64_t error_code;
  uint16_t version, cipher_suite, group, signature_scheme; /* the scheme is that of the peer's signature */
  const char *version_name, *cipher_suite_name, *group_name;
  shakedown_bytes alpn;
  int32_t resumed, early_data_accepted, extended_master_secret; /* three-valued */
  int32_t alert_sent, alert_received;                           /* description + 1; 0: none */
  int32_t peer_closed;                                          /* the peer's close_notify was read */
} shakedown_state;

/* Filled by a function that fails. */
typedef struct shakedown_error {
  int32_t unsupported; /* not something that this library or build can do; otherwise something went wrong */
  char text[508];      /* one sentence, NUL-terminated */
} shakedown_error;

typedef struct shakedown_context shakedown_context;
typedef struct shakedown_connection shakedown_connection;

/* Functions that return int32_t return 0 for success. Those marked `optional` may be NULL. */
typedef struct shakedown_plugin_table {
  size_t size;
  uint32_t abi;                    /* SHAKEDOWN_PLUGIN_ABI */
  const char* name;                /* wolfssl */
  const char* library_version;     /* 5.9.2 */
  const char* const* capabilities; /* NULL-terminated, from the project's vocabulary: what this build can do */
  int32_t deterministic;

  /* Called once before anything else. */
  int32_t (*set_up)(shakedown_error* error);

  /* NULL on failure. */
  shakedown_context* (*context_create)(const shakedown_config* config, shakedown_error* error);
  /* As if just created with this seed and time: all sessions and tickets are forgotten. Only called without live
   * connections. Optional: without it, or when it fails, the harness frees the context and creates a new one. */
  int32_t (*context_reset)(shakedown_context* context, uint64_t seed, uint64_t now);
  void (*context_free)(shakedown_context* context);

  /* A client writes its first flight at once. NULL on failure. */
  shakedown_connection* (*connection_create)(shakedown_context* context, const shakedown_connection_config* config,
                                             shakedown_error* error);
  /* As if freed and created again, cheaper. Optional, may fail like context_reset. */
  int32_t (*connection_reset)(shakedown_connection* connection, const shakedown_connection_config* config);
  void (*connection_free)(shakedown_connection* connection);

  /* The peer's bytes; the library goes as far as it can. `level` is QUIC's encryption level and 0 elsewhere. Where
   * datagrams matter, a call is one datagram. */
  void (*feed)(shakedown_connection* connection, uint32_t level, shakedown_bytes bytes);
  /* The peer ended its stream without a word. */
  void (*feed_end)(shakedown_connection* connection);
  /* All bytes (or, where datagrams matter, the next datagram) waiting for the peer; size 0: nothing. */
  shakedown_bytes (*take)(shakedown_connection* connection, uint32_t level);
  /* Milliseconds from `now` until the library wants to be woken by set_now; negative: never. Optional. */
  int64_t (*next_timeout)(shakedown_connection* connection);
  void (*set_now)(shakedown_connection* connection, uint64_t now);

  void (*state)(shakedown_connection* connection, shakedown_state* state);
  /* RFC 8446 section 7.5, RFC 5705; context.data NULL: no context. Optional. */
  int32_t (*exporter)(shakedown_connection* connection, const char* label, shakedown_bytes context, uint8_t* output,
                      size_t output_size);
  /* NSS key log lines of the connection so far, each ended by \n. Optional. */
  const char* (*key_log)(shakedown_connection* connection);

  int32_t (*write)(shakedown_connection* connection, shakedown_bytes data);
  /* Application data received so far and not read before, early data included; size 0: none. */
  shakedown_bytes (*read)(shakedown_connection* connection);
  /* RFC 8446 section 4.6.3; request: ask the peer to update too. Optional. */
  int32_t (*key_update)(shakedown_connection* connection, int32_t request);
  /* Client: a ClientHello, server: a HelloRequest (RFC 5246 section 7.4.1.1). Optional. */
  int32_t (*renegotiate)(shakedown_connection* connection);
  /* Sends close_notify. */
  void (*close)(shakedown_connection* connection);
} shakedown_plugin_table;

typedef const shakedown_plugin_table* (*shakedown_plugin_function)(void);

#if defined(SHAKEDOWN_PLUGIN_IMPLEMENTATION)
__attribute__((visibility("default"))) const shakedown_plugin_table* shakedown_plugin(void);
#endif

/* NOLINTEND(modernize-*,readability-identifier-naming) */

#ifdef __cplusplus
}
#endif

#endif
