#include "core/redis/redis_error.hpp"

#include <algorithm>
#include <array>
#include <string>

namespace confab::core {
namespace {

struct Known {
    std::string_view word;
    Errc code;
};

constexpr std::array kKnown{
    Known{"LOADING", Errc::unavailable},    Known{"READONLY", Errc::unavailable},
    Known{"MASTERDOWN", Errc::unavailable}, Known{"CLUSTERDOWN", Errc::unavailable},
    Known{"TRYAGAIN", Errc::unavailable},   Known{"BUSY", Errc::unavailable},
    Known{"MISCONF", Errc::unavailable},    Known{"NOREPLICAS", Errc::unavailable},
    Known{"NOAUTH", Errc::unauthorized},    Known{"WRONGPASS", Errc::unauthorized},
    Known{"NOPERM", Errc::forbidden},       Known{"DENIED", Errc::forbidden},
    Known{"OOM", Errc::overloaded},         Known{"NOSCRIPT", Errc::not_found},
    Known{"MOVED", Errc::unsupported},      Known{"ASK", Errc::unsupported},
};

constexpr std::size_t kLongestWord = 24;

}  // namespace

Error to_redis_error(std::string_view text) {
    std::string_view word = text.substr(0, text.find(' '));
    const bool is_code = !word.empty() && word.size() <= kLongestWord &&
                         std::all_of(word.begin(), word.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
    if (!is_code) word = "an error";
    Errc code = Errc::upstream;
    if (const auto known =
            std::find_if(kKnown.begin(), kKnown.end(), [&](const Known& k) { return k.word == word; });
        known != kKnown.end())
        code = known->code;
    // Without a word of their own: the limit of clients, and AUTH where no password is set.
    else if (text.starts_with("ERR max number of clients"))
        code = Errc::overloaded;
    else if (text.starts_with("ERR AUTH ") || text.starts_with("ERR invalid password"))
        code = Errc::unauthorized;
    return Error(code, "Redis answered " + std::string(word)).with(Delivery::sent);
}

}  // namespace confab::core
