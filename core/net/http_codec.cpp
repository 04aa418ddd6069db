#include "core/net/http_codec.hpp"

#include <algorithm>
#include <boost/beast/http/basic_parser.hpp>
#include <boost/beast/http/error.hpp>
#include <optional>

namespace confab::core {
namespace http = boost::beast::http;
using Code = boost::system::error_code;
using Text = boost::beast::string_view;

namespace {

constexpr std::size_t kLastChunk = 5;  // "0", CR LF and the empty line: the least that can follow
constexpr std::size_t kTrustedLength = 1024 * 1024;  // a claimed length alone reserves no more than this

struct Message {
    int status = 0;
    std::string method;
    std::string target;
    HttpHeaders headers;
    std::string body;
};

std::string to_string(Text text) {
    return std::string(text.data(), text.size());
}

/// Writes what the parser finds straight into a Message, without Beast's own containers in between.
template <bool IsRequest>
class Sink final : public http::basic_parser<IsRequest> {
public:
    Sink(Message& message, std::size_t max_header) : message_(message), header_left_(max_header) {}

private:
    void on_request_impl(http::verb, Text method, Text target, int, Code&) override {
        message_.method = to_string(method);
        message_.target = to_string(target);
    }
    void on_response_impl(int status, Text, int, Code&) override { message_.status = status; }
    // Counted here, since the parser's own limit starts anew with each piece it is given. Trailers count too,
    // but are not kept: nothing we know may be in one (RFC 9110 section 6.5.1).
    void on_field_impl(http::field, Text name, Text value, Code& code) override {
        const std::size_t size = name.size() + value.size() + 4;
        if (size > header_left_) {
            code = http::error::header_limit;
            return;
        }
        header_left_ -= size;
        if (!this->is_header_done()) message_.headers.add(to_string(name), to_string(value));
    }
    void on_header_impl(Code&) override {}
    void on_body_init_impl(const boost::optional<std::uint64_t>& length, Code&) override {
        if (length)
            message_.body.reserve(static_cast<std::size_t>(std::min<std::uint64_t>(*length, kTrustedLength)));
    }
    std::size_t on_body_impl(Text bytes, Code&) override {
        message_.body.append(bytes.data(), bytes.size());
        return bytes.size();
    }
    void on_chunk_header_impl(std::uint64_t, Text, Code&) override {}
    std::size_t on_chunk_body_impl(std::uint64_t, Text bytes, Code&) override {
        message_.body.append(bytes.data(), bytes.size());
        return bytes.size();
    }
    void on_finish_impl(Code&) override {}

    Message& message_;
    std::size_t header_left_;
};

Error to_error(const Code& code) {
    if (code == http::error::body_limit) return Error(Errc::too_large, "the HTTP body exceeds the limit");
    if (code == http::error::header_limit) return Error(Errc::too_large, "the HTTP header exceeds the limit");
    if (code == http::error::partial_message || code == http::error::end_of_stream)
        return Error(Errc::closed, "the connection ended within an HTTP message");
    return Error(Errc::protocol, "not HTTP: " + code.message());
}

}  // namespace

struct HttpParser::Machine {
    Machine(Side side, std::size_t max_header_in)
        : is_request(side == Side::requests), max_header(max_header_in) {}

    template <class F>
    decltype(auto) visit(F f) const {
        return is_request ? f(*request) : f(*response);
    }
    template <class F>
    decltype(auto) visit(F f) {
        return is_request ? f(*request) : f(*response);
    }

    void begin() {
        message = Message();
        any_byte = false;
        awaited = 0;
        if (is_request)
            request.emplace(message, max_header);
        else
            response.emplace(message, max_header);
        visit([&](auto& parser) {
            parser.header_limit(static_cast<std::uint32_t>(max_header));
            parser.body_limit(max_body);
            parser.eager(true);
            if (answers_head) parser.skip(true);
        });
    }

    bool interim() const { return !is_request && message.status / 100 == 1 && message.status != 101; }

    const bool is_request;
    const std::size_t max_header;
    std::size_t max_body = 0;
    std::size_t awaited = 0;  // bytes, before the parser is asked again
    bool answers_head = false;
    bool any_byte = false;
    bool header_too_large = false;
    Message message;
    std::optional<Sink<true>> request;
    std::optional<Sink<false>> response;
};

HttpParser::HttpParser(Side side, std::size_t max_header)
    : machine_(std::make_unique<Machine>(side, max_header)) {
    begin(0);
}
HttpParser::~HttpParser() = default;
HttpParser::HttpParser(HttpParser&&) noexcept = default;
HttpParser& HttpParser::operator=(HttpParser&&) noexcept = default;

void HttpParser::begin(std::size_t max_body, bool answers_head) {
    machine_->max_body = max_body;
    machine_->answers_head = answers_head;
    machine_->begin();
}

Result<std::size_t> HttpParser::feed(std::string_view bytes) {
    std::size_t used = 0;
    if (!bytes.empty()) machine_->any_byte = true;
    while (used < bytes.size() && !done()) {
        Code code;
        const std::string_view rest = bytes.substr(used);
        if (rest.size() < machine_->awaited) break;
        const std::size_t n = machine_->visit([&](auto& parser) {
            return parser.put(boost::asio::const_buffer(rest.data(), rest.size()), code);
        });
        used += n;
        if (code == http::error::need_more) {
            // Of a chunk's header and of the trailer the parser takes nothing before it has all, and has no
            // limit.
            if (bytes.size() - used <= machine_->max_header) {
                // Asked again with less than a whole last chunk, Beast 1.81 fails an assertion.
                if (header_done()) machine_->awaited = kLastChunk;
                break;
            }
            code = http::error::header_limit;
        }
        machine_->header_too_large = code == http::error::header_limit;
        if (code) return to_error(code);
        if (done() && machine_->interim()) {
            machine_->begin();
            machine_->any_byte = true;
        } else if (n == 0) {
            break;
        }
    }
    return used;
}

Result<void> HttpParser::end_of_stream() {
    Code code;
    machine_->visit([&](auto& parser) {
        if (parser.got_some() && !parser.is_done()) parser.put_eof(code);
    });
    if (code) return to_error(code);
    if (!done()) return Error(Errc::closed, "the connection ended before an HTTP message");
    return {};
}

bool HttpParser::started() const noexcept {
    return machine_->any_byte;
}
bool HttpParser::header_done() const noexcept {
    return machine_->visit([](const auto& parser) { return parser.is_header_done(); });
}
bool HttpParser::done() const noexcept {
    return machine_->visit([](const auto& parser) { return parser.is_done(); });
}
bool HttpParser::keep_alive() const noexcept {
    return machine_->visit([](const auto& parser) { return parser.keep_alive(); });
}
bool HttpParser::header_too_large() const noexcept {
    return machine_->header_too_large;
}
bool HttpParser::expects_continue() const {
    return machine_->is_request && header_done() &&
           machine_->message.headers.get("Expect").starts_with("100-");
}

int HttpParser::status() const noexcept {
    return machine_->message.status;
}
std::string& HttpParser::method() noexcept {
    return machine_->message.method;
}
std::string& HttpParser::target() noexcept {
    return machine_->message.target;
}
HttpHeaders& HttpParser::headers() noexcept {
    return machine_->message.headers;
}
std::string& HttpParser::body() noexcept {
    return machine_->message.body;
}

}  // namespace confab::core
