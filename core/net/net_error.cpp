#include "core/net/net_error.hpp"

#include <boost/asio/error.hpp>
#include <boost/asio/ssl/error.hpp>

namespace confab::core {
namespace asio = boost::asio;
namespace {

Errc classify(const boost::system::error_code& code) {
    namespace e = asio::error;
    if (code == e::operation_aborted) return Errc::cancelled;
    if (code == e::eof || code == asio::ssl::error::stream_truncated || code == e::connection_reset ||
        code == e::broken_pipe || code == e::connection_aborted || code == e::bad_descriptor ||
        code == e::not_connected || code == e::shut_down)
        return Errc::closed;
    if (code == e::timed_out) return Errc::timeout;  // TCP_USER_TIMEOUT, keepalive
    if (code == e::access_denied) return Errc::forbidden;
    if (code.category() == e::get_ssl_category()) return Errc::protocol;
    return Errc::unavailable;
}

}  // namespace

Error to_error(boost::system::error_code cause, std::string context) {
    return Error(classify(cause), std::move(context), cause);
}

bool is_clean_end(const Error& error) noexcept {
    return error.code() == Errc::closed && (!error.cause() || error.cause() == asio::error::eof);
}

}  // namespace confab::core
