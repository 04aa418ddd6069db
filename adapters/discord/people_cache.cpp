#include "people_cache.hpp"

#include <algorithm>

#include "decode.hpp"
#include "snowflake.hpp"

namespace confab::discord {
namespace {

char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool same(std::string_view a, std::string_view b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                      [](char x, char y) { return lower(x) == lower(y); });
}

}  // namespace

void PeopleCache::learn(json::Value user, json::Value member) {
    std::string id(user["id"].string());
    if (!is_snowflake(id) || !user["username"].is_string()) return;
    auto found = people_.find(id);
    if (found == people_.end()) {
        if (people_.size() >= kMax) {
            people_.erase(order_.front());
            order_.pop_front();
        }
        order_.push_back(id);
        found = people_.try_emplace(std::move(id)).first;
    }
    found->second.user = user["username"].string();
    found->second.shown = display_name(user, member);
}

void PeopleCache::apply(std::string_view type, json::Value data) {
    if (type == "MESSAGE_CREATE" || type == "MESSAGE_UPDATE") {
        // A webhook speaks under any name.
        if (!data.has("webhook_id")) learn(data["author"], data["member"]);
        for (const json::Value user : data["mentions"].items()) learn(user, user["member"]);
    } else if (type == "GUILD_CREATE") {
        for (const json::Value member : data["members"].items()) learn(member["user"], member);
    } else if (type == "INTERACTION_CREATE") {
        const json::Value member = data["member"];
        learn(member ? member["user"] : data["user"], member);
        const json::Value resolved = data["data"]["resolved"];
        const json::Value users = resolved["users"];
        for (std::size_t i = 0; i < users.size() && users.is_object(); ++i)
            learn(users.value_at(i), resolved["members"][users.key_at(i)]);
    }
}

std::string PeopleCache::name_of(std::string_view id) const {
    const auto found = people_.find(std::string(id));
    return found == people_.end() ? std::string(id) : found->second.shown;
}

std::optional<std::string> PeopleCache::named(std::string_view name) const {
    std::optional<std::string> shown;
    bool several = false;
    for (const auto& [id, names] : people_) {
        if (same(names.user, name)) return id;
        if (!same(names.shown, name)) continue;
        several = several || shown.has_value();
        shown = id;
    }
    return several ? std::nullopt : shown;
}

}  // namespace confab::discord
