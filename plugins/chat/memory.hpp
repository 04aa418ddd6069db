#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <unordered_map>
#include <vector>

#include "confab/ids.hpp"
#include "confab/service/language_model.hpp"

namespace confab::chat {

class MemoryLimits {
public:
    std::size_t turns = 20;           ///< Per channel, questions and answers counted.
    std::size_t characters = 12'000;  ///< Per channel, in code points.
    std::size_t channels = 1'000;     ///< Beyond it the channel silent for longest is forgotten.
};

/// What was said in each channel, as far as it is sent along with the next question. Pure.
class Memory {
public:
    explicit Memory(MemoryLimits limits) : limits_(limits) {}

    /// Earlier turns and the new question, oldest first; `system_prompt`, unless empty, before them.
    std::vector<Turn> conversation(const ChannelRef& where, const std::string& system_prompt,
                                   std::string question);
    /// Keeps a question with its answer, dropping the oldest exchanges over the limits.
    void remember(const ChannelRef& where, std::string question, std::string answer);
    /// False: there was nothing to forget. The chosen model stays.
    bool forget(const ChannelRef& where);

    /// The model chosen for a channel; empty: the default.
    std::string model(const ChannelRef& where) const;
    void choose_model(const ChannelRef& where, std::string model);

private:
    struct Exchange {
        std::string question;
        std::string answer;
        std::size_t characters;
    };
    struct Channel {
        std::deque<Exchange> exchanges;
        std::size_t characters = 0;
        std::string model;
        std::uint64_t last_used = 0;
    };

    Channel& channel(const ChannelRef& where);
    void drop_oldest_channel();

    MemoryLimits limits_;
    std::unordered_map<ChannelRef, Channel> channels_;
    std::uint64_t uses_ = 0;
};

/// Length in code points; every byte of invalid UTF-8 that is no continuation counts as one.
std::size_t count_characters(std::string_view text);

}  // namespace confab::chat
