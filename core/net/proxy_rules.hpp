#pragma once
/// Through which proxy, if any, a target is reached. Pure: the environment is an argument.

#include <boost/asio/ip/address.hpp>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "confab/result.hpp"

namespace confab::core {

class ProxyRules {
public:
    /// The value of an environment variable; empty when there is none.
    using Environment = std::function<std::string(const char* name)>;

    ProxyRules() = default;  ///< No proxy for anything.

    /// One proxy for all but what `no_proxy` names. Errors: invalid_argument, without the text of `proxy`.
    static Result<ProxyRules> from_config(std::string_view proxy, std::string_view no_proxy);
    /// https_proxy, HTTPS_PROXY, http_proxy, all_proxy, ALL_PROXY, no_proxy, NO_PROXY, as curl reads them.
    /// HTTP_PROXY in capitals is not read: under CGI a client can set it ("httpoxy"). A value that is no
    /// usable proxy is kept, so that connecting fails with the reason instead of going around it.
    static ProxyRules from_environment(const Environment& environment);

    /// A proxy for `Endpoint::proxy`; empty: connect directly. Loopback is never reached through a proxy.
    std::string for_target(bool tls, const std::string& host, std::uint16_t port) const;

private:
    /// "example.org" and ".example.org": that name and all below it; an address; a network ("10.0.0.0/8");
    /// each for one port only with ":port" behind it (then an IPv6 address in brackets).
    class Exception {
    public:
        std::string name;  // empty: an address
        boost::asio::ip::address network;
        int bits = 0;
        std::uint16_t port = 0;  // 0: any
    };
    void except(std::string_view no_proxy);
    bool is_excepted(const std::string& host, std::uint16_t port) const;

    std::string tls_;
    std::string plain_;
    std::vector<Exception> exceptions_;
    bool except_all_ = false;
};

}  // namespace confab::core
