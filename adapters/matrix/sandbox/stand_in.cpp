#include "stand_in.hpp"

#include <algorithm>
#include <charconv>

namespace confab::matrix::sandbox {
namespace {

constexpr std::size_t kMaxLines = 1000;
constexpr Duration kLook{20};  // a /sync request is no change of the server: its arrival is looked for

Error from_refusal(const Refusal& refusal) {
    return Error(Errc::invalid_argument, refusal.errcode + ": " + refusal.text);
}

std::string text_content(std::string_view text) {
    json::Writer out;
    out.begin_object()
        .field("msgtype", "m.text")
        .field("body", text)
        .key("m.mentions")
        .begin_object()
        .end_object();
    return std::move(out.end_object()).str();
}

std::string localpart(const std::string& user) {
    const std::size_t start = user.starts_with('@') ? 1 : 0;
    return user.substr(start, user.find(':') - start);
}

// What a reader sees: of an edit, the new text.
std::string visible_text(const RoomEvent& event) {
    const Result<json::Document> content = json::Document::parse(event.content);
    if (!content) return {};
    const json::Value edited = (*content)["m.new_content"];
    return std::string((edited ? edited : content->root())["body"].string());
}

}  // namespace

StandIn::StandIn(HttpServer& http, Clock& clock, Random& random)
    : http_(http), server_(clock, random), endpoints_(server_, faults_), bot_(Homeserver::user_id("confab")) {
    server_.on_change([this] { changed(); });
    server_.on_event([this](const RoomModel& room, const RoomEvent& event) { observed(room, event); });
    build_world();
}

std::string StandIn::owner() const {
    return Homeserver::user_id("alice");
}

void StandIn::build_world() {
    password_ = server_.random().token(16);
    server_.add_person("confab", password_, "Confab");
    server_.add_person("alice", server_.random().token(16), "Alice");
    json::Writer request;
    request.begin_object()
        .field("room_alias_name", "lobby")
        .field("name", "Lobby")
        .field("preset", "public_chat");
    request.key("invite").begin_array().value(bot_).end_array().end_object();
    const Result<json::Document> parsed = json::Document::parse(std::move(request).str());
    if (parsed) (void)server_.create_room(owner(), parsed->root());
}

Result<std::vector<std::pair<std::string, std::string>>> StandIn::listen() {
    HttpHandler handler = [this](HttpServerRequest& request) {
        return endpoints_.handle(request);
    };
    Result<std::unique_ptr<HttpServerHandle>> handle = http_.listen(ListenOptions(), std::move(handler));
    if (!handle) return handle.error();
    listening_ = std::move(*handle);
    return std::vector<std::pair<std::string, std::string>>{
        {"homeserver", "http://127.0.0.1:" + std::to_string(listening_->port())},
        {"user", bot_},
        {"password", password_},
        {"invite_from", owner()}};
}

void StandIn::changed() {
    endpoints_.wake();
    progress_.notify();
}

void StandIn::observed(const RoomModel& room, const RoomEvent& event) {
    if (event.sender != bot_ || event.type != "m.room.message") return;
    if (lines_.size() >= kMaxLines) lines_.pop_front();
    lines_.emplace_back(room.alias.empty() ? room.id : room.alias, event.sender, visible_text(event));
    line_added_.notify();
}

// Joined, and its client has seen that it is: from now on what is said is news to it.
bool StandIn::bot_is_ready() const {
    for (const auto& [id, room] : server_.rooms()) {
        if (room.alias != kChannel) continue;
        const auto member = room.members.find(bot_);
        return member != room.members.end() && member->second.state == "join" &&
               endpoints_.seen_by(bot_) >= member->second.joined_at;
    }
    return false;
}

Task<Result<void>> StandIn::bot_ready(Duration limit) {
    const TimePoint deadline = server_.clock().now() + limit;
    while (!bot_is_ready()) {
        if (server_.clock().now() >= deadline)
            co_return Error(Errc::timeout, "the bot did not join " + std::string(kChannel));
        co_await progress_.wait_for(kLook);
    }
    co_return Result<void>();
}

// A channel is a room, or a user (the bot), for a private talk that is begun when there is none.
Result<RoomModel*> StandIn::place_for(const std::string& speaker, const std::string& channel) {
    if (!channel.starts_with('@')) {
        RoomModel* room = server_.room(channel);
        if (!room) return Error(Errc::not_found, "no channel " + channel);
        if (room->membership(speaker) == "join") return room;
        const Outcome<void> joined = server_.join(*room, speaker);
        if (!joined) return from_refusal(joined.error());
        return room;
    }
    for (const auto& [id, room] : server_.rooms())
        if (room.alias.empty() && room.members.size() == 2 && room.membership(speaker) == "join" &&
            room.membership(channel) != "leave")
            return server_.room(id);
    json::Writer request;
    request.begin_object().field("is_direct", true).key("invite").begin_array().value(channel).end_array();
    const Result<json::Document> parsed = json::Document::parse(std::move(request.end_object()).str());
    if (!parsed) return parsed.error();
    const Outcome<std::string> made = server_.create_room(speaker, parsed->root());
    if (!made) return from_refusal(made.error());
    return server_.room(*made);
}

Task<Result<void>> StandIn::say(std::string user, std::string channel, std::string text) {
    const std::string speaker = Homeserver::user_id(localpart(user));
    if (!server_.person(speaker))
        server_.add_person(localpart(user), server_.random().token(16), localpart(user));
    Result<RoomModel*> room = place_for(speaker, channel);
    if (!room) co_return room.error();
    // In a new private talk: not before the other has come, or it would be history to them.
    const TimePoint deadline = server_.clock().now() + Duration(5'000);
    while ((*room)->membership(bot_) == "invite" && server_.clock().now() < deadline)
        co_await progress_.wait_for(kLook);
    const Outcome<std::string> sent =
        server_.send(**room, Draft(speaker, "m.room.message", text_content(text)));
    if (!sent) co_return from_refusal(sent.error());
    co_return Result<void>();
}

Task<Result<SandboxLine>> StandIn::next_from_bot(Duration limit) {
    const TimePoint deadline = server_.clock().now() + limit;
    while (lines_.empty()) {
        const auto left = std::chrono::ceil<Duration>(deadline - server_.clock().now());
        if (left <= Duration(0)) co_return Error(Errc::timeout, "the bot said nothing");
        co_await line_added_.wait_for(left);
    }
    SandboxLine line = std::move(lines_.front());
    lines_.pop_front();
    co_return line;
}

Result<void> StandIn::stage(std::string fault, std::string argument) {
    if (Faults::is_known(fault)) return faults_.stage(std::move(fault), argument);
    return stage_state(fault, argument);
}

Result<void> StandIn::stage_state(const std::string& fault, const std::string& argument) {
    Person& bot = *server_.person(bot_);
    if (fault == "expire_token") {
        server_.for_each_device(bot_, [](Device& device) { device.expired = true; });
    } else if (fault == "unknown_token") {
        server_.for_each_device(bot_, [](Device& device) { device.token = "gone"; });
    } else if (fault == "lock" || fault == "unlock") {
        bot.locked = fault == "lock";
    } else if (fault == "bad_since") {
        server_.forget_positions();
    } else if (fault == "no_filter") {
        bot.filters.clear();
    } else if (fault == "limited") {
        std::size_t limit = 0;
        std::from_chars(argument.data(), argument.data() + argument.size(), limit);
        endpoints_.limit_timelines(limit);
    } else if (fault == "encrypt") {
        RoomModel* room = server_.room(argument.empty() ? kChannel : argument);
        if (!room) return Error(Errc::not_found, "no channel " + argument);
        const std::string content = R"({"algorithm":"m.megolm.v1.aes-sha2"})";
        const Outcome<std::string> sent =
            server_.send(*room, Draft(owner(), "m.room.encryption", content).with_key(""));
        if (!sent) return from_refusal(sent.error());
    } else if (fault == "kick") {
        RoomModel* room = server_.room(kChannel);
        const Outcome<void> kicked = server_.kick(*room, owner(), bot_, argument);
        if (!kicked) return from_refusal(kicked.error());
    } else {
        return Error(Errc::not_found, "the Matrix stand-in has no fault `" + fault + "`");
    }
    changed();
    return {};
}

}  // namespace confab::matrix::sandbox
