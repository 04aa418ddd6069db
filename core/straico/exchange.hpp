#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "confab/service/clock.hpp"
#include "confab/service/http_client.hpp"
#include "confab/service/logger.hpp"
#include "confab/service/metrics.hpp"
#include "confab/service/straico.hpp"
#include "core/straico/balance.hpp"
#include "core/straico/config.hpp"
#include "core/straico/ledger.hpp"

namespace confab::core::straico {

/// What all callers of the service share: the key, the account, the ledger, the metrics. I/O thread.
class Exchange {
public:
    /// The references must outlive it.
    Exchange(StraicoConfig config, HttpClient& http, Clock& clock, Metrics& metrics, Logger& log);

    const StraicoConfig& config() const noexcept { return config_; }
    Balance& balance() noexcept { return balance_; }
    Ledger& ledger() noexcept { return ledger_; }

    /// `request.url` is the path. Adds base URL and key, and takes the key out of what comes back.
    Task<Result<HttpResponse>> send(HttpRequest request);
    /// One call that ended, well or with `error`.
    void count(std::string_view call, const std::optional<Error>& error);
    /// One paid call that was answered.
    void settle(std::string_view call, const StraicoSpender& spender, double coins);

private:
    StraicoConfig config_;
    HttpClient& http_;
    Metrics& metrics_;
    Logger& log_;
    Balance balance_;
    Ledger ledger_;
};

}  // namespace confab::core::straico
