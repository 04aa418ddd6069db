#pragma once
/// What can be made to go wrong. Staged by name (README.md lists them); used up when it has happened.

#include <string>

namespace confab::irc_sandbox {

class Faults {
public:
    unsigned refuse = 0;       ///< Connections still to be closed as soon as they come.
    bool reject_sasl = false;  ///< The next login fails.
    bool silent_sasl = false;  ///< The next login gets no answer.
    bool bytewise = false;     ///< New connections are written to byte by byte.
    std::string history;       ///< Played back at the next join.
};

}  // namespace confab::irc_sandbox
