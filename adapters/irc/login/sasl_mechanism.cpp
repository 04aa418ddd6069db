#include "login/sasl_mechanism.hpp"

#include "login/scram.hpp"

namespace confab::irc {
namespace {

/// One message, then nothing more to say.
class OneMessage final : public SaslMechanism {
public:
    explicit OneMessage(Secret message) : message_(std::move(message)) {}
    SaslAnswer answer(std::string_view) override {
        if (std::exchange(sent_, true)) return SaslAnswer::refuse("the server asks again");
        return SaslAnswer::send(message_.reveal());
    }

private:
    Secret message_;
    bool sent_ = false;
};

}  // namespace

std::unique_ptr<SaslMechanism> make_mechanism(std::string_view name, const SaslConfig& config,
                                              unsigned attempt) {
    if (name == "EXTERNAL") return std::make_unique<OneMessage>(Secret());
    if (name == "SCRAM-SHA-256")
        return std::make_unique<Scram>(*config.crypto, config.prepared_user, config.prepared_password,
                                       config.nonce + std::to_string(attempt));
    // Also the identity to act as: some services want it said.
    return std::make_unique<OneMessage>(
        Secret(config.user + '\0' + config.user + '\0' + config.password.reveal()));
}

}  // namespace confab::irc
