#include <confab/plugin.hpp>
#include <optional>
#include <stdexcept>

#include "chat_model.hpp"

namespace confab::straico_chat {

class StraicoPlugin final : public Plugin {
public:
    using Needs = Services<Straico>;
    using Offers = Services<LanguageModel>;
    static constexpr OptionSpec kOptions[] = {
        {"model", OptionType::string, "openai/gpt-4o-mini", "Model that answers when nobody chose another.",
         false},
        {"max_tokens", OptionType::integer, "1000", "Longest answer, reasoning included.", false},
        {"temperature", OptionType::number, "0.7", "0 (predictable) to 2 (wild).", false},
    };

    Task<void> start(Context& ctx) override {
        Settings settings;
        settings.model = ctx.options().string("model");
        settings.max_tokens = ctx.options().integer("max_tokens");
        settings.temperature = ctx.options().number("temperature");
        if (settings.max_tokens < 1)
            throw std::invalid_argument("plugins.straico.max_tokens must be 1 or more");
        if (!(settings.temperature >= 0 && settings.temperature <= 2))
            throw std::invalid_argument("plugins.straico.temperature must be between 0 and 2");
        model_.emplace(ctx.require<Straico>(), std::move(settings));
        ctx.offer<LanguageModel>(*model_);
        co_return;
    }

private:
    std::optional<ChatModel> model_;
};

}  // namespace confab::straico_chat

CONFAB_PLUGIN(confab::straico_chat::StraicoPlugin)
