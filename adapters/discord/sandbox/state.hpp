#pragma once
/// All of a running stand-in, shared by its server's connections.

#include <deque>
#include <string>

#include "confab/service/sandbox.hpp"
#include "faults.hpp"
#include "gateway.hpp"
#include "rest.hpp"
#include "world.hpp"

namespace confab::discord_sandbox {

struct State {
    static constexpr std::size_t kMaxLines = 1'000;  ///< Unread lines of the bot; the oldest are forgotten.

    State(Clock& clock_in, Random& random, const std::string& token, Connection::Spawn spawn)
        : clock(clock_in),
          world(clock.wall_now(), "confab"),
          gateway(world, faults, clock, token, std::move(spawn)),
          interactions(world, gateway, clock, random),
          rest(world, gateway, interactions, faults, clock, token,
               [this](const StoredMessage& message) { note(message); }) {}

    void note(const StoredMessage& message) {
        const Place& place = *message.place;
        std::string text = world.readable(message.content);
        if (!message.rows.empty()) text += (text.empty() ? "" : "\n") + readable(message.rows);
        lines.emplace_back(place.direct() ? "dm" : "#" + place.name, message.author->name, std::move(text));
        if (lines.size() > kMaxLines) lines.pop_front();
        line_added.notify();
    }

    Clock& clock;
    Faults faults;
    World world;
    Gateway gateway;
    Interactions interactions;
    Rest rest;
    std::deque<SandboxLine> lines;
    Signal line_added;
};

/// Stages a fault by its name in the README. Errc::not_found: there is no such fault.
Result<void> stage_fault(State& state, const std::string& fault, const std::string& argument);

}  // namespace confab::discord_sandbox
