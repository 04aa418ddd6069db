#include "confab/result.hpp"

#include "confab/event.hpp"

namespace confab::inline v1 {

std::string_view to_string(Errc code) noexcept {
    switch (code) {
        case Errc::cancelled:
            return "cancelled";
        case Errc::timeout:
            return "timeout";
        case Errc::unavailable:
            return "unavailable";
        case Errc::overloaded:
            return "overloaded";
        case Errc::rate_limited:
            return "rate limited";
        case Errc::unauthorized:
            return "unauthorized";
        case Errc::forbidden:
            return "forbidden";
        case Errc::payment_required:
            return "payment required";
        case Errc::not_found:
            return "not found";
        case Errc::invalid_argument:
            return "invalid argument";
        case Errc::too_large:
            return "too large";
        case Errc::unsupported:
            return "unsupported";
        case Errc::protocol:
            return "protocol error";
        case Errc::insecure:
            return "insecure";
        case Errc::closed:
            return "closed";
        case Errc::upstream:
            return "upstream failure";
        case Errc::internal:
            return "internal error";
    }
    return "unknown error";
}

std::string_view to_string(Delivery delivery) noexcept {
    switch (delivery) {
        case Delivery::not_sent:
            return "not sent";
        case Delivery::maybe_sent:
            return "maybe sent";
        case Delivery::sent:
            return "sent";
    }
    return "unknown";
}

std::string_view to_string(ConnectionState state) noexcept {
    switch (state) {
        case ConnectionState::connecting:
            return "connecting";
        case ConnectionState::ready:
            return "ready";
        case ConnectionState::degraded:
            return "degraded";
        case ConnectionState::lost:
            return "lost";
        case ConnectionState::stopped:
            return "stopped";
    }
    return "unknown";
}

std::string Error::message() const {
    std::string text(to_string(code_));
    if (!context_.empty()) text += ": " + context_;
    if (cause_) text += " (" + cause_.message() + ")";
    return text;
}

ErrorException::ErrorException(Error error) : std::runtime_error(error.message()), error_(std::move(error)) {}
ErrorException::~ErrorException() = default;

void throw_exception_from_error(const Error& error, const boost::source_location&) {
    throw ErrorException(error);
}

}  // namespace confab::inline v1
