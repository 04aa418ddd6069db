#include "core/straico/sandbox/stand_in.hpp"

#include <charconv>

#include "core/straico/sandbox/chat.hpp"

namespace confab::straico_sandbox {
namespace {

constexpr std::size_t kMaxPaths = 64;
constexpr std::size_t kMaxFaults = 1000;

ContentShape shape_of(const Fault& fault) {
    if (fault.name == "parts") return ContentShape::parts;
    return fault.name == "empty" ? ContentShape::empty : ContentShape::text;
}

}  // namespace

Answer StandIn::answer(const HttpServerRequest& request) {
    const std::string_view path = request.path();
    const bool known = requests_.contains(path) || requests_.size() < kMaxPaths;
    ++requests_[known ? std::string(path) : std::string()];
    Fault fault;
    if (!faults_.empty()) {
        fault = std::move(faults_.front());
        faults_.pop_front();
    }
    if (std::optional<HttpServerResponse> instead = answer_instead(fault)) return Answer(std::move(*instead));
    return Answer(distort(fault, serve(request, fault)), delay_of(fault));
}

HttpServerResponse StandIn::serve(const HttpServerRequest& request, const Fault& fault) {
    if (request.headers.get("Authorization") != "Bearer " + key_.reveal())
        return refusal(401, "Invalid API key");
    const std::string_view path = request.path();
    if (request.method == "POST") return serve_post(request, fault);
    if (request.method != "GET") return refusal(405, "Method not allowed");
    if (path == "/v0/user") return HttpServerResponse::json(200, account_.user_body());
    if (path == "/v0/models") return HttpServerResponse::json(200, models_v0());
    if (path == "/v1/models") return HttpServerResponse::json(200, models_v1());
    if (path == "/v2/models") return HttpServerResponse::json(200, models_v2());
    return refusal(404, "Not found");
}

HttpServerResponse StandIn::serve_post(const HttpServerRequest& request, const Fault& fault) {
    const std::string_view path = request.path();
    const bool chat = path == "/v2/chat/completions" || path == "/v0/chat/completions";
    const bool prompt = path == "/v0/prompt/completion" || path == "/v1/prompt/completion";
    if (!chat && !prompt) return refusal(404, "Not found");
    if (!request.headers.get("Content-Type").starts_with("application/json"))
        return refusal(415, "Content-Type must be application/json");
    last_request_ = request.body;
    if (chat) return chat_completion(request.body, account_, shape_of(fault));
    return prompt_completion(request.body, account_, path.starts_with("/v1"));
}

Result<void> StandIn::stage(std::string fault, std::string argument) {
    if (fault == "coins") {
        double coins = 0;
        std::from_chars(argument.data(), argument.data() + argument.size(), coins);
        account_.set_coins(coins);
        return {};
    }
    if (!is_fault(fault)) return Error(Errc::not_found, "the Straico stand-in has no fault `" + fault + "`");
    if (faults_.size() >= kMaxFaults) return Error(Errc::overloaded, "too many faults are staged");
    faults_.push_back({std::move(fault), std::move(argument)});
    return {};
}

std::uint64_t StandIn::requests(const std::string& path) const {
    if (!path.empty()) {
        const auto it = requests_.find(path);
        return it == requests_.end() ? 0 : it->second;
    }
    std::uint64_t all = 0;
    for (const auto& entry : requests_) all += entry.second;
    return all;
}

}  // namespace confab::straico_sandbox
