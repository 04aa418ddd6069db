#pragma once
/// The ways to prove who we are that SASL (RFC 4422) lets us choose from. Pure.

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "confab/option.hpp"
#include "confab/service/crypto.hpp"

namespace confab::irc {

class SaslConfig {
public:
    bool wanted() const { return !mechanisms.empty(); }

    std::vector<std::string> mechanisms;  ///< In order of preference; empty: no login.
    std::string user;
    Secret password;
    std::string prepared_user;  ///< After SASLprep, for SCRAM.
    Secret prepared_password;
    std::string nonce;               ///< Printable ASCII without commas; new for each connection.
    const Crypto* crypto = nullptr;  ///< Must be there when a login is wanted.
};

/// What we have to say to a challenge.
class SaslAnswer {
public:
    enum class Kind {
        send,
        refused,  ///< It does not work with this mechanism: another one may.
        hostile,  ///< The server cannot be who it claims to be: no further word to it.
    };
    static SaslAnswer send(std::string bytes) { return SaslAnswer(Kind::send, std::move(bytes)); }
    static SaslAnswer refuse(std::string why) { return SaslAnswer(Kind::refused, std::move(why)); }
    static SaslAnswer distrust(std::string why) { return SaslAnswer(Kind::hostile, std::move(why)); }

    Kind kind;
    std::string text;  ///< Bytes to send, or why not.

private:
    SaslAnswer(Kind kind_in, std::string text_in) : kind(kind_in), text(std::move(text_in)) {}
};

/// One exchange with one mechanism.
class SaslMechanism {
public:
    virtual ~SaslMechanism() = default;
    virtual SaslAnswer answer(std::string_view challenge) = 0;
    /// Where the mechanism lets the server prove that it knows us, it has. Asked when the server reports
    /// success.
    virtual bool server_has_proved() const { return true; }
};

/// "EXTERNAL" (RFC 4422 appendix A), "SCRAM-SHA-256" (RFC 7677), "PLAIN" (RFC 4616); the strongest first.
inline constexpr const char* kSaslMechanisms[] = {"EXTERNAL", "SCRAM-SHA-256", "PLAIN"};

/// `name`: one of these. `attempt` makes the nonces of one connection differ.
std::unique_ptr<SaslMechanism> make_mechanism(std::string_view name, const SaslConfig& config,
                                              unsigned attempt);

}  // namespace confab::irc
