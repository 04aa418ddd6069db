#pragma once
/// Absolute URLs as this program uses them (RFC 3986), split into what a connection and a request line need.

#include <cstdint>
#include <string>
#include <string_view>

#include "confab/result.hpp"

namespace confab::core {

/// Decimal; 0 when it is out of range or no number.
std::uint16_t port_number(std::string_view text) noexcept;

class Url {
public:
    std::string scheme;  ///< Lower case: http, https, ws, wss.
    std::string host;    ///< Lower case; a literal IPv6 address without its brackets.
    std::uint16_t port = 0;
    std::string target = "/";  ///< Path and query, as given; never empty, no fragment.

    bool tls() const noexcept { return scheme == "https" || scheme == "wss"; }
    /// What goes into the Host field: the port only when it is not the scheme's.
    std::string authority() const;
    /// "https://host:port": equal for two URLs exactly when they may share connections and credentials.
    std::string origin() const;
    std::string text() const { return scheme + "://" + authority() + target; }

    /// Errors: invalid_argument for anything but http, https, ws and wss with a host; for user information,
    /// since credentials belong into headers; for characters that must be percent-encoded.
    static Result<Url> parse(std::string_view text);
    /// The same without the short way for plain URLs.
    static Result<Url> parse_fully(std::string_view text);
    /// What `reference`, a Location, means seen from this URL.
    Result<Url> resolve(std::string_view reference) const;
};

}  // namespace confab::core
