#include "send/pace.hpp"

#include <algorithm>
#include <array>

#include "wire/line.hpp"

namespace confab::irc {
namespace {

struct Known {
    std::string_view name;
    Pace pace;
};
// Solanum's reference configuration lets 5 lines pass and then 2 a second; Twitch allows 20 in 30 seconds.
// Where only a slowest rate is told (Rizon reads 2 lines a second) there is a margin.
constexpr std::array kNetworks{
    Known{"Libera.Chat", {5, Duration(500)}},
    Known{"Rizon", {4, Duration(1'000)}},
    Known{"Twitch", {5, Duration(1'500)}},
};
// By what their own defaults allow: Solanum as above; ngIRCd 3 lines a second and no burst; InspIRCd 8 at
// once and one a second.
constexpr std::array kServers{
    Known{"solanum", {5, Duration(500)}},
    Known{"ngircd", {2, Duration(400)}},
    Known{"InspIRCd", {6, Duration(1'100)}},
};

}  // namespace

Pace pace_of(std::string_view network, std::string_view version, bool paces_itself) {
    if (paces_itself) return {1, Duration(0)};
    const auto by_network = std::find_if(kNetworks.begin(), kNetworks.end(), [&](const Known& known) {
        return equals_ignoring_case(known.name, network);
    });
    if (by_network != kNetworks.end()) return by_network->pace;
    const auto by_server = std::find_if(kServers.begin(), kServers.end(), [&](const Known& known) {
        return equals_ignoring_case(known.name, version.substr(0, known.name.size()));
    });
    return by_server == kServers.end() ? kCarefulPace : by_server->pace;
}

}  // namespace confab::irc
