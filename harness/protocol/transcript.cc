#include "harness/protocol/transcript.h"

#include <utility>

#include "harness/registry/messages.h"

namespace shakedown::protocol {

using registry::operator""_message;

void Transcript::add(View message) {
  append(bytes_, message);
  ends_.push_back(bytes_.size());
  if (running_) running_->update(message);
}

void Transcript::choose(Hash hash) {
  if (chosen() == hash) return;
  running_.emplace(hash);
  running_->update(bytes_);
}

std::optional<Hash> Transcript::chosen() const {
  if (!running_) return std::nullopt;
  return running_->algorithm();
}

void Transcript::replace_with_message_hash(Hash hash) {
  Bytes message{registry::number("message_hash"_message)};
  append_uint(message, crypto::hash_size(hash), 3);
  append(message, digest(hash));
  Transcript replaced;
  replaced.add(message);
  if (const auto kept = chosen()) replaced.choose(*kept);
  *this = std::move(replaced);
}

Bytes Transcript::digest(Hash hash) const { return chosen() == hash ? running_->digest() : crypto::hash(hash, bytes_); }

Bytes Transcript::digest_with(Hash hash, View more) const {
  crypto::Hasher forked = chosen() == hash ? *running_ : crypto::Hasher(hash);
  if (chosen() != hash) forked.update(bytes_);
  forked.update(more);
  return forked.digest();
}

View Transcript::message(std::size_t index) const {
  const std::size_t begin = index == 0 ? 0 : ends_.at(index - 1);
  return View(bytes_).subspan(begin, ends_.at(index) - begin);
}

Transcript Transcript::without(std::size_t index) const {
  Transcript rest;
  for (std::size_t i = 0; i < count(); ++i)
    if (i != index) rest.add(message(i));
  if (const auto kept = chosen()) rest.choose(*kept);
  return rest;
}

}  // namespace shakedown::protocol
