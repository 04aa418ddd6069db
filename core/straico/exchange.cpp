#include "core/straico/exchange.hpp"

namespace confab::core::straico {
namespace {

// The service could quote our key in an error text; from here on it would be in logs.
void redact(std::string& body, const std::string& secret) {
    for (std::size_t at = body.find(secret); at != std::string::npos; at = body.find(secret, at + 3))
        body.replace(at, secret.size(), "***");
}

}  // namespace

Exchange::Exchange(StraicoConfig config, HttpClient& http, Clock& clock, Metrics& metrics, Logger& log)
    : config_(std::move(config)),
      http_(http),
      metrics_(metrics),
      log_(log),
      balance_(config_, clock, metrics, log),
      ledger_(metrics, balance_) {
    while (config_.base_url.ends_with('/')) config_.base_url.pop_back();
}

Task<Result<HttpResponse>> Exchange::send(HttpRequest request) {
    if (config_.api_key.empty())
        co_return Error(Errc::unauthorized, "no Straico key: set services.straico.api_key in bot.yaml");
    request.url.insert(0, config_.base_url);
    request.headers.set("Authorization", "Bearer " + config_.api_key.reveal());
    Result<HttpResponse> response = co_await http_.send(std::move(request));
    if (response) redact(response->body, config_.api_key.reveal());
    co_return response;
}

void Exchange::count(std::string_view call, const std::optional<Error>& error) {
    std::string labels = "call=\"" + std::string(call) + "\",outcome=\"";
    labels += error ? to_string(error->code()) : "ok";
    metrics_.counter("confab_straico_calls_total", labels + "\"").add();
    if (error) log_.warn("straico call failed", {{"call", call}, {"error", error->message()}});
}

void Exchange::settle(std::string_view call, const StraicoSpender& spender, double coins) {
    ledger_.record(spender, coins);
    balance_.spent(coins);
    const std::string text = std::to_string(coins);
    log_.debug("straico answered", {{"call", call}, {"plugin", spender.plugin}, {"coins", text}});
}

}  // namespace confab::core::straico
