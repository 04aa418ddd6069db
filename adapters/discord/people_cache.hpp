#pragma once
/// Names of the people the bot heard of lately. Bounded: the ones learned first are forgotten.

#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "confab/ids.hpp"
#include "confab/json.hpp"

namespace confab::discord {

class PeopleCache {
public:
    static constexpr std::size_t kMax = 5'000;

    /// A user object of the API, with the member object where there is one.
    void learn(json::Value user, json::Value member);
    /// Everybody in a dispatch: authors, mentions, members of a guild, who used a command.
    void apply(std::string_view type, json::Value data);

    /// What others see; the id itself when unknown.
    std::string name_of(std::string_view id) const;
    /// The one person called so; the unique user name counts before display names. Letter case (ASCII) does
    /// not matter.
    std::optional<std::string> named(std::string_view name) const;
    std::size_t size() const { return people_.size(); }

private:
    struct Names {
        std::string user;
        std::string shown;
    };
    std::unordered_map<std::string, Names> people_;
    std::deque<std::string> order_;
};

}  // namespace confab::discord
