// wolfSSL's headers in their order, and stand-ins for what older or smaller builds lack: each answers that it is not
// there, so that the rest of the plugin reads the same for all of them.
#pragma once
#include <wolfssl/options.h>
// clang-format off
#include <wolfssl/ssl.h>
#include <wolfssl/version.h>
// clang-format on

#if !defined(WOLFSSL_EARLY_DATA)
#define WOLFSSL_EARLY_DATA_ACCEPTED 2
inline int wolfSSL_write_early_data(WOLFSSL*, const void*, int, int*) { return NOT_COMPILED_IN; }
inline int wolfSSL_read_early_data(WOLFSSL*, void*, int, int*) { return NOT_COMPILED_IN; }
inline int wolfSSL_CTX_set_max_early_data(WOLFSSL_CTX*, unsigned int) { return NOT_COMPILED_IN; }
inline int wolfSSL_get_early_data_status(const WOLFSSL*) { return 0; }
#endif

#if !defined(HAVE_SECRET_CALLBACK)
enum Tls13Secret {
  CLIENT_EARLY_TRAFFIC_SECRET,
  CLIENT_HANDSHAKE_TRAFFIC_SECRET,
  SERVER_HANDSHAKE_TRAFFIC_SECRET,
  CLIENT_TRAFFIC_SECRET,
  SERVER_TRAFFIC_SECRET,
  EARLY_EXPORTER_SECRET,
  EXPORTER_SECRET
};
template <class Callback>
int wolfSSL_set_tls13_secret_cb(WOLFSSL*, Callback, void*) {
  return NOT_COMPILED_IN;
}
template <class Callback>
int wolfSSL_set_secret_cb(WOLFSSL*, Callback, void*) {
  return NOT_COMPILED_IN;
}
#endif

#if !defined(HAVE_KEYING_MATERIAL)
inline int wolfSSL_export_keying_material(WOLFSSL*, unsigned char*, size_t, const char*, size_t, const unsigned char*,
                                          size_t, int) {
  return NOT_COMPILED_IN;
}
#endif

#if !defined(WOLFSSL_SEND_HRR_COOKIE)
inline int wolfSSL_send_hrr_cookie(WOLFSSL*, const unsigned char*, unsigned int) { return NOT_COMPILED_IN; }
#endif

#if !defined(HAVE_SECURE_RENEGOTIATION)
inline int wolfSSL_CTX_UseSecureRenegotiation(WOLFSSL_CTX*) { return NOT_COMPILED_IN; }
inline int wolfSSL_Rehandshake(WOLFSSL*) { return NOT_COMPILED_IN; }
#endif

// New in 5.6 and 5.7.
#if LIBWOLFSSL_VERSION_HEX < 0x05007000
#define SHAKEDOWN_WOLFSSL_CANNOT_FLUSH 1
inline void wolfSSL_CTX_flush_sessions(WOLFSSL_CTX*, long) {}
inline int wolfSSL_CTX_only_dhe_psk(WOLFSSL_CTX*) { return NOT_COMPILED_IN; }
inline int wolfSSL_get_peer_signature_nid(WOLFSSL*, int*) { return WOLFSSL_FAILURE; }
inline int wolfSSL_get_peer_signature_type_nid(const WOLFSSL*, int*) { return WOLFSSL_FAILURE; }
#endif
