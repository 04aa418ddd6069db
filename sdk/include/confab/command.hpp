#pragma once
/// Commands: declared once, offered on every network: as text ("!roll 6", "confab: roll 6", "roll 6" in
/// private), as help pages, as application commands where a platform has them, and as tools for AI models.

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "confab/abi.hpp"
#include "confab/event.hpp"
#include "confab/task.hpp"

namespace confab::inline v1 {

/// The permission that only the owners have (`bot.owners`). Everybody else is refused.
inline constexpr const char* kOwnerPermission = "owner";

/// What shares a limit: each user, each channel, or all together.
enum class Per : std::uint8_t { user, channel, global };

/// At most `uses` within `period`. Charged when a use starts, so a slow command cannot be started twice.
class Cooldown {
public:
    explicit Cooldown(Duration period_in, Per per_in = Per::user, unsigned uses_in = 1)
        : period(period_in), per(per_in), uses(uses_in) {}
    Duration period;
    Per per;
    unsigned uses;
};

/// What happens to a use that comes while another one of the same command is still going on.
enum class Overlap : std::uint8_t {
    queue,    ///< It waits until the other has ended, questions included.
    replace,  ///< The other is cancelled.
    drop,     ///< It is refused with one line.
};

/// A use as a person would type it ("!roll 6") and what the bot answers. Help text and test at once: `confab
/// test` plays it on every platform. In `reply`, "..." stands for any text; "!" stands for the bot's prefix.
class Example {
public:
    Example(std::string input_in, std::string reply_in)
        : input(std::move(input_in)), reply(std::move(reply_in)) {}
    std::string input;
    std::string reply;
};

/// A command's texts in another language.
class Translation {
public:
    explicit Translation(std::string help_in,
                         std::map<std::string, std::string, std::less<>> parameters_in = {})
        : help(std::move(help_in)), parameters(std::move(parameters_in)) {}
    std::string help;
    std::map<std::string, std::string, std::less<>> parameters;  ///< Help by the parameter's name.
};

/// The declaration of one command. The signature is also the usage line of the help:
///
///     roll [sides:integer(2..1000)=6] [count:integer(1..20)=1]      ask <question...>
///     tag add <name> <text...>        tag list                     paint <colour:red|green|blue> [--bold]
///     mute <who:user> [--for:duration(1s..7d)=10m] [reason...]      sum <numbers:number...>
///
/// The words before the first parameter are the name; two or three make a subcommand. `<x>` must be given,
/// [x] may be, [x=v] has a default. Types: string (the default), integer, number, boolean, duration, user,
/// channel, or the words to choose from, separated by `|`. `(low..high)` is the range of a value, of a string
/// the length in characters; either end may be missing. `...` ends the line: `<x...>` takes the rest as it
/// stands, `<x:type...>` any number of values. [--x] is a flag, [--x:type=v] an option; they may stand
/// anywhere before a rest of line. Words in double quotes are one argument. A malformed signature throws
/// std::invalid_argument at start.
class CONFAB_API CommandSpec {
public:
    CommandSpec(std::string signature, std::string help)
        : signature_(std::move(signature)), help_(std::move(help)) {}
    ~CommandSpec();
    CommandSpec(const CommandSpec&);
    CommandSpec(CommandSpec&&) noexcept;
    CommandSpec& operator=(const CommandSpec&);
    CommandSpec& operator=(CommandSpec&&) noexcept;

    /// Another name for the whole command ("r" for "roll", "ta" for "tag add").
    CommandSpec&& alias(std::string name) &&;
    /// Help for one parameter, for the long help, application commands and tools.
    CommandSpec&& describe(std::string parameter, std::string help) &&;
    CommandSpec&& example(std::string input, std::string reply) &&;
    /// `kOwnerPermission`, or a name that the operator gives to roles under `roles:` in bot.yaml, such as
    /// "tag.write". Owners have all; who has it not is refused.
    CommandSpec&& permission(std::string name) &&;
    CommandSpec&& cooldown(Cooldown limit) &&;
    CommandSpec&& cooldown(Duration period, Per per = Per::user, unsigned uses = 1) && {
        return std::move(*this).cooldown(Cooldown(period, per, uses));
    }
    /// Without this, uses in one channel follow each other, except that one which asks its user something
    /// lets the next begin.
    CommandSpec&& overlap(Overlap policy, Per per = Per::channel) &&;
    /// Only on these platforms ("irc", "discord", "matrix"). Elsewhere it does not exist.
    CommandSpec&& platforms(std::vector<std::string> names) &&;
    /// Only in these kinds of channels; elsewhere it is refused with one line.
    CommandSpec&& only_in(std::vector<ChannelKind> kinds) &&;
    /// Texts for a language by its BCP 47 tag: "de", "pt-BR".
    CommandSpec&& translate(std::string language, Translation texts) &&;
    /// Not listed by `help`; works all the same.
    CommandSpec&& hidden() &&;

    const std::string& signature() const noexcept { return signature_; }
    const std::string& help() const noexcept { return help_; }
    const std::vector<std::string>& aliases() const noexcept { return aliases_; }
    const std::map<std::string, std::string, std::less<>>& parameters() const noexcept { return parameters_; }
    const std::vector<Example>& examples() const noexcept { return examples_; }
    /// Empty: everybody.
    const std::string& permission() const noexcept { return permission_; }
    const std::vector<Cooldown>& cooldowns() const noexcept { return cooldowns_; }
    const std::optional<std::pair<Overlap, Per>>& overlap() const noexcept { return overlap_; }
    const std::vector<std::string>& platforms() const noexcept { return platforms_; }
    const std::vector<ChannelKind>& kinds() const noexcept { return kinds_; }
    const std::map<std::string, Translation, std::less<>>& translations() const noexcept {
        return translations_;
    }
    bool is_hidden() const noexcept { return hidden_; }

private:
    std::string signature_;
    std::string help_;
    std::vector<std::string> aliases_;
    std::map<std::string, std::string, std::less<>> parameters_;
    std::vector<Example> examples_;
    std::string permission_;
    std::vector<Cooldown> cooldowns_;
    std::optional<std::pair<Overlap, Per>> overlap_;
    std::vector<std::string> platforms_;
    std::vector<ChannelKind> kinds_;
    std::map<std::string, Translation, std::less<>> translations_;
    bool hidden_ = false;
};

}  // namespace confab::inline v1
