#include "tests/reference/machine12.h"

#include "harness/registry/keylog.h"

namespace shakedown::reference {

namespace schedule = protocol::tls12;

bool Machine12::is_cbc() const { return suite_->mac != Hash::none; }

void Machine12::select_suite(const registry::SuiteRow& suite) {
  suite_ = &suite;
  core_.facts.suite = suite.code;
  core_.transcript.choose(suite.hash);
}

void Machine12::derive_master(View premaster) {
  if (extended_master_secret_) {
    use_master(schedule::extended_master_secret(suite_->hash, premaster, core_.transcript.digest(suite_->hash)));
  } else {
    use_master(schedule::master_secret(suite_->hash, premaster, client_random_, server_random_));
  }
}

void Machine12::use_master(Bytes master) {
  master_ = std::move(master);
  core_.facts.extended_master_secret = extended_master_secret_;
  core_.log_secret(registry::KeyLogLabels::client_random, client_random_, master_);
  const Bytes block = schedule::key_block(suite_->hash, master_, client_random_, server_random_,
                                          schedule::key_block_size(protection()));
  keys_ = schedule::split_key_block(protection(), block);
  if (change_cipher_spec_was_early_) read_with_peer_keys();
}

void Machine12::read_with_peer_keys() { core_.read_with(protection(), keys_of(peer())); }

void Machine12::on_change_cipher_spec(View body) {
  if (!core_.faulty(Fault::accepts_any_change_cipher_spec_body)) {
    demand(body.size() == 1, Violation::change_cipher_spec_length12);
    demand(body[0] == 1, Violation::change_cipher_spec_value12);
  }
  if (awaits_change_cipher_spec()) {
    read_with_peer_keys();
    return change_cipher_spec_came();
  }
  if (core_.faulty(Fault::accepts_early_change_cipher_spec)) {
    change_cipher_spec_was_early_ = true;
    if (!master_.empty()) read_with_peer_keys();
    return;
  }
  // RFC 5246 §7.1: once, right before Finished.
  const bool again = core_.reader.has_keys() && core_.faulty(Fault::accepts_doubled_change_cipher_spec);
  demand(again, Violation::change_cipher_spec_unexpected);
}

Bytes Machine12::verify_data(Role side, View digest) const {
  const auto label = side == Role::client ? schedule::label::client_finished : schedule::label::server_finished;
  return schedule::verify_data(suite_->hash, master_, label, digest);
}

void Machine12::send_finished() {
  core_.send_change_cipher_spec();
  core_.write_with(protection(), keys_of(us()));
  wire::Finished finished{verify_data(us(), core_.transcript.digest(suite_->hash))};
  own_verify_data_ = finished.verify_data;
  if (core_.faulty(Fault::sends_wrong_finished)) finished.verify_data.front() ^= 1U;
  core_.send(finished);
}

void Machine12::check_peer_finished(const Received& message) {
  const auto& transcript = core_.transcript;
  const auto now = [&] { return transcript.digest(suite_->hash); };
  check_finished(core_, message.body(), verify_data(peer(), now()),
                 {.own = own_verify_data_,
                  .of_own_side = [&] { return verify_data(us(), now()); },
                  .without_last =
                      [&] {
                        const auto shorter = transcript.without(transcript.count() - 1);
                        return verify_data(peer(), shorter.digest(suite_->hash));
                      }});
  core_.transcript.add(message.raw);
}

void Machine12::refuse_renegotiation() { core_.send_alert(1, "no_renegotiation"_alert); }

void Machine12::on_application_data(View data) {
  // RFC 5246 §7.4.9: after Finished only.
  demand(core_.facts.done || core_.faulty(Fault::accepts_early_application_data),
         Violation::application_data_too_early);
  append(core_.delivered, data);
}

bool Machine12::write(View data) {
  if (!core_.facts.done) return false;
  core_.writer.write("application_data"_content, data);
  return true;
}

std::optional<Bytes> Machine12::exported(std::string_view label, std::optional<View> context, std::size_t size) {
  if (!core_.facts.done) return std::nullopt;
  Bytes out =
      schedule::export_keying_material(suite_->hash, master_, label, client_random_, server_random_, context, size);
  if (core_.faulty(Fault::exports_other_keys) && !out.empty()) out.front() ^= 1U;
  return out;
}

// RFC 5246 §7.2.2: the session is not resumed any more.
void Machine12::on_failure() {
  auto& sessions = core_.context.sessions;
  if (!session_id_.empty()) sessions.forget12(session_id_);
  if (!core_.is_client() || !sessions.last) return;
  const auto* last = std::get_if<Session12>(&*sessions.last);
  if (last != nullptr && !session_id_.empty() && last->id == session_id_) sessions.last.reset();
}

}  // namespace shakedown::reference
