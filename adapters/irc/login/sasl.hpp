#pragma once
/// SASL over AUTHENTICATE (IRCv3 sasl-3.1 and 3.2): the exchange, and the choice of the mechanism. Pure:
/// lines in, lines out.

#include <memory>
#include <string>
#include <vector>

#include "login/sasl_mechanism.hpp"
#include "wire/line.hpp"

namespace confab::irc {

enum class SaslState {
    idle,
    running,
    succeeded,
    rejected,  ///< No mechanism worked with these credentials: trying again is useless.
    failed,    ///< No answer, or the exchange broke: services may be down.
    hostile,   ///< The server cannot prove that it knows us: leave.
};

class Sasl {
public:
    explicit Sasl(SaslConfig config) : config_(std::move(config)) {}

    bool wanted() const { return config_.wanted(); }
    SaslState state() const { return state_; }
    /// Why it did not succeed; empty when the server gave no reason.
    const std::string& cause() const { return cause_; }

    /// Begins with the best mechanism among `offered` ("PLAIN,EXTERNAL"; empty: the server does not say).
    std::vector<std::string> start(std::string_view offered);
    /// AUTHENTICATE and the numerics 900 to 908. Returns what to send.
    std::vector<std::string> on_line(const Line& line);
    /// No answer in time: aborts.
    std::vector<std::string> give_up();
    /// As if it had not begun: services have come back, or have logged us out.
    void reset();

    /// The payload in AUTHENTICATE lines of at most 400 bytes; a last one that is full is followed by "+".
    static std::vector<std::string> chunks(std::string_view base64);

private:
    using Lines = std::vector<std::string>;
    Lines begin();
    Lines next();
    Lines on_chunk(std::string_view chunk);
    Lines on_challenge(std::string_view challenge);
    Lines distrust(std::string why);
    void keep_only(std::string_view offered);

    SaslConfig config_;
    SaslState state_ = SaslState::idle;
    std::vector<std::string> left_;  // mechanisms not tried yet, the running one in front
    std::unique_ptr<SaslMechanism> mechanism_;
    std::string challenge_;     // base64, as far as it has come
    unsigned attempts_ = 0;     // over the whole connection
    bool ignore_fail_ = false;  // a 904 that comes now is still for the mechanism before
    std::string cause_;
};

}  // namespace confab::irc
