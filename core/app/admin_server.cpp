#include "core/app/admin_server.hpp"

#include <charconv>

namespace confab::core {
namespace {

constexpr std::string_view kPrometheus = "text/plain; version=0.0.4; charset=utf-8";

Result<ListenOptions> listen_options(const std::string& text) {
    const std::size_t colon = text.rfind(':');
    std::string address = text.substr(0, std::min(colon, text.size()));
    if (address.size() > 2 && address.front() == '[') address = address.substr(1, address.size() - 2);
    if (address == "localhost") address = "127.0.0.1";
    if (address != "127.0.0.1" && address != "::1")
        return Error(Errc::invalid_argument,
                     "admin.listen must be a loopback address such as 127.0.0.1:9464, not " + text);
    ListenOptions options;
    options.address = address;
    unsigned port = 65'536;
    if (colon != std::string::npos) std::from_chars(text.data() + colon + 1, text.data() + text.size(), port);
    if (port > 65'535) return Error(Errc::invalid_argument, "admin.listen has no port: " + text);
    options.port = static_cast<std::uint16_t>(port);
    return options;
}

// A page in a browser may be made to ask us under a name of its own (DNS rebinding); those who mean us know
// who we are.
bool is_for_us(std::string_view host) {
    const std::size_t port = host.rfind(':');
    const std::string_view name = host.ends_with(']') ? host : host.substr(0, std::min(port, host.size()));
    return name == "127.0.0.1" || name == "localhost" || name == "[::1]";
}

HttpServerResponse answer(const HttpServerRequest& request, const Metrics& metrics) {
    if (!is_for_us(request.headers.get("Host")))
        return HttpServerResponse(403, "ask for 127.0.0.1 or localhost\n", "text/plain");
    if (request.method != "GET" && request.method != "HEAD")
        return HttpServerResponse(405, "only GET\n", "text/plain");
    if (request.path() == "/metrics")
        return HttpServerResponse(200, metrics.prometheus_text(), std::string(kPrometheus));
    if (request.path() == "/livez") return HttpServerResponse(200, "alive\n", "text/plain");
    return HttpServerResponse(404, "there are /metrics and /livez\n", "text/plain");
}

}  // namespace

Result<std::unique_ptr<AdminServer>> AdminServer::start(HttpServer& server, const std::string& listen,
                                                        const Metrics& metrics) {
    Result<ListenOptions> options = listen_options(listen);
    if (!options) return options.error();
    HttpHandler handler = [&metrics](HttpServerRequest& request) -> Task<HttpServerResponse> {
        co_return answer(request, metrics);
    };
    Result<std::unique_ptr<HttpServerHandle>> handle = server.listen(std::move(*options), std::move(handler));
    if (!handle) return handle.error();
    return std::unique_ptr<AdminServer>(new AdminServer(std::move(*handle)));
}

}  // namespace confab::core
