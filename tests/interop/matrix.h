// Which handshakes our peer has to complete with every library: over suites, groups, certificates and modes of both
// versions. In process all combinations of suite, group and certificate; with commands each of them once, and every
// mode.
#pragma once
#include <string>
#include <vector>

#include "harness/protocol/params.h"

namespace shakedown::interop {

enum class Breadth { each_once, all_combinations };

struct Handshake {
  std::string name;  // tls13_hrr_x25519_to_secp256r1: letters, digits and underscores
  std::string flow;  // tls13.hrr
  protocol::Params params;
};

std::vector<Handshake> tls13_handshakes(Breadth breadth);
std::vector<Handshake> tls12_handshakes(Breadth breadth);
// Both.
std::vector<Handshake> handshakes(Breadth breadth);

}  // namespace shakedown::interop
