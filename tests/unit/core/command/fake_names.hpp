#pragma once
/// A network whose people and channels a test has named.

#include <map>
#include <string>

#include "core/account/name_lookup.hpp"

namespace confab::test {

class FakeNames final : public core::NameLookup {
public:
    std::optional<Mention> user_named(const AccountId&, std::string_view text) const override {
        const auto it = users.find(text);
        return it == users.end() ? std::nullopt : std::optional(Mention(UserId(it->second), it->first));
    }
    std::optional<ChannelId> channel_named(const AccountId&, std::string_view text) const override {
        const auto it = channels.find(text);
        return it == channels.end() ? std::nullopt : std::optional(ChannelId(it->second));
    }
    std::string_view platform_of(const AccountId&) const override { return platform; }

    std::map<std::string, std::string, std::less<>> users{{"alice", "u1"}, {"bob", "u2"}};
    std::map<std::string, std::string, std::less<>> channels{{"#general", "c1"}};
    std::string platform = "memory";
};

}  // namespace confab::test
