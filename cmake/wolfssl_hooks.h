// Forced into every C file of the wolfSSL copy that is the target under test (see cmake/wolfssl.sh), and installed
// beside its headers. It turns wolfSSL's two sources of surprise, random numbers and the clock, into functions that
// the program which links this copy must define, with C linkage. wolfSSL hands them no connection: a caller that
// wants one stream per connection sets a thread-local generator and clock before it enters the library.
#ifndef SHAKEDOWN_WOLFSSL_HOOKS_H
#define SHAKEDOWN_WOLFSSL_HOOKS_H
#ifndef __ASSEMBLER__

#include <stddef.h>
#include <sys/time.h>
#include <time.h>

#ifdef __cplusplus
extern "C" {
#endif

// Fills `size` bytes at `out`; returns 0, or anything else to make wolfSSL report a failure of its generator. The
// stream must go on from call to call: with one that starts again at each call, TLS 1.2 over x25519 ends in a bad
// record MAC (seen with 5.9.2), while two ends that are seeded alike work.
int shakedown_target_random(unsigned char* out, unsigned int size);

// Milliseconds since 1970-01-01 UTC: certificate dates, ages of tickets and sessions, DTLS timers.
long long shakedown_target_now_ms(void);

#ifdef __cplusplus
}
#endif

#ifdef SHAKEDOWN_BUILDING_WOLFSSL
static inline time_t shakedown_target_time(time_t* out) {
  time_t now = (time_t)(shakedown_target_now_ms() / 1000);
  if (out != NULL) *out = now;
  return now;
}

static inline int shakedown_target_gettimeofday(struct timeval* out) {
  long long now = shakedown_target_now_ms();
  out->tv_sec = (time_t)(now / 1000);
  out->tv_usec = (suseconds_t)(now % 1000 * 1000);
  return 0;
}

// The system's declarations were read above, so only calls are renamed.
#define XTIME(out) shakedown_target_time(out)
#define time(out) shakedown_target_time(out)
#define gettimeofday(out, zone) shakedown_target_gettimeofday(out)
#endif

#endif
#endif
