#pragma once
/// Errors that can be expected are values. Exceptions are left for broken configuration, broken invariants
/// and cancellation.

#include <boost/system/error_code.hpp>
#include <boost/system/result.hpp>
#include <chrono>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

#include "confab/abi.hpp"

namespace confab::inline v1 {

/// What went wrong, as far as a caller can act on it. `Error::cause()` has the exact system code where one
/// exists.
enum class Errc {
    cancelled = 1,     ///< The task was cancelled (shutdown, unload).
    timeout,           ///< No answer within the time allowed.
    unavailable,       ///< The peer cannot be reached, or refuses for now.
    overloaded,        ///< A bounded queue is full; try later.
    rate_limited,      ///< The peer asks us to slow down; see `Error::retry_after()`.
    unauthorized,      ///< Credentials are missing, wrong or expired.
    forbidden,         ///< Known to the peer, but not allowed.
    payment_required,  ///< The account has no credit left.
    not_found,         ///< No such thing (host name, channel, model, key ...).
    invalid_argument,  ///< The caller's input is wrong; repeating it will not help.
    too_large,         ///< Larger than a limit on either side.
    unsupported,       ///< Not offered here (capability, feature, version).
    protocol,          ///< The peer's bytes violate its protocol.
    insecure,          ///< A certificate or host name could not be verified.
    closed,            ///< The connection ended.
    upstream,          ///< The peer failed on its side (5xx and the like).
    internal,          ///< A defect on our side.
};

/// Lower-case words for logs and messages, e.g. "timeout".
CONFAB_API std::string_view to_string(Errc code) noexcept;

/// How sure we are that the other side received what we sent. Decides whether repeating is safe.
enum class Delivery {
    not_sent,    ///< No byte of the request left: repeating is always safe.
    maybe_sent,  ///< Some or all was written and no answer came: only idempotent requests may be repeated.
    sent,        ///< The peer answered.
};

CONFAB_API std::string_view to_string(Delivery delivery) noexcept;

/// One failed operation: what kind, in which context, and what is known about delivery.
class CONFAB_API Error {
public:
    Error() = default;
    Error(Errc code, std::string context) : code_(code), context_(std::move(context)) {}
    Error(Errc code, std::string context, boost::system::error_code cause)
        : code_(code), context_(std::move(context)), cause_(cause) {}

    Errc code() const noexcept { return code_; }
    /// Where and why, in words an operator can act on. Never contains a secret.
    const std::string& context() const noexcept { return context_; }
    const boost::system::error_code& cause() const noexcept { return cause_; }
    Delivery delivery() const noexcept { return delivery_; }
    /// Earliest sensible retry, when the peer said so.
    std::optional<std::chrono::milliseconds> retry_after() const noexcept { return retry_after_; }

    Error&& with(Delivery delivery) && noexcept {
        delivery_ = delivery;
        return std::move(*this);
    }
    Error&& with_retry_after(std::chrono::milliseconds delay) && noexcept {
        retry_after_ = delay;
        return std::move(*this);
    }

    /// "timeout: connecting to irc.example:6697 (Connection timed out)".
    std::string message() const;

private:
    Errc code_ = Errc::internal;
    std::string context_;
    boost::system::error_code cause_;
    Delivery delivery_ = Delivery::not_sent;
    std::optional<std::chrono::milliseconds> retry_after_;
};

/// Thrown by `Result::value()` on an error: for callers to whom the error is a broken assumption.
class CONFAB_API ErrorException : public std::runtime_error {
public:
    explicit ErrorException(Error error);
    ~ErrorException() override;
    const Error& error() const noexcept { return error_; }

private:
    Error error_;
};

[[noreturn]] CONFAB_API void throw_exception_from_error(const Error& error, const boost::source_location&);

template <class T>
using Result = boost::system::result<T, Error>;

}  // namespace confab::inline v1
