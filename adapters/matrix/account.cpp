#include "account.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>

#include "encode.hpp"
#include "names.hpp"

namespace confab::matrix {
namespace {

constexpr std::size_t kMaxJoins = 64;
constexpr unsigned kTimelineLimit = 50;
constexpr Duration kTypingFor{30'000};
constexpr Duration kInsistFor{60'000};
constexpr Duration kJoinLimit{120'000};  // joining a large room over federation takes its time

bool passes(Fault fault) {
    return fault == Fault::transport || fault == Fault::rate_limited || fault == Fault::token_expired;
}

Result<void> without_value(const Answer& answer, std::string_view what) {
    if (const auto* error = std::get_if<ApiError>(&answer)) return error->to_error(what);
    return {};
}

ApiError not_logged_in() {
    ApiError error;
    error.fault = Fault::token_expired;
    error.text = "not logged in";
    error.delivery = Delivery::not_sent;
    return error;
}

}  // namespace

Settings::Settings(const Options& options)
    : homeserver(options.string("homeserver")),
      user(options.string("user")),
      password(options.secret("password")),
      token(options.secret("token")),
      device_name(options.string("device_name")),
      invite_from(options.list("invite_from")) {
    if (!homeserver.starts_with("https://") && !homeserver.starts_with("http://"))
        throw std::invalid_argument("homeserver must start with https:// (or http:// on a trusted network)");
    if (token.empty() && (user.empty() || password.empty()))
        throw std::invalid_argument("either token, or user and password, must be given");
}

MatrixAccount::MatrixAccount(AccountContext& context, AccountServices services, Settings settings)
    : context_(context),
      services_(services),
      settings_(std::move(settings)),
      requests_(settings_.homeserver),
      invites_(settings_.invite_from),
      store_(services_.storage, context.id()),
      decoder_(context.id(), std::string(context.bot_name())) {}

Task<void> MatrixAccount::run() {
    co_await open_session();
    if (!std::exchange(joining_, true)) context_.spawn("matrix joins", join_loop());
    next_ = session_->start();
    while (!stopped_) {
        const Actions actions = std::move(next_);
        next_.clear();
        for (const Action& action : actions) co_await perform(action);
    }
}

Task<void> MatrixAccount::open_session() {
    Result<Saved> saved = co_await store_.load();
    if (!saved) context_.log().warn("login and position not readable", {{"error", saved.error().message()}});
    Saved start = saved ? std::move(*saved) : Saved();
    if (!settings_.token.empty()) start.access_token = settings_.token;
    const bool can_log_in = !settings_.user.empty() && !settings_.password.empty();
    session_.emplace(std::move(start), can_log_in);
}

Task<void> MatrixAccount::perform(Action action) {
    if (const auto* request = std::get_if<action::Request>(&action)) {
        co_await ask(*request);
    } else if (const auto* wait = std::get_if<action::Wait>(&action)) {
        co_await services_.clock.sleep(wait->delay);
        next_ = session_->on_wake(services_.clock.now());
    } else if (const auto* batch = std::get_if<action::Deliver>(&action)) {
        deliver(batch->live);
    } else if (std::holds_alternative<action::Persist>(action)) {
        co_await persist();
    } else if (const auto* announcement = std::get_if<action::Announce>(&action)) {
        announce(*announcement);
    } else {
        stopped_ = true;
    }
}

Task<void> MatrixAccount::ask(action::Request request) {
    requests_.use_token(session_->saved().access_token);
    HttpRequest http = request_for(request);
    answer_.emplace(co_await call(std::move(http)));
    next_ = session_->on_answer(*answer_, services_.clock.now(), services_.random.uniform());
    decoder_.set_self(session_->saved().user_id);
    const bool wanted = std::any_of(next_.begin(), next_.end(), [](const Action& action) {
        return std::holds_alternative<action::Deliver>(action);
    });
    if (!wanted) answer_.reset();
}

HttpRequest MatrixAccount::request_for(const action::Request& request) const {
    const Saved& saved = session_->saved();
    switch (request.call) {
        case Call::versions:
            return requests_.versions();
        case Call::whoami:
            return requests_.whoami();
        case Call::login:
            return requests_.login(settings_.user, settings_.password, saved.device_id,
                                   settings_.device_name);
        case Call::create_filter:
            return requests_.create_filter(saved.user_id, sync_filter(kTimelineLimit));
        case Call::sync:
            break;
    }
    // The first answer of all is history, which is not read: one event a room is the least that can be asked
    // for.
    const std::string filter = saved.next_batch.empty() ? sync_filter(1) : session_->filter_id();
    return requests_.sync(saved.next_batch, filter, request.full_state, request.timeout);
}

Task<Answer> MatrixAccount::call(HttpRequest request) {
    Result<HttpResponse> response = co_await services_.http.send(std::move(request));
    co_return read_answer(std::move(response), services_.clock.wall_now());
}

void MatrixAccount::deliver(bool live) {
    Batch batch = decoder_.decode(std::get<json::Document>(*answer_).root(), live);
    answer_.reset();  // a large one must not stay in memory during the long-poll that follows
    for (Event& event : batch.events) context_.emit(std::move(event));
    for (Invite& invite : batch.invites) queue_join(std::move(invite));
    for (const Gap& gap : batch.gaps)
        context_.log().warn("events missed: the server left some out",
                            {{"room", gap.room}, {"before", gap.prev_batch}});
    if (batch.undecryptable > 0)
        context_.log().warn("encrypted events not readable", {{"count", batch.undecryptable}});
}

Task<void> MatrixAccount::persist() {
    Saved saved = session_->saved();
    if (!settings_.token.empty()) saved.access_token = Secret();  // it has its place in the configuration
    Result<void> stored = co_await store_.store(std::move(saved));
    if (!stored) context_.log().error("login and position not stored", {{"error", stored.error().message()}});
}

void MatrixAccount::announce(const action::Announce& announcement) {
    ConnectionChanged changed;
    changed.account = context_.id();
    changed.state = announcement.state;
    changed.reason = announcement.reason;
    context_.emit(std::move(changed));
}

void MatrixAccount::queue_join(Invite invite) {
    if (!invites_.accepts(invite.inviter)) {
        context_.log().info("invitation ignored", {{"room", invite.room}, {"from", invite.inviter}});
        return;
    }
    const bool waiting = std::any_of(joins_.begin(), joins_.end(),
                                     [&invite](const Invite& other) { return other.room == invite.room; });
    if (waiting) return;
    if (joins_.size() >= kMaxJoins) {
        context_.log().warn("invitation dropped: too many at once",
                            {{"room", invite.room}, {"from", invite.inviter}});
        return;
    }
    joins_.push_back(std::move(invite));
    join_wanted_.notify();
}

Task<void> MatrixAccount::join_loop() {
    for (;;) {
        while (joins_.empty()) co_await join_wanted_.wait();
        Invite invite = std::move(joins_.front());
        joins_.pop_front();
        co_await join(std::move(invite));
    }
}

Task<void> MatrixAccount::join(Invite invite) {
    std::function<HttpRequest()> make = [this, &invite] {
        HttpRequest request = requests_.join(invite.room);
        request.idempotent = true;
        request.timeout = kJoinLimit;
        return request;
    };
    const Answer answer = co_await insist(std::move(make));
    if (const auto* error = std::get_if<ApiError>(&answer)) {
        context_.log().warn("not joined", {{"room", invite.room}, {"error", error->message()}});
        co_return;
    }
    context_.log().info("joined", {{"room", invite.room}, {"invited_by", invite.inviter}});
    if (!invite.direct || decoder_.rooms().is_direct(invite.room)) co_return;
    // The server forgets that the invitation was for a private talk; m.direct is where clients keep it.
    decoder_.rooms().add_direct(invite.inviter, invite.room);
    HttpRequest store =
        requests_.put_account_data(decoder_.self(), "m.direct", decoder_.rooms().direct_content());
    const Answer stored = co_await call(std::move(store));
    if (const auto* error = std::get_if<ApiError>(&stored))
        context_.log().warn("private room not marked as such",
                            {{"room", invite.room}, {"error", error->message()}});
}

// Repeats an idempotent request through what passes: busy or absent servers, and a login being renewed by
// `run`.
Task<Answer> MatrixAccount::insist(std::function<HttpRequest()> make) {
    const TimePoint deadline = services_.clock.now() + kInsistFor;
    Backoff backoff(Duration(1'000), Duration(20'000));
    bool maybe_sent = false;
    for (;;) {
        Answer answer = not_logged_in();
        if (requests_.has_token()) {
            HttpRequest request = make();
            answer = co_await call(std::move(request));
        }
        auto* error = std::get_if<ApiError>(&answer);
        if (!error) co_return answer;
        maybe_sent = maybe_sent || error->delivery == Delivery::maybe_sent;
        const Duration delay = backoff.next(services_.random.uniform(), error->retry_after);
        if (stopped_ || !passes(error->fault) || services_.clock.now() + delay > deadline) {
            if (maybe_sent) error->delivery = Delivery::maybe_sent;
            co_return answer;
        }
        co_await services_.clock.sleep(delay);
    }
}

std::optional<Error> MatrixAccount::reason_not_to_send(const ChannelId& channel) const {
    const Room* room = decoder_.rooms().find(channel.str());
    if (room && room->is_encrypted())
        return Error(Errc::unsupported, "the room is encrypted, and sending in the clear would betray it");
    return {};
}

Task<Result<MessageId>> MatrixAccount::put_event(std::string room, std::string type, std::string txn,
                                                 std::string content) {
    std::function<HttpRequest()> make = [&] {
        return requests_.send_event(room, type, txn, content);
    };
    const Answer answer = co_await insist(std::move(make));
    if (const auto* error = std::get_if<ApiError>(&answer)) co_return error->to_error("sending " + type);
    co_return MessageId(std::get<json::Document>(answer)["event_id"].string());
}

Task<Result<MessageId>> MatrixAccount::send(const OutgoingMessage& message) {
    if (std::optional<Error> reason = reason_not_to_send(message.channel)) co_return std::move(*reason);
    std::string content = encode_message(message.message, decoder_.self());
    co_return co_await put_event(message.channel.str(), "m.room.message", message.nonce, std::move(content));
}

ChannelProfile MatrixAccount::profile(const ChannelId&) const {
    return room_profile();
}

std::size_t MatrixAccount::encoded_length(const Element& element) const {
    return matrix::encoded_length(element);
}

ChannelId MatrixAccount::direct_channel(const UserId& user) const {
    return ChannelId(decoder_.rooms().direct_room(user.str()));
}

std::optional<Mention> MatrixAccount::user_named(std::string_view text) const {
    return matrix::user_named(text, decoder_.rooms());
}

std::optional<ChannelId> MatrixAccount::channel_named(std::string_view text) const {
    return matrix::channel_named(text, decoder_.rooms());
}

void* MatrixAccount::capability(std::string_view id) {
    if (id == Typing::kCapabilityId) return static_cast<Typing*>(this);
    if (id == Editing::kCapabilityId) return static_cast<Editing*>(this);
    if (id == Deleting::kCapabilityId) return static_cast<Deleting*>(this);
    if (id == Reactions::kCapabilityId) return static_cast<Reactions*>(this);
    return nullptr;
}

Task<Result<void>> MatrixAccount::show_typing(ChannelId channel) {
    HttpRequest request = requests_.typing(channel.str(), decoder_.self(), kTypingFor);
    const Answer answer = co_await call(std::move(request));
    co_return without_value(answer, "typing");
}

Task<Result<void>> MatrixAccount::edit(ChannelId channel, MessageId message_id, Message message) {
    if (std::optional<Error> reason = reason_not_to_send(channel)) co_return std::move(*reason);
    std::string content = encode_edit(message, message_id.str(), decoder_.self());
    std::string txn = services_.random.token(20);
    const Result<MessageId> sent =
        co_await put_event(channel.str(), "m.room.message", std::move(txn), std::move(content));
    if (!sent) co_return sent.error();
    co_return Result<void>();
}

Task<Result<void>> MatrixAccount::remove(ChannelId channel, MessageId message_id) {
    const std::string txn = services_.random.token(20);
    std::function<HttpRequest()> make = [&] {
        return requests_.redact(channel.str(), message_id.str(), txn);
    };
    const Answer answer = co_await insist(std::move(make));
    co_return without_value(answer, "redacting");
}

Task<Result<void>> MatrixAccount::react(ChannelId channel, MessageId message_id, Emoji emoji) {
    std::string content = encode_reaction(message_id.str(), emoji);
    std::string txn = services_.random.token(20);
    const Result<MessageId> sent =
        co_await put_event(channel.str(), "m.reaction", std::move(txn), std::move(content));
    if (!sent) co_return sent.error();
    co_return Result<void>();
}

}  // namespace confab::matrix
