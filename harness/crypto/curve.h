// The NIST curves, as key exchange and signatures share them. Internal: names the library's numbers, includes none of
// it.
#pragma once
#include <cstddef>

#include "harness/base/bytes.h"
#include "harness/base/rng.h"

namespace shakedown::crypto {

enum class Curve { p256, p384, p521 };

// Octets of a coordinate and of a scalar. An uncompressed point has 1 + 2 * curve_size() (SEC 1 §2.3.3).
std::size_t curve_size(Curve curve);
int library_curve(Curve curve);

// Uniform in [1, n-1], by rejection.
Bytes random_scalar(Curve curve, Rng& rng);
// Cause::crypto unless the scalar has curve_size() octets and lies in [1, n-1].
Status check_scalar(Curve curve, View scalar);
// Cause::crypto unless these are an uncompressed point's first octet and length; the curve's equation is not looked at.
Status check_point_form(Curve curve, View point);
// The point scalar * G, uncompressed.
Result<Bytes> public_point(Curve curve, View scalar);

}  // namespace shakedown::crypto
