#pragma once
/// What a session wants done. Performed in order by its connection.

#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "confab/event.hpp"
#include "confab/service/logger.hpp"
#include "login/ending.hpp"
#include "login/sts.hpp"

namespace confab::irc {

/// The same instant on both clocks.
struct Moment {
    TimePoint mono{};
    WallTime wall{};
};

enum class Lane {
    urgent,  ///< Registration, PONG: at once, before everything that waits.
    normal,  ///< In turn, at the pace the network allows.
    bulk,    ///< When nothing else waits: WHO, MONITOR, what nobody is waiting for.
};

struct Send {
    std::string line;  // without CR LF
    Lane lane;
};
struct Deliver {
    Event event;
};
struct Close {
    Ending ending;
};
/// The server's announcement of strict transport security, to be kept for its host.
struct StsSeen {
    StsOffer offer;
};
/// How long the way to the server and back took.
struct Lag {
    Duration round_trip;
};
struct Report {
    LogLevel level;
    std::string event;
    std::vector<std::pair<std::string, std::string>> fields;
};
using Action = std::variant<Send, Deliver, Close, StsSeen, Lag, Report>;
using Actions = std::vector<Action>;

}  // namespace confab::irc
