// A proxy's answer, found in pieces as it arrives; and the same bytes as the address of a proxy.

#include "core/net/proxy.hpp"
#include "tests/fuzz/core/fuzz.hpp"

namespace {

using namespace confab;
using namespace confab::fuzz;
using namespace confab::core;

void check_answer(Cuts cuts, std::string_view all) {
    const std::size_t end = header_end(all, 0);
    require(end == std::string_view::npos || (end >= 2 && end <= all.size() && all[end - 1] == '\n'));
    std::size_t seen = 0, found = std::string_view::npos;
    for (std::string_view rest = all; !rest.empty() && found == std::string_view::npos;) {
        const std::size_t from = seen;
        seen += cuts.take(rest).size();
        found = header_end(all.substr(0, seen), from);
    }
    require(found == end);
    ProxyAddress proxy;
    proxy.host = "proxy.example";
    proxy.port = 3128;
    proxy.credentials = "c2VjcmV0";
    const Result<bool> verdict = connect_verdict(proxy, all.substr(0, end));
    if (verdict) return;
    const Errc code = verdict.error().code();
    require(code == Errc::protocol || code == Errc::unauthorized || code == Errc::unavailable);
    require(verdict.error().message().find(proxy.credentials) == std::string::npos);
}

void check_address(std::string_view text) {
    const Result<ProxyAddress> proxy = ProxyAddress::parse(text);
    if (!proxy) return;
    require(!proxy->host.empty() && is_printable(proxy->host) && is_printable(proxy->credentials));
    require(proxy->port != 0);
    const Result<std::string> request = connect_request(*proxy, proxy->host, 443);
    require(request.has_value());
    require(header_end(*request, 0) == request->size());  // nothing ends it early
    const Result<ProxyAddress> again = ProxyAddress::parse("http://" + proxy->where());
    require(again.has_value() && again->host == proxy->host && again->port == proxy->port);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    Input input(data, size);
    const Cuts cuts(input);
    check_answer(cuts, input.rest());
    check_address(input.rest());
    return 0;
}
