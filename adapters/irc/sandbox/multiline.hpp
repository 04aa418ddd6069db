#pragma once
/// A message of several lines while a client sends it (IRCv3 draft/multiline, client-batch).

#include <string>
#include <vector>

#include "history.hpp"

namespace confab::irc_sandbox {

class MultilineBatch {
public:
    std::string reference;
    std::string target;
    std::string label;  ///< Of the opening line: answered when the batch ends.
    std::string client_tags;
    std::string command;  ///< PRIVMSG or NOTICE, from the first line on.
    std::vector<TextPart> parts;
    std::size_t bytes = 0;
    bool failed = false;  ///< Already answered: the rest is dropped.
};

}  // namespace confab::irc_sandbox
