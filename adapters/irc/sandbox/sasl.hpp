#pragma once
/// One SASL exchange, as the server's side of it: PLAIN (RFC 4616), EXTERNAL (RFC 4422 appendix A),
/// SCRAM-SHA-256 (RFC 5802, 7677).

#include <string>
#include <string_view>

#include "accounts.hpp"
#include "confab/service/crypto.hpp"

namespace confab::irc_sandbox {

/// What a SCRAM server can get wrong.
enum class ScramFault { none, signature, nonce, iterations };

class SaslStep {
public:
    enum class Kind { challenge, success, failure };
    Kind kind = Kind::failure;
    std::string text;  ///< The challenge (raw bytes), or the account.
};

class SaslExchange {
public:
    SaslExchange(std::string mechanism, const Accounts& accounts, const Crypto& crypto)
        : mechanism_(std::move(mechanism)), accounts_(accounts), crypto_(crypto) {}

    std::string certificate;  ///< The account of the client's certificate; for EXTERNAL.
    std::string nonce;        ///< The server's part of it; for SCRAM.
    ScramFault fault = ScramFault::none;

    /// The client's next message, decoded.
    SaslStep feed(std::string_view message);

private:
    SaslStep plain(std::string_view message) const;
    SaslStep external(std::string_view message) const;
    SaslStep client_first(std::string_view message);
    SaslStep client_final(std::string_view message);
    SaslStep succeed(std::string_view account) const;

    std::string mechanism_;
    const Accounts& accounts_;
    const Crypto& crypto_;
    unsigned step_ = 0;
    std::string account_;
    std::string full_nonce_;
    std::string header_;        // GS2
    std::string first_bare_;    // client-first-message-bare
    std::string server_first_;  // server-first-message
    unsigned iterations_ = 4096;
    std::string salt_;
};

}  // namespace confab::irc_sandbox
