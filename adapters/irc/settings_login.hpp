#pragma once
/// The options that say where to connect to and how to log in there. All throw std::invalid_argument, in
/// words for the operator.

#include <string>
#include <string_view>
#include <vector>

#include "confab/option.hpp"
#include "confab/service/crypto.hpp"
#include "confab/service/stream.hpp"
#include "confab/service/unicode.hpp"
#include "facts.hpp"

namespace confab::irc {

[[noreturn]] void refuse(const AccountId& account, std::string_view key, const std::string& what);
/// The option, or `fallback` where it is not given or empty.
std::string text_or(const Options& options, std::string_view key, std::string fallback);
std::vector<std::string> list_or_none(const Options& options, std::string_view key);

/// `server`, `servers` and what goes for all of them: TLS, certificates, fingerprints.
std::vector<Endpoint> read_endpoints(const AccountId& account, const Options& options);
/// SASL, NickServ and the capabilities to leave out, into `session`.
void read_login(const AccountId& account, const Options& options, const std::vector<Endpoint>& endpoints,
                const Crypto& crypto, const Unicode& unicode, SessionConfig& session);

}  // namespace confab::irc
