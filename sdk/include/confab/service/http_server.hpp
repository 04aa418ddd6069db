#pragma once
/// Service: a small HTTP/1.1 server with WebSocket upgrade, for stand-ins, webhooks and the admin endpoint.

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "confab/abi.hpp"
#include "confab/service/http_client.hpp"
#include "confab/service/stream.hpp"
#include "confab/service/websocket.hpp"
#include "confab/task.hpp"

namespace confab::inline v1 {

class HttpServerRequest {
public:
    std::string method;
    std::string target;  ///< As on the wire: path and query.
    HttpHeaders headers;
    std::string body;

    std::string_view path() const { return std::string_view(target).substr(0, target.find('?')); }
    /// Decoded value of a query parameter, or empty.
    CONFAB_API std::string query(std::string_view name) const;
};

/// What to answer. `raw`, `drop` and `reset` exist for stand-ins that stage faults.
class CONFAB_API HttpServerResponse {
public:
    explicit HttpServerResponse(int status_in = 200, std::string body_in = {}, std::string content_type = {});
    static HttpServerResponse json(int status, std::string body);
    /// Sends exactly these bytes instead of a response, then closes.
    static HttpServerResponse raw(std::string bytes);
    /// Closes without an answer.
    static HttpServerResponse drop();
    /// Resets the connection (RST) without an answer.
    static HttpServerResponse reset();
    /// Switches to WebSocket and runs the session; the connection closes when it returns.
    static HttpServerResponse upgrade(std::function<Task<void>(std::unique_ptr<WebSocket>)> session);

    int status = 200;
    HttpHeaders headers;
    std::string body;
    bool close = false;  ///< Close the connection after this answer.

    enum class Kind : std::uint8_t { normal, raw, drop, reset, upgrade };
    Kind kind = Kind::normal;
    std::function<Task<void>(std::unique_ptr<WebSocket>)> session;
};

using HttpHandler = std::function<Task<HttpServerResponse>(HttpServerRequest&)>;

/// A running server; destroying it stops accepting and drops its connections.
class CONFAB_API HttpServerHandle {
public:
    virtual ~HttpServerHandle();
    virtual std::uint16_t port() const noexcept = 0;
    /// Connections accepted so far: what tests of pooling count.
    virtual std::uint64_t accepted() const noexcept = 0;
    /// Stops accepting, ends the connections and waits until no handler runs any more. Await it before what
    /// the handler uses goes away: destroying the handle alone leaves handlers that wait a last turn of the
    /// loop.
    virtual Task<void> stop() = 0;
};

class CONFAB_API HttpServer {
public:
    static constexpr const char* kServiceId = "confab.http_server/1";
    virtual ~HttpServer();
    virtual Result<std::unique_ptr<HttpServerHandle>> listen(ListenOptions options, HttpHandler handler) = 0;
};

}  // namespace confab::inline v1
