#include <confab/plugin.hpp>
#include <confab/service/scheduler.hpp>

using namespace confab;

namespace {

/// What a reminder has to know when its time comes, perhaps after a restart: stored with the job as JSON.
std::string payload(const Invocation& call, const std::string& what) {
    const ChannelRef& where = call.channel().ref;
    json::Writer out;
    out.begin_object().field("account", where.account.str()).field("channel", where.channel.str());
    out.field("user", call.user().id.str()).field("name", call.user().name).field("what", what);
    return std::move(out.end_object()).str();
}

bool is_of(const ScheduledJob& job, const Invocation& call) {
    const auto note = json::Document::parse(job.payload);
    return note && (*note)["account"].string() == call.channel().ref.account.str() &&
           (*note)["user"].string() == call.user().id.str();
}

std::string in_words(Duration time) {
    const auto minutes = std::chrono::round<std::chrono::minutes>(time).count();
    if (minutes < 60) return std::to_string(minutes) + " min";
    return std::to_string(minutes / 60) + " h " + std::to_string(minutes % 60) + " min";
}

class Reminder : public Plugin {
public:
    using Needs = Services<Scheduler>;

    Task<> start(Context& ctx) override {
        ctx_ = &ctx;
        scheduler_ = &ctx.require<Scheduler>();
        // First of all, for what fell due while the bot was off.
        scheduler_->handle("remind", [this](const ScheduledJob& job) { return remind(job); });
        ctx.command(CommandSpec("remind [in:duration(1s..366d)] [what...]",
                                "Reminds you later; asks for what you do not say.")
                        .describe("in", "how long from now, such as 10m")
                        .example("!remind 10m tea", "In 10 min: tea (no. ...)"),
                    [this](Invocation& call) { return note(call); });
        ctx.command("reminders", "Lists your reminders.", [this](Invocation& call) { return list(call); });
        ctx.command("forget <id:integer>", "Forgets a reminder.",
                    [this](Invocation& call) { return forget(call); });
        co_return;
    }

private:
    Task<Reply> note(Invocation& call) {
        std::string what = call.has("what") ? call.text("what") : std::string();
        if (what.empty()) {
            const Result<std::string> said = co_await call.ask("What shall I remind you of?");
            if (!said) co_return Reply("Then not.");
            what = *said;
        }
        Duration delay(0);
        if (call.has("in")) {
            delay = call.duration("in");
        } else {
            const std::vector<Duration> delays{std::chrono::minutes(10), std::chrono::hours(1),
                                               std::chrono::hours(24)};
            std::vector<std::string> choices{"in ten minutes", "in an hour", "tomorrow"};
            const Result<std::size_t> picked = co_await call.choose("When?", std::move(choices));
            if (!picked) co_return Reply("Then not.");
            delay = delays[*picked];
            const Result<bool> sure = co_await call.confirm("In " + in_words(delay) + ": " + what + "?");
            if (!sure || !*sure) co_return Reply("Then not.");
        }
        const Result<std::int64_t> id = co_await scheduler_->after(delay, "remind", payload(call, what));
        if (!id) co_return Reply("I cannot note that now: " + id.error().message());
        co_return Reply("In " + in_words(delay) + ": " + what + " (no. " + std::to_string(*id) + ")");
    }

    Task<> remind(const ScheduledJob& job) {
        const auto note = json::Document::parse(job.payload);
        if (!note) co_return;  // of another version of this plugin
        const ChannelRef where(AccountId((*note)["account"].string()),
                               ChannelId((*note)["channel"].string()));
        Message message;
        message.append(Mention(UserId((*note)["user"].string()), std::string((*note)["name"].string())));
        message.append(Text(": " + std::string((*note)["what"].string()) + (job.late ? " (late)" : "")));
        const Result<Receipt> sent = co_await ctx_->send(where, std::move(message));
        if (!sent) ctx_->log().warn("reminder not delivered", {{"reason", sent.error().message()}});
    }

    Task<Reply> list(Invocation& call) {
        const auto jobs = co_await scheduler_->pending("remind");
        if (!jobs) co_return Reply("I cannot look now: " + jobs.error().message());
        std::string out;
        for (const ScheduledJob& job : *jobs) {
            if (!is_of(job, call)) continue;
            const auto left = std::chrono::duration_cast<Duration>(job.due - scheduler_->now());
            const auto note = json::Document::parse(job.payload);
            out += std::to_string(job.id) + ": in " + in_words(left) + ", " +
                   std::string((*note)["what"].string()) + "\n";
        }
        co_return Reply(out.empty() ? "You have none." : out);
    }

    Task<Reply> forget(Invocation& call) {
        const auto jobs = co_await scheduler_->pending("remind");
        if (!jobs) co_return Reply("I cannot look now: " + jobs.error().message());
        for (const ScheduledJob& job : *jobs) {
            if (job.id != call.integer("id") || !is_of(job, call)) continue;
            const Result<bool> gone = co_await scheduler_->cancel(job.id);
            co_return Reply(gone && *gone ? "Forgotten." : "It is too late for that.");
        }
        co_return Reply("You have no such reminder.");
    }

    Context* ctx_ = nullptr;
    Scheduler* scheduler_ = nullptr;
};

}  // namespace

CONFAB_PLUGIN(Reminder)
