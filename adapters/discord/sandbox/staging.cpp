#include <charconv>

#include "state.hpp"

namespace confab::discord_sandbox {
namespace {

constexpr char kHeartbeat[] = R"({"op":1,"d":null,"s":null,"t":null})";
constexpr char kReconnect[] = R"({"op":7,"d":null,"s":null,"t":null})";
constexpr char kInvalid[] = R"({"op":9,"d":false,"s":null,"t":null})";
constexpr char kInterrupted[] = R"({"op":9,"d":true,"s":null,"t":null})";

/// A fault's argument as whatever the fault needs.
struct Argument {
    const std::string& text;

    double number(double fallback = 1) const {
        double value = fallback;
        const auto result = std::from_chars(text.data(), text.data() + text.size(), value);
        return result.ec == std::errc() && value >= 0 && value < 1e9 ? value : fallback;
    }
    unsigned count() const { return static_cast<unsigned>(number()); }
    std::uint16_t code() const { return static_cast<std::uint16_t>(number(4000)); }
    bool is_on() const { return text != "off"; }
    bool is_after() const { return text == "after"; }
};

void next_call(State& state, RestFault kind, Argument argument) {
    state.faults.rest.push_back({kind, argument.number()});
}

struct Stage {
    std::string_view name;
    void (*apply)(State& state, Argument argument);
};

constexpr Stage kGatewayStages[] = {
    {"op1",
     [](State& s, Argument) {
         s.gateway.send_raw(kHeartbeat);
     }},
    {"op7",
     [](State& s, Argument) {
         s.gateway.send_raw(kReconnect);
     }},
    {"op9_false",
     [](State& s, Argument) {
         s.gateway.invalidate(kInvalid);
     }},
    {"op9_true",
     [](State& s, Argument) {
         s.gateway.send_raw(kInterrupted);
     }},
    {"raw",
     [](State& s, Argument a) {
         s.gateway.send_raw(a.text);
     }},
    {"close",
     [](State& s, Argument a) {
         s.gateway.close_all(a.code());
     }},
    {"drop",
     [](State& s, Argument) {
         s.gateway.drop_all();
     }},
    {"withhold_ack",
     [](State& s, Argument) {
         s.gateway.withhold_acks();
     }},
    {"refuse_resume",
     [](State& s, Argument a) {
         s.faults.refused_resumes = a.count();
     }},
    {"drop_resume",
     [](State& s, Argument a) {
         s.faults.dropped_resumes = a.count();
     }},
    {"refuse_identify",
     [](State& s, Argument a) {
         s.faults.refused_identifies = a.count();
     }},
    {"no_hello",
     [](State& s, Argument a) {
         s.faults.silent_connections = a.count();
     }},
    {"double_message",
     [](State& s, Argument a) {
         s.faults.doubled_messages = a.count();
     }},
    {"heartbeat_interval",
     [](State& s, Argument a) {
         s.faults.heartbeat_interval = Duration(static_cast<int>(a.number(41'250)));
     }},
    {"allowed_intents",
     [](State& s, Argument a) {
         s.faults.allowed_intents = static_cast<std::int64_t>(a.number());
     }},
    {"no_session_starts",
     [](State& s, Argument a) {
         s.faults.no_session_starts = a.is_on();
     }},
};

constexpr Stage kInteractionStages[] = {
    {"expire_interactions",
     [](State& s, Argument) {
         s.interactions.expire_all();
     }},
    {"late_interaction",
     [](State& s, Argument a) {
         s.interactions.make_late(a.count());
     }},
    {"locale",
     [](State& s, Argument a) {
         const std::size_t space = a.text.find(' ');
         if (space == std::string::npos) return;
         const std::string name = a.text.substr(0, space);
         s.world.person(name, s.clock.wall_now());
         s.world.set_locale(name, a.text.substr(space + 1));
     }},
};

constexpr Stage kRestStages[] = {
    {"no_rate_limits",
     [](State& s, Argument a) {
         s.faults.enforce_limits = !a.is_on();
     }},
    {"rate_limit_user",
     [](State& s, Argument a) {
         next_call(s, RestFault::limit_user, a);
     }},
    {"rate_limit_shared",
     [](State& s, Argument a) {
         next_call(s, RestFault::limit_shared, a);
     }},
    {"rate_limit_global",
     [](State& s, Argument a) {
         next_call(s, RestFault::limit_global, a);
     }},
    {"html_429",
     [](State& s, Argument a) {
         next_call(s, RestFault::html_429, a);
     }},
    {"401",
     [](State& s, Argument a) {
         next_call(s, RestFault::unauthorized, a);
     }},
    {"500",
     [](State& s, Argument a) {
         next_call(s, a.is_after() ? RestFault::failure_after : RestFault::failure_before, a);
     }},
    {"drop_call",
     [](State& s, Argument a) {
         next_call(s, a.is_after() ? RestFault::drop_after : RestFault::drop_before, a);
     }},
};

}  // namespace

Result<void> stage_fault(State& state, const std::string& fault, const std::string& argument) {
    // "close:4000" is the same as "close" with the argument "4000".
    const std::size_t colon = fault.find(':');
    const std::string_view name = std::string_view(fault).substr(0, colon);
    const std::string inline_argument = colon == std::string::npos ? argument : fault.substr(colon + 1);
    const auto apply_from = [&](const auto& stages) {
        for (const Stage& stage : stages) {
            if (stage.name != name) continue;
            stage.apply(state, Argument{inline_argument});
            return true;
        }
        return false;
    };
    if (apply_from(kGatewayStages) || apply_from(kInteractionStages) || apply_from(kRestStages))
        return Result<void>();
    return Error(Errc::not_found, "the discord sandbox knows no fault `" + std::string(name) + "`");
}

}  // namespace confab::discord_sandbox
