#include "chat_model.hpp"

namespace confab::straico_chat {
namespace {

const char* role_name(Role role) {
    switch (role) {
        case Role::system:
            return "system";
        case Role::assistant:
            return "assistant";
        case Role::user:
            break;
    }
    return "user";
}

bool is_blank(const std::string& text) {
    return text.find_first_not_of(" \t\r\n") == std::string::npos;
}

}  // namespace

Task<Result<Completion>> ChatModel::complete(CompletionRequest request) {
    StraicoChatRequest call;
    call.model = request.model.empty() ? settings_.model : std::move(request.model);
    call.max_tokens = settings_.max_tokens;
    call.temperature = settings_.temperature;
    call.spender = StraicoSpender(std::move(request.user), std::move(request.channel));
    for (Turn& turn : request.conversation)
        call.messages.emplace_back(role_name(turn.role), std::move(turn.text));
    Result<StraicoChatReply> reply = co_await straico_.chat(std::move(call));
    if (!reply) co_return reply.error();
    if (is_blank(reply->content)) {
        // A reasoning model can spend every token before its first word; the coins are gone all the same.
        std::string why =
            "`" + reply->model + "` answered without text (finish_reason " + reply->finish_reason + ")";
        if (reply->finish_reason == "length") why += ": raise plugins.straico.max_tokens";
        co_return Error(Errc::upstream, std::move(why)).with(Delivery::sent);
    }
    Completion completion;
    completion.text = std::move(reply->content);
    completion.model = std::move(reply->model);
    completion.cost = reply->coins;
    co_return completion;
}

}  // namespace confab::straico_chat
