// The stand-in with the adapter on it, answering everybody, for a third-party client to talk to. Prints one
// JSON line with what that client needs, and runs until its standard input ends.
#include <iostream>

#include "tests/integration/matrix/bot_on_stand_in.hpp"

namespace confab::test {
namespace {

Task<void> answer_everybody(MatrixBot& bot) {
    for (;;) {
        std::optional<MessageReceived> heard = co_await bot.context.next<MessageReceived>(Duration(60'000));
        if (!heard || heard->is_notice) continue;
        Message answer;
        answer.append(Text("echo: ", Style::bold)).append(Text(heard->message.plain_text()));
        answer.append(Text(" to ")).append(Mention(heard->sender.id, heard->sender.name));
        answer.reply_to(heard->id);
        (void)co_await bot.say(heard->channel.ref.channel, std::move(answer));
    }
}

void print_address(MatrixNetwork& network) {
    matrix::sandbox::Person& alice = network.stand_in.server().add_person("alice", "wonderland", "Alice");
    json::Writer out;
    out.begin_object().field("homeserver", network.options[0].second).field("user", alice.id);
    out.field("password", alice.password).field("bot", network.stand_in.bot());
    out.field("channel", network.stand_in.channel()).field("room", network.lobby().str());
    std::cout << out.end_object().str() << std::endl;
}

Task<void> serve(TestRuntime& runtime, MatrixNetwork& network, MatrixBot& bot) {
    co_await bot.settle();
    runtime.tasks().spawn("answers", answer_everybody(bot));
    print_address(network);
    std::function<void()> until_closed = [] {
        std::string line;
        while (std::getline(std::cin, line)) {
        }
    };
    co_await runtime.runtime().on_worker(std::move(until_closed));
    co_await bot.stop();
}

}  // namespace
}  // namespace confab::test

int main() {
    using namespace confab::test;
    TestRuntime runtime;
    MatrixNetwork network(runtime);
    MatrixBot bot(network);
    runtime.run(serve(runtime, network, bot), confab::Duration(110'000));
    return 0;
}
