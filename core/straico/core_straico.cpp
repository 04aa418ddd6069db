#include "core/straico/core_straico.hpp"

#include <algorithm>
#include <cmath>

#include "core/straico/decode.hpp"
#include "core/straico/encode.hpp"

namespace confab::core {
namespace {

constexpr double kMaxCoins = 1e12;  // keeps a lying answer inside the integers of the metrics

// The service could quote our key in an error text; from here on it would be in logs.
void redact(std::string& body, const std::string& secret) {
    for (std::size_t at = body.find(secret); at != std::string::npos; at = body.find(secret, at + 3))
        body.replace(at, secret.size(), "***");
}

bool is_worth_an_older_version(const Error& error) {
    return error.code() == Errc::not_found || error.code() == Errc::upstream ||
           error.code() == Errc::protocol || error.code() == Errc::invalid_argument;
}

template <class T>
std::optional<Error> failure(const Result<T>& result) {
    if (result) return {};
    return result.error();
}

}  // namespace

/// While one exists, and after it, no balance from before it is believed: the service may take the coins at
/// any moment of the call, also of one that fails.
class CoreStraico::PaidCall {
public:
    explicit PaidCall(CoreStraico& owner) : owner_(owner) {
        ++owner_.paid_calls_;
        ++owner_.paying_;
    }
    ~PaidCall() {
        ++owner_.paid_calls_;
        --owner_.paying_;
    }
    PaidCall(const PaidCall&) = delete;
    PaidCall& operator=(const PaidCall&) = delete;

private:
    CoreStraico& owner_;
};

CoreStraico::CoreStraico(StraicoConfig config, HttpClient& http, Clock& clock, Metrics& metrics, Logger& log)
    : config_(std::move(config)),
      http_(http),
      clock_(clock),
      metrics_(metrics),
      log_(log),
      millicoins_(metrics.counter("confab_straico_millicoins_total")),
      balance_(metrics.gauge("confab_straico_balance_coins")) {
    while (config_.base_url.ends_with('/')) config_.base_url.pop_back();
}

HttpRequest CoreStraico::get(std::string_view path) const {
    return HttpRequest::get(config_.base_url + std::string(path));
}

Task<Result<HttpResponse>> CoreStraico::send(HttpRequest request) {
    if (config_.api_key.empty())
        co_return Error(Errc::unauthorized, "no Straico key: set services.straico.api_key in bot.yaml");
    request.headers.set("Authorization", "Bearer " + config_.api_key.reveal());
    Result<HttpResponse> response = co_await http_.send(std::move(request));
    if (response) redact(response->body, config_.api_key.reveal());
    co_return response;
}

void CoreStraico::count(std::string_view call, const std::optional<Error>& error) {
    std::string labels = "call=\"" + std::string(call) + "\",outcome=\"";
    labels += error ? to_string(error->code()) : "ok";
    metrics_.counter("confab_straico_calls_total", labels + "\"").add();
    if (error) log_.warn("straico call failed", {{"call", call}, {"error", error->message()}});
}

void CoreStraico::count_coins(double coins) {
    fraction_ += std::min(coins, kMaxCoins) * 1000;
    const double whole = std::floor(fraction_);
    fraction_ -= whole;
    millicoins_.add(static_cast<std::uint64_t>(whole));
}

bool CoreStraico::is_current(const CachedUser& cached) const {
    return paying_ == 0 && cached.paid_calls == paid_calls_ &&
           clock_.now() - cached.fetched_at < config_.user_lifetime;
}

Task<Result<StraicoUser>> CoreStraico::user() {
    if (user_ && is_current(*user_)) co_return user_->user;
    const std::uint64_t paid_calls = paid_calls_;
    HttpRequest request = get("/v0/user");
    Result<HttpResponse> response = co_await send(std::move(request));
    if (!response) {
        count("user", response.error());
        co_return response.error();
    }
    Result<StraicoUser> user = straico::decode_user(std::move(*response));
    count("user", failure(user));
    if (user) {
        balance_.set(static_cast<std::int64_t>(std::min(user->coins, kMaxCoins)));
        user_ = CachedUser{*user, clock_.now(), paid_calls};
    }
    co_return user;
}

Task<Result<std::vector<StraicoModel>>> CoreStraico::models_at(std::string_view path) {
    HttpRequest request = get(path);
    request.cache = HttpCache::allowed;
    Result<HttpResponse> response = co_await send(std::move(request));
    if (!response) co_return response.error();
    co_return straico::decode_models(std::move(*response));
}

Task<Result<std::vector<StraicoModel>>> CoreStraico::models() {
    Result<std::vector<StraicoModel>> models = co_await models_at("/v2/models");
    const bool useless = models ? models->empty() : is_worth_an_older_version(models.error());
    if (useless) {
        Result<std::vector<StraicoModel>> older = co_await models_at("/v1/models");
        if (older || !models) models = std::move(older);
    }
    count("models", failure(models));
    co_return models;
}

Task<Result<StraicoChatReply>> CoreStraico::chat(StraicoChatRequest request) {
    const PaidCall paid(*this);
    HttpRequest call =
        HttpRequest::json("POST", config_.base_url + "/v2/chat/completions", straico::encode_chat(request));
    call.timeout = config_.chat_timeout;
    Result<HttpResponse> response = co_await send(std::move(call));
    if (!response) {
        count("chat", response.error());
        co_return response.error();
    }
    Result<StraicoChatReply> reply = straico::decode_chat(std::move(*response));
    count("chat", failure(reply));
    if (reply) {
        if (reply->model.empty()) reply->model = request.model;
        count_coins(reply->coins);
        const std::string coins = std::to_string(reply->coins);
        log_.debug("straico answered", {{"model", reply->model}, {"coins", coins}});
    }
    co_return reply;
}

}  // namespace confab::core
