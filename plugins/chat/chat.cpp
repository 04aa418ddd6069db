#include "chat.hpp"

#include <algorithm>
#include <stdexcept>

#include "answer_text.hpp"
#include "question.hpp"
#include "typing_sign.hpp"
#include "user_text.hpp"

namespace confab::chat {
namespace {

std::size_t positive(const Options& options, const char* key) {
    const std::int64_t value = options.integer(key);
    if (value < 1) throw std::invalid_argument("plugins.chat." + std::string(key) + " must be 1 or more");
    return static_cast<std::size_t>(value);
}

std::string joined(const std::vector<std::string>& names) {
    std::string text;
    for (const std::string& name : names) text += (text.empty() ? "" : ", ") + name;
    return text;
}

}  // namespace

Task<void> Chat::start(Context& ctx) {
    context_ = &ctx;
    model_ = &ctx.require<LanguageModel>();
    const Options& options = ctx.options();
    system_prompt_ = options.string("system_prompt");
    default_model_ = options.string("model");
    models_ = options.list("models");
    max_characters_ = positive(options, "max_characters");
    MemoryLimits limits;
    limits.turns = positive(options, "max_turns");
    limits.characters = max_characters_;
    memory_.emplace(limits);

    ctx.command({"ask <question...>", "Asks the AI; it remembers what was said here"},
                [this](Invocation& call) { return ask(call); });
    ctx.command({"clear", "Makes the AI forget what was said here"},
                [this](Invocation& call) { return clear(call.channel().ref); });
    ctx.command({"model [name]", "Shows or chooses the model that answers here"},
                [this](Invocation& call) { return model(call); });
    if (options.boolean("conversation"))
        ctx.on<MessageReceived>([this](const MessageReceived& event) { return converse(event); });
    co_return;
}

Task<Reply> Chat::ask(Invocation& call) {
    Message message = co_await answer(call.channel().ref, call.event().sender.id, call.text("question"));
    co_return Reply(std::move(message));
}

Task<void> Chat::converse(const MessageReceived& event) {
    std::optional<std::string> question = question_of(event);
    if (!question) co_return;
    Message message = co_await answer(event.channel.ref, event.sender.id, std::move(*question));
    const Result<Receipt> sent = co_await context_->reply(event, std::move(message));
    if (!sent) context_->log().warn("answer not sent", {{"error", sent.error().message()}});
}

Task<Message> Chat::answer(ChannelRef where, UserId asker, std::string question) {
    if (count_characters(question) > max_characters_)
        co_return Message("That is too long for me: at most " + std::to_string(max_characters_) +
                          " characters.");
    CompletionRequest request;
    request.model = memory_->model(where);
    if (request.model.empty()) request.model = default_model_;
    request.conversation = memory_->conversation(where, system_prompt_, question);
    request.user = where.account.str() + "/" + asker.str();
    request.channel = where.account.str() + "/" + where.channel.str();

    std::optional<TypingSign> typing;
    typing.emplace(*context_, where);
    Result<Completion> completion = co_await model_->complete(std::move(request));
    typing.reset();

    if (!completion) {
        const Error error = completion.error();
        context_->log().warn("no answer", {{"channel", where.channel.str()}, {"error", error.message()}});
        co_return Message(user_text(error));
    }
    Message message = answer_message(completion->text);
    memory_->remember(where, std::move(question), std::move(completion->text));
    co_return message;
}

std::string Chat::clear(const ChannelRef& where) {
    return memory_->forget(where) ? "Forgotten: we start anew." : "There is nothing to forget here.";
}

bool Chat::is_choosable(const std::string& model) const {
    return model == default_model_ || std::find(models_.begin(), models_.end(), model) != models_.end();
}

std::string Chat::model(Invocation& call) {
    const ChannelRef& where = call.channel().ref;
    if (!call.has("name")) {
        std::string current = memory_->model(where);
        if (current.empty()) current = default_model_.empty() ? "the default" : default_model_;
        return "Model here: " + current + "." +
               (models_.empty() ? "" : " To choose from: " + joined(models_) + ".");
    }
    const std::string& name = call.text("name");
    if (models_.empty()) return "My operator has not allowed choosing a model.";
    if (!is_choosable(name)) return "I do not know that model. To choose from: " + joined(models_) + ".";
    memory_->choose_model(where, name);
    return "From now on " + name + " answers here.";
}

}  // namespace confab::chat
