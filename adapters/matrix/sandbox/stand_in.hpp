#pragma once
/// The stand-in as tests and the demo drive it: one room, one bot, and people.

#include <deque>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "confab/service/clock.hpp"
#include "confab/service/http_server.hpp"
#include "confab/service/random.hpp"
#include "confab/service/sandbox.hpp"
#include "endpoints.hpp"
#include "faults.hpp"
#include "homeserver.hpp"

namespace confab::matrix::sandbox {

class StandIn final : public MatrixSandbox {
public:
    StandIn(HttpServer& http, Clock& clock, Random& random);

    std::string platform() const override { return "matrix"; }
    Result<std::vector<std::pair<std::string, std::string>>> listen() override;
    std::string channel() const override { return kChannel; }
    Task<Result<void>> bot_ready(Duration limit) override;
    Task<Result<void>> say(std::string user, std::string channel, std::string text) override;
    Task<Result<SandboxLine>> next_from_bot(Duration limit) override;
    Result<void> stage(std::string fault, std::string argument) override;

    /// For tests that look behind the curtain.
    Homeserver& server() { return server_; }
    const std::string& bot() const { return bot_; }
    std::string owner() const;

private:
    static constexpr const char* kChannel = "#lobby:localhost";

    void build_world();
    void changed();
    void observed(const RoomModel& room, const RoomEvent& event);
    bool bot_is_ready() const;
    Result<RoomModel*> place_for(const std::string& speaker, const std::string& channel);
    Result<void> stage_state(const std::string& fault, const std::string& argument);

    HttpServer& http_;
    Homeserver server_;
    Faults faults_;
    Endpoints endpoints_;
    std::string bot_;
    std::string password_;
    std::deque<SandboxLine> lines_;  // bounded; the oldest is dropped
    Signal line_added_;
    Signal progress_;
    std::unique_ptr<HttpServerHandle> listening_;  // last: handlers use all of the above
};

}  // namespace confab::matrix::sandbox
