#pragma once
/// What can be made to go wrong. Staged by name (README.md lists them); the counted ones are used up.

#include <string>
#include <vector>

#include "confab/task.hpp"
#include "sasl.hpp"

namespace confab::irc_sandbox {

class Faults {
public:
    unsigned refuse = 0;       ///< Connections still to be closed as soon as they come.
    unsigned throttle = 0;     ///< As refuse, with the text of a throttling server.
    unsigned kline = 0;        ///< Registrations still to be refused with 465.
    unsigned swallow = 0;      ///< Messages of the bot still to be lost without a word.
    unsigned lose_labels = 0;  ///< Labelled requests still to be answered without label.
    std::string refuse_nick;   ///< The numeric that answers the next NICK.
    std::string refuse_join;   ///< The numeric that answers the next JOIN.
    std::string reject_sasl;   ///< The numeric that ends the next login.
    bool silent_sasl = false;  ///< The next login gets no answer.
    ScramFault scram = ScramFault::none;
    bool services_down = false;
    bool hurries_bot = false;            ///< NickServ tells who has an owned nick to identify.
    std::string certificate;             ///< The account that new connections have a certificate of.
    std::string password;                ///< What PASS must say.
    std::string history;                 ///< Played back at the next join.
    unsigned long playback = 0;          ///< Lines of the log played back at each join.
    unsigned long redact_window = 3600;  ///< Seconds.
    double burst = 20;                   ///< Lines at once before Excess Flood.
    double lines_per_second = 5;
    // How new connections are written to:
    bool bytewise = false;
    Duration lag{};
    Duration interval{};
    std::vector<std::string> split_off;  ///< Nicks behind a netsplit.
};

}  // namespace confab::irc_sandbox
