// What the kernel knows about a program that we started: does it listen yet, and is it waiting for us? Answers come
// without connecting (a connection counts) and without sleeping.
#pragma once
#include <sys/types.h>

#include <cstdint>
#include <vector>

namespace shakedown::target {

// The process and whatever else runs in its group.
std::vector<pid_t> group_members(pid_t leader);

// Whether a process of the group listens on this TCP port. Another program's listener on the same port does not count.
bool group_listens(pid_t leader, std::uint16_t port);

// Whether all their threads sleep: after a connection broke off, the sign that the program lives on.
bool all_sleep(const std::vector<pid_t>& members);

// Whether everybody in `members` sleeps while nothing is on the way between `our_port` and the socket at `their_port`,
// both on 127.0.0.1. False also where the kernel gives no answer.
bool waits_for_us(const std::vector<pid_t>& members, std::uint16_t their_port, std::uint16_t our_port);

// Whether the socket at `their_port` that is connected with `our_port` still belongs to somebody. False also where the
// kernel gives no answer.
bool is_held(std::uint16_t their_port, std::uint16_t our_port);

}  // namespace shakedown::target
