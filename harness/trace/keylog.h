// The secrets of a connection as NSS key log lines (RFC 9850), which Wireshark and other tools read.
#pragma once
#include <fstream>
#include <string>
#include <string_view>
#include <vector>

#include "harness/peer/conversation.h"

namespace shakedown::trace {

// "LABEL client_random secret", the last two in hex, without line ends; in the order in which the secrets came into
// being, each line once. Empty where no ClientHello gave a random: nobody could find the secrets.
std::vector<std::string> key_log_lines(const peer::ConnectionLog& log);
// The same as text, each line with its end.
std::string key_log(const peer::ConnectionLog& log);

// A key log file. Opened for appending, as SSLKEYLOGFILE is by convention: several programs may share one.
class KeyLogFile {
 public:
  // Cause::system with the path.
  static Result<KeyLogFile> open(const std::string& path);
  // What was added is in the file when this returns.
  Status add(const peer::ConnectionLog& log);

 private:
  KeyLogFile(std::string path, std::ofstream out) : path_(std::move(path)), out_(std::move(out)) {}
  std::string path_;
  std::ofstream out_;
};

}  // namespace shakedown::trace
