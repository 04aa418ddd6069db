#pragma once
/// HTTP/1.1 messages from bytes (RFC 9112): Beast's parser behind a face that mentions no Beast.

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "confab/result.hpp"
#include "confab/service/http_client.hpp"

namespace confab::core {

/// Parses one message after the other from one connection. Content-Length, chunked and until-the-end bodies;
/// interim answers (1xx but 101) are skipped. Contradictory framing is refused.
class HttpParser {
public:
    enum class Side : bool { requests, responses };
    HttpParser(Side side, std::size_t max_header);
    ~HttpParser();
    HttpParser(HttpParser&&) noexcept;
    HttpParser& operator=(HttpParser&&) noexcept;

    /// Forgets the last message and expects the next. `answers_head`: it is the answer to a HEAD and has no
    /// body.
    void begin(std::size_t max_body, bool answers_head = false);
    /// Takes from the front of `bytes` and returns how many were used; offer the rest again together with
    /// what follows it. Stops at the end of the message. Errors: protocol, too_large; the connection is then
    /// unusable.
    Result<std::size_t> feed(std::string_view bytes);
    /// The peer ended the stream: completes a body without length, else an error (closed).
    Result<void> end_of_stream();

    bool started() const noexcept;  ///< A byte of this message was seen.
    bool header_done() const noexcept;
    bool done() const noexcept;
    bool keep_alive() const noexcept;        ///< The peer will keep the connection after this message.
    bool header_too_large() const noexcept;  ///< Tells a too_large header from a too_large body.
    bool expects_continue() const;           ///< A request whose sender waits for "100 Continue".

    int status() const noexcept;
    std::string& method() noexcept;
    std::string& target() noexcept;
    HttpHeaders& headers() noexcept;
    std::string& body() noexcept;

    struct Machine;

private:
    std::unique_ptr<Machine> machine_;
};

}  // namespace confab::core
