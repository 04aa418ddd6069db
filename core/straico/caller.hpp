#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/straico/exchange.hpp"

namespace confab::core::straico {

/// One plugin's way to the service: what it sends and spends bears its name. The names of calls are literals.
class Caller {
public:
    template <class T>
    using Decoder = Result<T> (*)(HttpResponse);

    /// `exchange` must outlive it. An empty `plugin` leaves the spender as the caller wrote it.
    Caller(Exchange& exchange, std::string plugin) : exchange_(exchange), plugin_(std::move(plugin)) {}

    Exchange& exchange() noexcept { return exchange_; }
    const StraicoConfig& config() const noexcept { return exchange_.config(); }

    /// Sends what was encoded, or passes on why it could not be. No `timeout`: the HTTP client's.
    template <class T>
    Task<Result<T>> ask(std::string_view call, Result<HttpRequest> request, Decoder<T> decode,
                        std::optional<Duration> timeout = {}) {
        Result<T> answer = co_await ask_uncounted(std::move(request), decode, timeout);
        exchange_.count(call, failure(answer));
        co_return answer;
    }

    /// As `ask`, for what costs `T::coins`.
    template <class T>
    Task<Result<T>> buy(std::string_view call, Result<HttpRequest> request, Decoder<T> decode,
                        Duration timeout, StraicoSpender spender) {
        if (!request) {  // refused by ourselves: no balance becomes doubtful
            exchange_.count(call, request.error());
            co_return request.error();
        }
        if (!plugin_.empty()) spender.plugin = plugin_;
        const Balance::Payment payment(exchange_.balance());
        Result<T> answer = co_await ask(call, std::move(request), decode, timeout);
        if (answer) exchange_.settle(call, spender, answer->coins);
        co_return answer;
    }

    template <class T>
    Task<Result<T>> ask_uncounted(Result<HttpRequest> request, Decoder<T> decode,
                                  std::optional<Duration> timeout = {}) {
        if (!request) co_return request.error();
        request->timeout = timeout;
        request->caller = plugin_;
        Result<HttpResponse> response = co_await exchange_.send(std::move(*request));
        if (!response) co_return response.error();
        co_return decode(std::move(*response));
    }

    template <class T>
    static std::optional<Error> failure(const Result<T>& result) {
        if (result) return {};
        return result.error();
    }

private:
    Exchange& exchange_;
    std::string plugin_;
};

}  // namespace confab::core::straico
