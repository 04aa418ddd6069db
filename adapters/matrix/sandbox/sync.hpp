#pragma once
/// Builds /sync answers.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "homeserver.hpp"

namespace confab::matrix::sandbox {

/// The part of a filter that matters here.
class SyncFilter {
public:
    static SyncFilter parse(json::Value filter);
    bool wants_state(std::string_view type) const { return fits(state_types, type); }
    bool wants_timeline(std::string_view type) const { return fits(timeline_types, type); }
    bool wants_ephemeral(std::string_view type) const { return fits(ephemeral_types, type); }
    bool wants_account_data(std::string_view type) const { return fits(account_data_types, type); }

    std::size_t limit = 10;
    bool lazy_members = false;

private:
    using Types = std::optional<std::vector<std::string>>;  // absent: all
    static Types types_of(json::Value part);
    static bool fits(const Types& types, std::string_view type);
    Types state_types, timeline_types, ephemeral_types, account_data_types;
};

class SyncRequest {
public:
    std::string user;
    std::string device;
    std::optional<StreamPosition> since;  ///< Absent: the initial sync.
    bool full_state = false;
    SyncFilter filter;
};

class SyncAnswer {
public:
    std::string body;
    bool has_news = false;  ///< Worth ending a long-poll for.
};

SyncAnswer build_sync(Homeserver& server, const SyncRequest& request);

/// One event as clients get it, without the room id (as in /sync) or with it.
void write_event(json::Writer& out, const Homeserver& server, const RoomModel& room, const RoomEvent& event,
                 std::string_view device, bool with_room);

}  // namespace confab::matrix::sandbox
