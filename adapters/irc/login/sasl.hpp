#pragma once
/// SASL PLAIN (RFC 4616) over AUTHENTICATE (IRCv3 sasl-3.1). Pure: lines in, lines out.

#include <string>
#include <vector>

#include "confab/option.hpp"
#include "confab/result.hpp"
#include "wire/line.hpp"

namespace confab::irc {

enum class SaslState {
    idle,
    running,
    succeeded,
    rejected,  ///< The server knows the credentials or the mechanism to be wrong: trying again is useless.
    failed,    ///< No answer, or the exchange broke: services may be down.
};

class Sasl {
public:
    /// `credentials`: base64 of authzid NUL authcid NUL password; empty when SASL is not wanted.
    explicit Sasl(Secret credentials) : credentials_(std::move(credentials)) {}

    bool wanted() const { return !credentials_.empty(); }
    SaslState state() const { return state_; }

    std::string start();
    /// AUTHENTICATE and the numerics 900 to 908. Returns what to send.
    std::vector<std::string> on_line(const Line& line);
    /// No answer in time: aborts.
    std::vector<std::string> give_up();

    /// The payload in AUTHENTICATE lines of at most 400 bytes; a last one that is full is followed by "+".
    static std::vector<std::string> chunks(std::string_view base64);

private:
    Secret credentials_;
    SaslState state_ = SaslState::idle;
    bool sent_ = false;
};

}  // namespace confab::irc
