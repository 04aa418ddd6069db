#pragma once
/// Service: what people set in chat, for one channel, for a guild, or everywhere. Declared like options:
///
///     static constexpr confab::OptionSpec kSettings[] = {
///         {"greeting", confab::OptionType::string, "Hello", "What newcomers are told.", false}};
///     ctx.require<Settings>().text("greeting", call.channel());

#include <cstdint>
#include <string>
#include <string_view>

#include "confab/abi.hpp"
#include "confab/event.hpp"
#include "confab/option.hpp"
#include "confab/result.hpp"
#include "confab/task.hpp"

namespace confab::inline v1 {

/// Where a value holds. The closest wins: channel, then guild, then everywhere, then the declared default.
class SettingScope {
public:
    enum class Kind : std::uint8_t { everywhere, guild, channel };
    static SettingScope everywhere() { return SettingScope(Kind::everywhere, AccountId(), std::string()); }
    static SettingScope guild(AccountId account, const GuildId& guild) {
        return SettingScope(Kind::guild, std::move(account), guild.str());
    }
    static SettingScope channel(const ChannelRef& where) {
        return SettingScope(Kind::channel, where.account, where.channel.str());
    }
    Kind kind;
    AccountId account;
    std::string id;

private:
    SettingScope(Kind kind_in, AccountId account_in, std::string id_in)
        : kind(kind_in), account(std::move(account_in)), id(std::move(id_in)) {}
};

/// Each plugin sees its own. Reading is a look-up in memory. I/O thread only.
class CONFAB_API Settings {
public:
    static constexpr const char* kServiceId = "confab.settings/1";
    virtual ~Settings();

    /// A key that is not declared, or read by the wrong type, throws std::logic_error that names it. Do not
    /// keep the reference across a `co_await`.
    virtual const OptionValue& value(std::string_view key, const Channel& where) const = 0;
    const std::string& text(std::string_view key, const Channel& where) const;
    std::int64_t integer(std::string_view key, const Channel& where) const;
    double number(std::string_view key, const Channel& where) const;
    bool boolean(std::string_view key, const Channel& where) const;
    Duration duration(std::string_view key, const Channel& where) const;

    /// Stores a value, given as text (a list with commas). Errors: not_found for an undeclared key;
    /// invalid_argument says what was expected.
    virtual Task<Result<void>> set(SettingScope scope, std::string key, std::string text) = 0;
    /// Back to what the wider scope says.
    virtual Task<Result<void>> clear(SettingScope scope, std::string key) = 0;
};

}  // namespace confab::inline v1
