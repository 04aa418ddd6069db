#pragma once
/// SCRAM-SHA-256 without channel binding (RFC 5802, RFC 7677): the server never sees the password, and has to
/// prove that it knows it. Pure.

#include "login/sasl_mechanism.hpp"

namespace confab::irc {

class Scram final : public SaslMechanism {
public:
    /// RFC 7677 section 4: fewer protect nobody, so a server that asks for fewer is after the password.
    static constexpr unsigned kMinIterations = 4096;
    /// More would hold up the whole program: a tenth of a second.
    static constexpr unsigned kMaxIterations = 200'000;

    /// `user` and `password`: after SASLprep. `nonce`: never used before.
    Scram(const Crypto& crypto, std::string_view user, Secret password, std::string nonce);

    SaslAnswer answer(std::string_view challenge) override;
    bool server_has_proved() const override { return state_ == State::proved; }

private:
    enum class State { start, asked, claimed, proved };
    SaslAnswer prove(std::string_view challenge);
    SaslAnswer verify(std::string_view challenge);

    const Crypto& crypto_;
    Secret password_;
    std::string nonce_;
    std::string first_;             // our first message without the head
    std::string server_signature_;  // what the server must say at the end
    State state_ = State::start;
};

}  // namespace confab::irc
