#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "confab/option.hpp"
#include "confab/service/clock.hpp"
#include "confab/service/http_client.hpp"
#include "confab/service/logger.hpp"
#include "confab/service/metrics.hpp"
#include "confab/service/straico.hpp"

namespace confab::core {

/// What stands under `services.straico:` in bot.yaml.
class StraicoConfig {
public:
    std::string base_url = "https://api.straico.com";
    Secret api_key;
    Duration chat_timeout{120'000};  ///< Answers of a minute are ordinary: nothing is streamed.
    Duration user_lifetime{300'000};
};

/// The one Straico client of the process, over the one HTTP client. I/O thread.
class CoreStraico final : public Straico {
public:
    /// The references must outlive it.
    CoreStraico(StraicoConfig config, HttpClient& http, Clock& clock, Metrics& metrics, Logger& log);

    Task<Result<StraicoUser>> user() override;
    Task<Result<std::vector<StraicoModel>>> models() override;
    Task<Result<StraicoChatReply>> chat(StraicoChatRequest request) override;

private:
    class PaidCall;
    struct CachedUser {
        StraicoUser user;
        TimePoint fetched_at;
        std::uint64_t paid_calls;
    };

    Task<Result<HttpResponse>> send(HttpRequest request);
    HttpRequest get(std::string_view path) const;
    Task<Result<std::vector<StraicoModel>>> models_at(std::string_view path);
    bool is_current(const CachedUser& cached) const;
    void count(std::string_view call, const std::optional<Error>& error);
    void count_coins(double coins);

    StraicoConfig config_;
    HttpClient& http_;
    Clock& clock_;
    Metrics& metrics_;
    Logger& log_;
    Counter& millicoins_;
    Gauge& balance_;
    double fraction_ = 0;  // of a millicoin, not yet counted
    std::optional<CachedUser> user_;
    std::uint64_t paid_calls_ = 0;  // begun or ended
    unsigned paying_ = 0;           // under way now
};

}  // namespace confab::core
