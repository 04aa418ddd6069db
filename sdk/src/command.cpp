#include "confab/command.hpp"

namespace confab::inline v1 {

CommandSpec::~CommandSpec() = default;
CommandSpec::CommandSpec(const CommandSpec&) = default;
CommandSpec::CommandSpec(CommandSpec&&) noexcept = default;
CommandSpec& CommandSpec::operator=(const CommandSpec&) = default;
CommandSpec& CommandSpec::operator=(CommandSpec&&) noexcept = default;

CommandSpec&& CommandSpec::alias(std::string name) && {
    aliases_.push_back(std::move(name));
    return std::move(*this);
}
CommandSpec&& CommandSpec::describe(std::string parameter, std::string help) && {
    parameters_.insert_or_assign(std::move(parameter), std::move(help));
    return std::move(*this);
}
CommandSpec&& CommandSpec::example(std::string input, std::string reply) && {
    examples_.emplace_back(std::move(input), std::move(reply));
    return std::move(*this);
}
CommandSpec&& CommandSpec::permission(std::string name) && {
    permission_ = std::move(name);
    return std::move(*this);
}
CommandSpec&& CommandSpec::cooldown(Cooldown limit) && {
    cooldowns_.push_back(limit);
    return std::move(*this);
}
CommandSpec&& CommandSpec::overlap(Overlap policy, Per per) && {
    overlap_.emplace(policy, per);
    return std::move(*this);
}
CommandSpec&& CommandSpec::platforms(std::vector<std::string> names) && {
    platforms_ = std::move(names);
    return std::move(*this);
}
CommandSpec&& CommandSpec::only_in(std::vector<ChannelKind> kinds) && {
    kinds_ = std::move(kinds);
    return std::move(*this);
}
CommandSpec&& CommandSpec::translate(std::string language, Translation texts) && {
    translations_.insert_or_assign(std::move(language), std::move(texts));
    return std::move(*this);
}
CommandSpec&& CommandSpec::hidden() && {
    hidden_ = true;
    return std::move(*this);
}

}  // namespace confab::inline v1
