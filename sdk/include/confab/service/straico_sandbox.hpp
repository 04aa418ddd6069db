#pragma once
/// Service of the Straico stand-in: the API on loopback, with coins that are not real. Used by `confab demo`,
/// `confab test` and the project's tests.

#include <cstdint>
#include <string>
#include <utility>

#include "confab/abi.hpp"
#include "confab/option.hpp"
#include "confab/result.hpp"

namespace confab::inline v1 {

/// What goes under `services.straico:` to reach the stand-in.
class StraicoSandboxAddress {
public:
    StraicoSandboxAddress(std::string base_url_in, Secret api_key_in)
        : base_url(std::move(base_url_in)), api_key(std::move(api_key_in)) {}
    std::string base_url;  ///< "http://127.0.0.1:40123"
    Secret api_key;        ///< The only key it accepts.
};

class CONFAB_API StraicoSandbox {
public:
    static constexpr const char* kServiceId = "confab.sandbox.straico/1";
    virtual ~StraicoSandbox();
    /// Starts the server on a free loopback port; a second call returns the same address. I/O thread.
    virtual Result<StraicoSandboxAddress> listen() = 0;
    /// Makes the next request fail (one request a call, in order), or changes the account ("coins", "100").
    /// Names and arguments: README of the stand-in. Errc::not_found: no such fault.
    virtual Result<void> stage(std::string fault, std::string argument) = 0;
    /// Requests received so far, those answered by a fault included. A `path` counts only requests to it.
    virtual std::uint64_t requests(const std::string& path = {}) const = 0;
    /// Body of the last request with JSON or fields (not files), as received: what tests of memory look at.
    virtual const std::string& last_request() const = 0;
};

}  // namespace confab::inline v1
