#include "core/straico/scoped_straico.hpp"

#include "core/straico/decode.hpp"
#include "core/straico/encode.hpp"

namespace confab::core {
namespace {

bool is_worth_an_older_version(const Error& error) {
    return error.code() == Errc::not_found || error.code() == Errc::upstream ||
           error.code() == Errc::protocol || error.code() == Errc::invalid_argument;
}

}  // namespace

ScopedStraico::ScopedStraico(straico::Exchange& exchange, std::string plugin)
    : caller_(exchange, std::move(plugin)), ledger_(exchange.ledger()) {}

Task<Result<StraicoUser>> ScopedStraico::fetch_user() {
    Result<HttpRequest> call = HttpRequest::get("/v0/user");
    co_return co_await caller_.ask("user", std::move(call), straico::decode_user);
}

Task<Result<StraicoUser>> ScopedStraico::user() {
    straico::Balance::Fetch fetch = [this] {
        return fetch_user();
    };
    co_return co_await caller_.exchange().balance().user(std::move(fetch));
}

Task<Result<std::vector<StraicoModel>>> ScopedStraico::models() {
    Result<std::vector<StraicoModel>> models = Error();
    for (const char* path : {"/v2/models", "/v1/models", "/v0/models"}) {
        Result<HttpRequest> call = straico::encode_models(path);
        Result<std::vector<StraicoModel>> found =
            co_await caller_.ask_uncounted(std::move(call), straico::decode_models);
        const bool first = path[2] == '2';
        const bool useless = found ? found->empty() : is_worth_an_older_version(found.error());
        if (first || found) models = std::move(found);
        if (!useless) break;
    }
    caller_.exchange().count("models", straico::Caller::failure(models));
    co_return models;
}

Task<Result<StraicoModel>> ScopedStraico::model(std::string id) {
    Result<HttpRequest> call = straico::encode_model(id);
    co_return co_await caller_.ask("model", std::move(call), straico::decode_model);
}

Task<Result<StraicoChatReply>> ScopedStraico::chat(StraicoChatRequest request) {
    Result<HttpRequest> call = straico::encode_chat(request);
    Result<StraicoChatReply> reply =
        co_await caller_.buy("chat", std::move(call), straico::decode_chat, caller_.config().chat_timeout,
                             std::move(request.spender));
    if (reply && reply->model.empty()) reply->model = std::move(request.model);
    co_return reply;
}

}  // namespace confab::core
