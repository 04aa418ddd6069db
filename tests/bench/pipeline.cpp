// CPU of one message through the core: event -> dispatcher -> router -> handler, and for a command the reply
// as well: render -> order -> adapter. 1000 commands are registered, 100 channels are talking, one plugin
// listens to everything. The network is in memory, so only the core is measured.
#include <ctime>

#include <iostream>

#include "confab/json.hpp"
#include "core/account/accounts.hpp"
#include "core/command/owners_only.hpp"
#include "core/command/router.hpp"
#include "core/crypto/random.hpp"
#include "core/metrics/registry.hpp"
#include "core/runtime/runtime.hpp"

namespace confab::bench {
namespace {

using namespace confab::core;

constexpr int kCommands = 1000;
constexpr int kChannels = 100;
constexpr int kBatch = 10'000;
constexpr int kBatches = 20;

class CountingAccount final : public Account {
public:
    explicit CountingAccount(Clock& clock) : clock_(clock) {}
    Task<void> run() override { co_await clock_.sleep(Duration(3'600'000)); }
    Task<Result<MessageId>> send(const OutgoingMessage&) override {
        ++sent;
        co_return MessageId("1");
    }
    ChannelProfile profile(const ChannelId&) const override { return {}; }
    std::size_t encoded_length(const Element& element) const override {
        const auto* text = std::get_if<Text>(&element);
        return text ? text->text.size() : 10;
    }
    int sent = 0;

private:
    Clock& clock_;
};

class CountingAdapter final : public Adapter {
public:
    explicit CountingAdapter(Clock& clock) : clock_(clock) {}
    std::unique_ptr<Account> open(AccountContext& context) override {
        host = &context;
        auto made = std::make_unique<CountingAccount>(clock_);
        account = made.get();
        return made;
    }
    AccountContext* host = nullptr;
    CountingAccount* account = nullptr;

private:
    Clock& clock_;
};

class BenchOwner final : public Owner {
public:
    BenchOwner(Runtime& runtime, LogSystem& logs)
        : log_(logs.logger("bench")), tasks_(runtime.executor(), *log_) {}
    std::string_view id() const noexcept override { return "bench"; }
    TaskScope& tasks() noexcept override { return tasks_; }
    Logger& log() noexcept override { return *log_; }
    void fault(const std::string& where, const std::string& what) override {
        std::cerr << where << ": " << what << "\n";
    }

private:
    std::unique_ptr<Logger> log_;
    TaskScope tasks_;
};

LogConfig quiet() {
    LogConfig config;
    config.level = LogLevel::error;
    return config;
}

class Bench {
public:
    explicit Bench(Runtime& runtime) : runtime_(runtime) {
        for (int i = 0; i < kCommands; ++i)
            commands_.add(owner_, CommandSpec("command" + std::to_string(i) + " [text...]", "Answers."),
                          [](Invocation&) -> Task<Reply> { co_return Reply("the answer"); });
        dispatcher_.set_router(
            [this](const std::shared_ptr<const Event>& event) { return router_.route(event); });
        dispatcher_.add(owner_, 0, [this](const Event&) -> Task<void> {
            ++heard;
            co_return;
        });
        accounts_.open(adapter_, "memory", AccountId("net"), Options(), "confab");
    }

    // Microseconds of CPU a message, the best of the batches: the others were disturbed.
    Task<double> measure(std::string text, const int& counter) {
        double best = 1e9;
        for (int batch = 0; batch < kBatches; ++batch) {
            const int expected = counter + kBatch;
            const double begun = cpu_seconds();
            for (int i = 0; i < kBatch; ++i) {
                adapter_.host->emit(message(i, text));
                if (i % kChannels == kChannels - 1) co_await runtime_.clock().sleep(Duration(0));
            }
            while (counter < expected) co_await runtime_.clock().sleep(Duration(0));
            best = std::min(best, (cpu_seconds() - begun) / kBatch * 1e6);
        }
        co_return best;
    }

    Task<void> close() {
        dispatcher_.remove(owner_);
        co_await accounts_.close(adapter_, Duration(1'000));
        owner_.tasks().cancel();
        co_await owner_.tasks().join();
    }

    int heard = 0;
    const int& sent() const { return adapter_.account->sent; }

private:
    static double cpu_seconds() {
        timespec time{};
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
        return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) * 1e-9;
    }

    static Event message(int number, const std::string& text) {
        const std::string name = "#channel" + std::to_string(number % kChannels);
        MessageReceived event;
        event.channel = Channel(ChannelRef(AccountId("net"), ChannelId(name)), name, ChannelKind::group);
        event.sender = User(UserId("alice"), "alice", Assurance::account);
        event.message = Message(text);
        return event;
    }

    Runtime& runtime_;
    LogSystem logs_{quiet()};
    MetricsRegistry metrics_;
    CoreRandom random_;
    BenchOwner owner_{runtime_, logs_};
    Lanes lanes_{metrics_};
    Dispatcher dispatcher_{lanes_, metrics_};
    CommandTable commands_;
    Accounts accounts_{runtime_.executor(), runtime_.clock(), dispatcher_, logs_, metrics_, random_};
    OwnersOnly permissions_{{}};
    NoAsker asker_;
    CommandRunner runner_{lanes_, runtime_.clock(), accounts_, permissions_};
    CommandRouter router_{
        RouterParts(runtime_, owner_, commands_, lanes_, accounts_, accounts_, asker_, runner_),
        RouterConfig()};
    CountingAdapter adapter_{runtime_.clock()};
};

void print(const char* metric, double value) {
    json::Writer out;
    out.begin_object()
        .field("bench", "pipeline")
        .field("metric", metric)
        .field("value", value)
        .field("unit", "us")
        .end_object();
    std::cout << out.str() << "\n";
}

Task<int> run(Runtime& runtime) {
    Bench bench(runtime);
    print("message_cpu_us", co_await bench.measure("just some talk between people", bench.heard));
    print("command_cpu_us", co_await bench.measure("!command500 with an argument", bench.sent()));
    co_await bench.close();
    co_return 0;
}

}  // namespace
}  // namespace confab::bench

int main() {
    confab::core::Runtime runtime;
    return runtime.run(confab::bench::run(runtime));
}
