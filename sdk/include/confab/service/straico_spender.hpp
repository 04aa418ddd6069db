#pragma once
/// For whom coins are spent: what every paid Straico request carries, and what the ledger adds up by.

#include <string>
#include <utility>

namespace confab::inline v1 {

class StraicoSpender {
public:
    StraicoSpender() = default;
    StraicoSpender(std::string user_in, std::string channel_in)
        : user(std::move(user_in)), channel(std::move(channel_in)) {}

    std::string plugin;   ///< The core fills it in; what a plugin writes here is replaced.
    std::string user;     ///< Who asked, as "account/user"; empty: nobody in particular.
    std::string channel;  ///< Where, as "account/channel"; empty: nowhere in particular.
};

}  // namespace confab::inline v1
